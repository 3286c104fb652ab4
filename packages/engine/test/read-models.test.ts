import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { catchUp, Follower } from '../src/following/follower.js'
import { openMemory } from '../src/memory/open.js'
import type { ReadModelStore, Storage } from '../src/ports/index.js'
import type { EngineObservation } from '../src/ports/observe.js'
import { StorageError } from '../src/ports/storage-error.js'
import type { RebuildOptions } from '../src/rebuild/options.js'
import { rebuild } from '../src/rebuild/rebuild.js'
import { ledger } from './ledger-domain.js'
import { histories, isAsFolded, record } from './ledger-history.js'
import { oneMove, overlay, threeAccounts, unsteady } from './ledger-store.js'

/** Stops after some pages, as Ctrl-C does. */
const interruptedAfter = (pages: number, storage: Storage): { storage: Storage; signal: AbortSignal } => {
  const controller = new AbortController()
  let left = pages
  const { events } = storage
  const readAll: typeof events.readAll = async function* (options) {
    for await (const page of events.readAll(options)) {
      if (left-- <= 0) controller.abort()
      yield page
    }
  }
  return { storage: { ...storage, events: overlay(events, { readAll }) }, signal: controller.signal }
}

/** Dies after some commits, as a killed process does: nothing more is written, locks stay. */
const killedAfter = (commits: number, storage: Storage): Storage => {
  let left = commits
  const dead = () => left < 0
  const { readModels } = storage
  const dying =
    <Args extends unknown[], Result>(call: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      if (dead()) throw new StorageError('failed', 'killed')
      return call(...args)
    }
  const commit: ReadModelStore['commit'] = (...args) => {
    left -= 1
    return dying(readModels.commit.bind(readModels))(...args)
  }
  return {
    ...storage,
    readModels: overlay(readModels, {
      commit,
      unlock: dying(readModels.unlock.bind(readModels)),
      promote: dying(readModels.promote.bind(readModels)),
    }),
  }
}

const small = { batchSize: 3, checkpointEvery: 5 }
const parted = histories().chain((history) =>
  fc.integer({ min: 1, max: 20 }).map((size) => {
    const parts = Math.ceil(history.length / size)
    return Array.from({ length: parts }, (_, part) => history.slice(part * size, (part + 1) * size))
  }),
)
const parts = fc.integer({ min: 0, max: 12 })
/** From which length on streams have their rows kept. */
const longStream = fc.integer({ min: 0, max: 6 })

describe('a read model is the fold of the log', () => {
  test.prop([histories(), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), longStream])(
    'rebuilt',
    async (history, batchSize, checkpointEvery, longStream) => {
      const storage = openMemory()
      await record(storage, history)
      const report = await rebuild(ledger, storage, { batchSize, checkpointEvery, longStream })
      expect(report).toMatchObject({ ok: true, interrupted: false, findingCount: 0 })
      await isAsFolded(storage)
    },
  )

  test.prop([histories(), fc.integer({ min: 0, max: 6 }), longStream])(
    'with hardly any memory',
    async (history, cache, longStream) => {
      const storage = openMemory()
      await record(storage, history)
      await rebuild(ledger, storage, { ...small, cache, longStream })
      await isAsFolded(storage)
    },
  )

  test.prop([histories(), fc.array(parts, { maxLength: 4 }), longStream])(
    'interrupted again and again',
    async (history, stops, longStream) => {
      const storage = openMemory()
      await record(storage, history)
      for (const pages of stops) {
        const { storage: stopping, signal } = interruptedAfter(pages, storage)
        await rebuild(ledger, stopping, { ...small, longStream, signal })
      }
      const report = await rebuild(ledger, storage, { ...small, longStream })
      expect(report.interrupted).toBe(false)
      await isAsFolded(storage)
    },
  )

  test.prop([histories(), fc.array(parts, { maxLength: 4 })])('killed again and again', async (history, kills) => {
    const storage = openMemory()
    await record(storage, history)
    const options: RebuildOptions = { ...small, holder: { name: 'one of many', ttl: 1000 } }
    for (const commits of kills) await rebuild(ledger, killedAfter(commits, storage), options).catch(isKilled)
    await rebuild(ledger, storage, options)
    await isAsFolded(storage)
  })

  test.prop([parted, fc.integer({ min: 0, max: 20 }), longStream, fc.boolean()])(
    'followed live, by one who stays or by others in turn',
    async (parts, cache, longStream, stays) => {
      const storage = openMemory()
      const newFollower = () => new Follower(ledger, storage, { batchSize: 3, cache, longStream })
      let follower = newFollower()
      await follower.catchUp()
      for (const history of parts) {
        await record(storage, history)
        await follower.catchUp()
        await isAsFolded(storage)
        if (!stays) follower = newFollower()
      }
      await catchUp(ledger, storage)
      await isAsFolded(storage)
    },
  )

  test.prop([parted, fc.infiniteStream(fc.nat(4))], { numRuns: 200 })(
    'followed by two and rebuilt by two, at one time and without a lock that holds',
    async (parts, waits) => {
      const steady = openMemory()
      const storage = unsteady(steady, waits)
      const holderOf = (name: string) => ({ holder: { name, ttl: -1 } })
      const followers = ['f', 'g'].map((name) => new Follower(ledger, storage, { batchSize: 2, ...holderOf(name) }))
      for (const history of parts) {
        await Promise.all([
          record(steady, history),
          ...followers.map((follower) => follower.catchUp()),
          ...['r', 's'].map((name) => rebuild(ledger, storage, { ...small, ...holderOf(name) }).catch(isLocked)),
        ])
      }
      await Promise.all(followers.map((follower) => follower.catchUp()))
      await isAsFolded(steady)
    },
  )
})

test('a follower tells how much it wrote', async () => {
  const storage = openMemory()
  await record(storage, threeAccounts)
  const told: EngineObservation[] = []
  const follower = new Follower(ledger, storage, { observe: (observation) => told.push(observation) })
  await follower.catchUp()
  await record(storage, oneMove)
  await follower.catchUp()
  // the first time is a rebuild
  expect(told).toEqual([{ kind: 'projected', events: 1, milliseconds: expect.any(Number) }])
})

const isKilled = (error: unknown): void => expect(error).toMatchObject({ message: 'killed' })
const isLocked = (error: unknown): void => expect(error).toMatchObject({ _tag: 'RebuildError' })
