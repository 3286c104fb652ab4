import { describe, expect, test } from 'vitest'
import { StreamCache } from '../src/commands/stream-cache.js'
import { codecOf } from '../src/integrity/codec.js'
import type { EventStore, StoredEvent } from '../src/ports/index.js'
import { ledger } from './ledger-domain.js'
import { record } from './ledger-history.js'
import { oneMove, recorded, threeAccounts } from './ledger-store.js'

const [account] = ledger.aggregates
const stream = 'account-a'

/** A store whose readings of a stream are counted, and give what they found when they are let go. */
const gated = ({ readStream }: Pick<EventStore, 'readStream'>) => {
  const gates: (() => void)[] = []
  let fails = false
  const events = {
    readStream: (...of: Parameters<EventStore['readStream']>) =>
      (async function* () {
        const pages: (readonly StoredEvent[])[] = []
        for await (const page of readStream(...of)) pages.push(page)
        await new Promise<void>((resolve) => gates.push(resolve))
        if (fails) throw new Error('the store is away')
        yield* pages
      })(),
  }
  return {
    events,
    readings: () => gates.length,
    letGo: (place: number) => gates[place]?.(),
    fail: (is: boolean) => {
      fails = is
    },
  }
}

const turn = () => new Promise(setImmediate)

describe('many who look at one stream', () => {
  test('share the reading after the one that is under way, and so see what was there when they asked', async () => {
    if (account === undefined) throw new Error('the ledger has an aggregate')
    const storage = await recorded(threeAccounts)
    const { events, readings, letGo } = gated({ readStream: (...of) => storage.events.readStream(...of) })
    const streams = new StreamCache(events, codecOf(ledger))
    const first = streams.load(account, stream)
    await turn()
    await record(storage, oneMove)
    const later = [1, 2, 3].map(() => streams.load(account, stream))
    await turn()
    expect(readings()).toBe(1)
    letGo(0)
    const { revision } = await first
    await turn()
    expect(readings()).toBe(2)
    letGo(1)
    for (const snapshot of await Promise.all(later)) expect(snapshot.revision).toBe(revision + 1)
    // nobody waits: the next one reads at once
    const last = streams.load(account, stream)
    await turn()
    letGo(2)
    expect((await last).revision).toBe(revision + 1)
  })

  test('do not fail with the reading before theirs', async () => {
    if (account === undefined) throw new Error('the ledger has an aggregate')
    const storage = await recorded(threeAccounts)
    const { events, letGo, fail } = gated({ readStream: (...of) => storage.events.readStream(...of) })
    const streams = new StreamCache(events, codecOf(ledger))
    const first = streams.load(account, stream)
    await turn()
    const second = streams.load(account, stream)
    fail(true)
    letGo(0)
    await expect(first).rejects.toThrow('the store is away')
    await turn()
    fail(false)
    letGo(1)
    expect((await second).revision).toBeGreaterThanOrEqual(0)
  })
})
