import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { catchUp, Follower } from '../src/following/follower.js'
import { openMemory } from '../src/memory/open.js'
import type { ReadModelStore, Storage } from '../src/ports/index.js'
import type { EngineObservation } from '../src/ports/observe.js'
import { StorageError } from '../src/ports/storage-error.js'
import type { RebuildOptions } from '../src/rebuild/options.js'
import { rebuild } from '../src/rebuild/rebuild.js'
import { expectLiveToMatchLog } from './ledger-content.js'
import { ledger } from './ledger-domain.js'
import { histories, record } from './ledger-history.js'
import { oneMove, threeAccounts, withMethods, withRandomDelays } from './ledger-store.js'

/** Aborts after some batches, as Ctrl-C does. */
const interruptedAfter = (batches: number, storage: Storage): { storage: Storage; signal: AbortSignal } => {
  const controller = new AbortController()
  let left = batches
  const { events } = storage
  const readAll: typeof events.readAll = async function* (options) {
    for await (const batch of events.readAll(options)) {
      if (left-- <= 0) controller.abort()
      yield batch
    }
  }
  return { storage: { ...storage, events: withMethods(events, { readAll }) }, signal: controller.signal }
}

/** Fails after some commits, as a killed process does: nothing more is written, and locks are not released. */
const killedAfter = (commits: number, storage: Storage): Storage => {
  let left = commits
  const isDead = () => left < 0
  const { readModels } = storage
  const failingWhenDead =
    <Args extends unknown[], Result>(call: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      if (isDead()) throw new StorageError('failed', { en: 'killed', zh: '进程终止' })
      return call(...args)
    }
  const commit: ReadModelStore['commit'] = (...args) => {
    left -= 1
    return failingWhenDead(readModels.commit.bind(readModels))(...args)
  }
  return {
    ...storage,
    readModels: withMethods(readModels, {
      commit,
      unlock: failingWhenDead(readModels.unlock.bind(readModels)),
      promote: failingWhenDead(readModels.promote.bind(readModels)),
    }),
  }
}

const small = { batchSize: 3, checkpointEvery: 5 }
const historiesInParts = histories().chain((history) =>
  fc.integer({ min: 1, max: 20 }).map((size) => {
    const parts = Math.ceil(history.length / size)
    return Array.from({ length: parts }, (_, part) => history.slice(part * size, (part + 1) * size))
  }),
)
const parts = fc.integer({ min: 0, max: 12 })
/** From how many events on the row of a stream is stored. */
const longStream = fc.integer({ min: 0, max: 6 })

describe('a read model matches the log', () => {
  test.prop([histories(), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), longStream])(
    'after a rebuild',
    async (history, batchSize, checkpointEvery, longStream) => {
      const storage = openMemory()
      await record(storage, history)
      const report = await rebuild(ledger, storage, { batchSize, checkpointEvery, longStream })
      expect(report).toMatchObject({ ok: true, interrupted: false, findingCount: 0 })
      await expectLiveToMatchLog(storage)
    },
  )

  test.prop([histories(), fc.integer({ min: 0, max: 6 }), longStream])(
    'after a rebuild with very small caches',
    async (history, cache, longStream) => {
      const storage = openMemory()
      await record(storage, history)
      await rebuild(ledger, storage, { ...small, cache, longStream })
      await expectLiveToMatchLog(storage)
    },
  )

  test.prop([histories(), fc.array(parts, { maxLength: 4 }), longStream])(
    'after a rebuild that was interrupted several times',
    async (history, stops, longStream) => {
      const storage = openMemory()
      await record(storage, history)
      for (const batches of stops) {
        const { storage: stopping, signal } = interruptedAfter(batches, storage)
        await rebuild(ledger, stopping, { ...small, longStream, signal })
      }
      const report = await rebuild(ledger, storage, { ...small, longStream })
      expect(report.interrupted).toBe(false)
      await expectLiveToMatchLog(storage)
    },
  )

  test.prop([histories(), fc.array(parts, { maxLength: 4 })])(
    'after a rebuild that was killed several times',
    async (history, kills) => {
      const storage = openMemory()
      await record(storage, history)
      const options: RebuildOptions = { ...small, holder: { name: 'one of many', ttl: 1000 } }
      for (const commits of kills) await rebuild(ledger, killedAfter(commits, storage), options).catch(isKilled)
      await rebuild(ledger, storage, options)
      await expectLiveToMatchLog(storage)
    },
  )

  test.prop([historiesInParts, fc.integer({ min: 0, max: 20 }), longStream, fc.boolean()])(
    'while it is followed, by one follower or by a new one for each part',
    async (parts, cache, longStream, staysTheSame) => {
      const storage = openMemory()
      const newFollower = () => new Follower(ledger, storage, { batchSize: 3, cache, longStream })
      let follower = newFollower()
      await follower.catchUp()
      for (const history of parts) {
        await record(storage, history)
        await follower.catchUp()
        await expectLiveToMatchLog(storage)
        if (!staysTheSame) follower = newFollower()
      }
      await catchUp(ledger, storage)
      await expectLiveToMatchLog(storage)
    },
  )

  test.prop([historiesInParts, fc.infiniteStream(fc.nat(4))], { numRuns: 200 })(
    'after two followers and two rebuilds at the same time, with locks that expire at once',
    async (parts, delays) => {
      const direct = openMemory()
      const storage = withRandomDelays(direct, delays)
      const holderOf = (name: string) => ({ holder: { name, ttl: -1 } })
      const followers = ['f', 'g'].map((name) => new Follower(ledger, storage, { batchSize: 2, ...holderOf(name) }))
      for (const history of parts) {
        await Promise.all([
          record(direct, history),
          ...followers.map((follower) => follower.catchUp()),
          ...['r', 's'].map((name) => rebuild(ledger, storage, { ...small, ...holderOf(name) }).catch(isLocked)),
        ])
      }
      await Promise.all(followers.map((follower) => follower.catchUp()))
      await expectLiveToMatchLog(direct)
    },
  )
})

test('a follower reports how many events it wrote', async () => {
  const storage = openMemory()
  await record(storage, threeAccounts)
  const observations: EngineObservation[] = []
  const follower = new Follower(ledger, storage, { observe: (observation) => observations.push(observation) })
  await follower.catchUp()
  await record(storage, oneMove)
  await follower.catchUp()
  // the first call rebuilds, and reports nothing
  expect(observations).toEqual([{ kind: 'projected', events: 1, milliseconds: expect.any(Number) }])
})

const isKilled = (error: unknown): void => expect(error).toMatchObject({ message: 'killed' })
const isLocked = (error: unknown): void => expect(error).toMatchObject({ _tag: 'RebuildError' })
