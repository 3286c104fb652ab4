import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { follow } from '../src/following/follower.js'
import { openMemory } from '../src/memory/open.js'
import type { Storage } from '../src/ports/index.js'
import { StorageError } from '../src/ports/storage-error.js'
import { rebuild } from '../src/rebuild/rebuild.js'
import { ledger } from './ledger-domain.js'
import { histories, live, naive, record } from './ledger-history.js'
import { balances, oneMove, overlay, recorded, threeAccounts } from './ledger-store.js'

/** Waits until every read model is what the log says, however long it takes; a test that hangs has failed. */
const upToDate = async (storage: Storage): Promise<void> => {
  for (const projection of ledger.projections) {
    const expected = JSON.stringify(await naive(projection, storage))
    const isThere = async () => {
      const all = await storage.readModels.generations(projection.name)
      return all.some(({ state }) => state === 'live') && JSON.stringify(await live(storage, projection)) === expected
    }
    while (!(await isThere())) await new Promise((resolve) => setImmediate(resolve))
  }
}

const during = async (storages: readonly Storage[], work: () => Promise<void>): Promise<void> => {
  const controller = new AbortController()
  const options = { signal: controller.signal, batchSize: 4 }
  const following = Promise.all(storages.map((storage) => follow(ledger, storage, options)))
  await Promise.race([work(), following.then(() => expect.unreachable('they stopped following'))])
  controller.abort()
  await following
}

describe('following', () => {
  test.prop([histories(30), histories(30), fc.constantFrom(1, 2)], { numRuns: 30 })(
    'builds what is missing, then takes events as they come, alone or with another',
    async (before, after, followers) => {
      const storage = await recorded(before)
      await during(Array(followers).fill(storage), async () => {
        await upToDate(storage)
        // whole histories again would seat two people on one seat
        await record(
          storage,
          after.filter(({ event }) => event.type !== 'Sat'),
        )
        await upToDate(storage)
      })
    },
  )

  test('goes over to a generation that was rebuilt meanwhile', async () => {
    const storage = await recorded(threeAccounts)
    await during([storage], async () => {
      await upToDate(storage)
      await rebuild(ledger, storage)
      await record(storage, oneMove)
      await upToDate(storage)
      await rebuild(ledger, storage, { projections: ['balances'] })
      await record(storage, oneMove)
      await upToDate(storage)
    })
  })

  test('builds anew what somebody dropped', async () => {
    const storage = await recorded(threeAccounts)
    await during([storage], async () => {
      await upToDate(storage)
      for (const { id } of await storage.readModels.generations('balances')) await storage.readModels.drop(id)
      await record(storage, oneMove)
      await upToDate(storage)
    })
  })

  test('tries again when the store can not be reached, and loses nothing', async () => {
    const storage = await recorded(threeAccounts)
    const { readModels } = storage
    let calls = 0
    const commit: typeof readModels.commit = async (generation, change) => {
      calls += 1
      if (calls === 2) throw new StorageError('unavailable', 'connection lost')
      const outcome = await readModels.commit(generation, change)
      if (calls === 4) throw new StorageError('unavailable', 'connection lost, but it was written')
      return outcome
    }
    await during([{ ...storage, readModels: overlay(readModels, { commit }) }], async () => {
      await upToDate(storage)
      await record(storage, oneMove)
      await upToDate(storage)
    })
    expect(calls).toBeGreaterThan(4)
  })

  test('ends with what is wrong, when waiting would not help', async () => {
    const storage = await recorded(threeAccounts)
    const bug = { ...balances, documents: () => expect.unreachable('a bug') }
    const { signal } = new AbortController()
    await expect(follow({ ...ledger, projections: [bug] }, storage, { signal })).rejects.toMatchObject({
      _tag: 'ProjectionError',
      finding: { projection: 'balances' },
    })
    const closed = openMemory()
    await closed.close()
    await expect(follow(ledger, closed, { signal })).rejects.toMatchObject({ _tag: 'StorageError', fault: 'closed' })
  })

  test('ends quietly at once when told so before it began', async () => {
    await follow(ledger, openMemory(), { signal: AbortSignal.abort() })
  })
})
