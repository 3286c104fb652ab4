import { describe, expect, test } from 'vitest'
import { StreamCache } from '../src/commands/stream-cache.js'
import { codecOf } from '../src/integrity/codec.js'
import type { EventStore, StoredEvent } from '../src/ports/index.js'
import { ledger } from './ledger-domain.js'
import { record } from './ledger-history.js'
import { oneMove, recorded, threeAccounts } from './ledger-store.js'

const [account] = ledger.aggregates
const stream = 'account-a'

/** A store whose reads of a stream are counted; each returns what it found when it is released. */
const gated = ({ readStream }: Pick<EventStore, 'readStream'>) => {
  const gates: (() => void)[] = []
  let fails = false
  const events = {
    readStream: (...of: Parameters<EventStore['readStream']>) =>
      (async function* () {
        const pages: (readonly StoredEvent[])[] = []
        for await (const page of readStream(...of)) pages.push(page)
        await new Promise<void>((resolve) => gates.push(resolve))
        if (fails) throw new Error('the store is unavailable')
        yield* pages
      })(),
  }
  return {
    events,
    reads: () => gates.length,
    release: (index: number) => gates[index]?.(),
    fail: (is: boolean) => {
      fails = is
    },
  }
}

const turn = () => new Promise(setImmediate)

describe('concurrent loads of one stream', () => {
  test('share the read that begins after the current one, so each sees what was stored when it was called', async () => {
    if (account === undefined) throw new Error('the ledger has an aggregate')
    const storage = await recorded(threeAccounts)
    const { events, reads, release } = gated({ readStream: (...of) => storage.events.readStream(...of) })
    const streams = new StreamCache(events, codecOf(ledger))
    const first = streams.load(account, stream)
    await turn()
    await record(storage, oneMove)
    const later = [1, 2, 3].map(() => streams.load(account, stream))
    await turn()
    expect(reads()).toBe(1)
    release(0)
    const { revision } = await first
    await turn()
    expect(reads()).toBe(2)
    release(1)
    for (const snapshot of await Promise.all(later)) expect(snapshot.revision).toBe(revision + 1)
    // nothing is being read: the next load reads at once
    const last = streams.load(account, stream)
    await turn()
    release(2)
    expect((await last).revision).toBe(revision + 1)
  })

  test('do not fail when the read before theirs fails', async () => {
    if (account === undefined) throw new Error('the ledger has an aggregate')
    const storage = await recorded(threeAccounts)
    const { events, release, fail } = gated({ readStream: (...of) => storage.events.readStream(...of) })
    const streams = new StreamCache(events, codecOf(ledger))
    const first = streams.load(account, stream)
    await turn()
    const second = streams.load(account, stream)
    fail(true)
    release(0)
    await expect(first).rejects.toThrow('the store is unavailable')
    await turn()
    fail(false)
    release(1)
    expect((await second).revision).toBeGreaterThanOrEqual(0)
  })
})
