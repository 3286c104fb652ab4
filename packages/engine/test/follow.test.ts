import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { follow } from '../src/following/follower.js'
import { openMemory } from '../src/memory/open.js'
import type { Storage } from '../src/ports/index.js'
import type { EngineObservation } from '../src/ports/observe.js'
import { StorageError } from '../src/ports/storage-error.js'
import { rebuild } from '../src/rebuild/rebuild.js'
import { contentFromLog, live } from './ledger-content.js'
import { ledger } from './ledger-domain.js'
import { histories, record } from './ledger-history.js'
import { balances, oneMove, recorded, threeAccounts, withMethods } from './ledger-store.js'

/** Waits until every live read model matches the log, however long it takes; a test that hangs has failed. */
const upToDate = async (storage: Storage): Promise<void> => {
  for (const projection of ledger.projections) {
    const expected = JSON.stringify(await contentFromLog(projection, storage))
    const matches = async () => {
      const all = await storage.readModels.generations(projection.name)
      return all.some(({ state }) => state === 'live') && JSON.stringify(await live(storage, projection)) === expected
    }
    while (!(await matches())) await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Does the work while each storage has a follower. */
const whileFollowing = async (storages: readonly Storage[], work: () => Promise<void>): Promise<void> => {
  const controller = new AbortController()
  const options = { signal: controller.signal, batchSize: 4 }
  const following = Promise.all(storages.map((storage) => follow(ledger, storage, options)))
  await Promise.race([work(), following.then(() => expect.unreachable('a follower ended'))])
  controller.abort()
  await following
}

describe('following', () => {
  test.prop([histories(30), histories(30), fc.constantFrom(1, 2)], { numRuns: 30 })(
    'builds missing read models, then applies new events, alone or beside another follower',
    async (before, after, followers) => {
      const storage = await recorded(before)
      await whileFollowing(Array(followers).fill(storage), async () => {
        await upToDate(storage)
        // without `Sat`: the second history does not know which seats the first one left occupied
        await record(
          storage,
          after.filter(({ event }) => event.type !== 'Sat'),
        )
        await upToDate(storage)
      })
    },
  )

  test('switches to a generation that was rebuilt in the meantime', async () => {
    const storage = await recorded(threeAccounts)
    await whileFollowing([storage], async () => {
      await upToDate(storage)
      await rebuild(ledger, storage)
      await record(storage, oneMove)
      await upToDate(storage)
      await rebuild(ledger, storage, { projections: ['balances'] })
      await record(storage, oneMove)
      await upToDate(storage)
    })
  })

  test('rebuilds a read model whose generations were dropped', async () => {
    const storage = await recorded(threeAccounts)
    await whileFollowing([storage], async () => {
      await upToDate(storage)
      for (const { id } of await storage.readModels.generations('balances')) await storage.readModels.drop(id)
      await record(storage, oneMove)
      await upToDate(storage)
    })
  })

  test('retries when the store is unavailable, and loses nothing', async () => {
    const storage = await recorded(threeAccounts)
    const { readModels } = storage
    let calls = 0
    const commit: typeof readModels.commit = async (generation, change) => {
      calls += 1
      if (calls === 2) throw new StorageError('unavailable', { en: 'connection lost', zh: '连接中断' })
      const outcome = await readModels.commit(generation, change)
      if (calls === 4)
        throw new StorageError('unavailable', { en: 'connection lost after the write', zh: '写入后连接中断' })
      return outcome
    }
    await whileFollowing([{ ...storage, readModels: withMethods(readModels, { commit }) }], async () => {
      await upToDate(storage)
      await record(storage, oneMove)
      await upToDate(storage)
    })
    expect(calls).toBeGreaterThan(4)
  })

  test('follows a read model once it is built, although the store was unavailable in the meantime', async () => {
    const storage = await recorded(threeAccounts)
    const { readModels, events } = storage
    const allowPromotion = new AbortController()
    let calls = 0
    const head: typeof events.head = async () => {
      calls += 1
      // the follower's first call; the next three are two of the rebuild and the follower's second one
      if (calls === 1) throw new StorageError('unavailable', { en: 'connection lost', zh: '连接中断' })
      return events.head()
    }
    const promote: typeof readModels.promote = async (generation, compare) => {
      while (!allowPromotion.signal.aborted) await new Promise((resolve) => setImmediate(resolve))
      return readModels.promote(generation, compare)
    }
    const unstable = {
      ...storage,
      events: withMethods(events, { head }),
      readModels: withMethods(readModels, { promote }),
    }
    await whileFollowing([unstable], async () => {
      while (calls < 4) await new Promise((resolve) => setImmediate(resolve))
      allowPromotion.abort()
      await upToDate(storage)
      await record(storage, oneMove)
      await upToDate(storage)
    })
  })

  test('goes on with all others when a read model fails for every stream', async () => {
    const storage = await recorded(threeAccounts)
    const bug = { ...balances, name: 'bug', documents: () => expect.unreachable('a bug') }
    const paused: unknown[] = []
    const observe = (observation: EngineObservation) => observation.kind === 'paused' && paused.push(observation)
    const stop = new AbortController()
    const domain = { ...ledger, projections: [bug, ...ledger.projections] }
    const following = follow(domain, storage, { signal: stop.signal, observe })
    await upToDate(storage)
    await record(storage, oneMove)
    await upToDate(storage)
    stop.abort()
    await following
    expect(paused).toMatchObject(['a', 'b', 'c'].map((id) => ({ readModel: 'bug', stream: `account-${id}` })))
    expect(await storage.readModels.generations('bug')).toMatchObject([{ state: 'building' }])
  })

  test('ends with the error when a retry would not help', async () => {
    const { signal } = new AbortController()
    const closed = openMemory()
    await closed.close()
    await expect(follow(ledger, closed, { signal })).rejects.toMatchObject({ _tag: 'StorageError', fault: 'closed' })
  })

  test('ends at once if the signal is aborted before it begins', async () => {
    await follow(ledger, openMemory(), { signal: AbortSignal.abort() })
  })
})
