// What another process may do between two steps of a follower or a rebuild, case by case.
import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { catchUp, Follower } from '../src/following/follower.js'
import { codecOf } from '../src/integrity/codec.js'
import type { ReadModelStore, Storage } from '../src/ports/index.js'
import { StorageError } from '../src/ports/storage-error.js'
import { GenerationBuilder } from '../src/projections/generation-builder.js'
import { LogPass } from '../src/projections/log-pass.js'
import { rebuild } from '../src/rebuild/rebuild.js'
import { expectLiveToMatchLog } from './ledger-content.js'
import { ledger } from './ledger-domain.js'
import { histories, record } from './ledger-history.js'
import { oneMove, recorded, threeAccounts, withMethods } from './ledger-store.js'

const small = { batchSize: 3, checkpointEvery: 5, holder: { name: 'one of two', ttl: -1 } }

/** Runs an action of another process just before the nth commit. */
const beforeCommit = (storage: Storage, nth: number, action: (generation: string) => Promise<unknown>): Storage => {
  let commits = 0
  const commit: ReadModelStore['commit'] = async (generation, changes) => {
    if (commits++ === nth) await action(generation)
    return storage.readModels.commit(generation, changes)
  }
  return { ...storage, readModels: withMethods(storage.readModels, { commit }) }
}

/** Another process applies one batch to a generation, and then ends. */
const applyOneBatch = async (storage: Storage, id: string, batchSize: number): Promise<void> => {
  const { events, readModels } = storage
  const generation = (await readModels.generations()).find((one) => one.id === id)
  const projection = ledger.projections.find(({ name }) => name === generation?.projection)
  if (generation === undefined || projection === undefined)
    throw new Error(`there is no generation ${id} of the ledger`)
  const builder = new GenerationBuilder(projection, generation, readModels)
  await builder.restoreSetAside()
  const defers = generation.state !== 'live'
  const pass = new LogPass([builder], { decode: codecOf(ledger).decode, domain: ledger, events, defers })
  const after = generation.checkpoint === undefined ? {} : { after: generation.checkpoint }
  for await (const batch of events.readAll({ ...after, types: pass.types, batchSize })) {
    await pass.apply(batch)
    await pass.flush()
    return
  }
}

const nth = fc.integer({ min: 0, max: 12 })
const batchSizes = fc.integer({ min: 1, max: 7 })

describe('a generation that another process advanced', () => {
  test.prop([histories(), nth, batchSizes])('is completed by the rebuild', async (history, nth, size) => {
    const storage = await recorded(history)
    const interrupted = beforeCommit(storage, nth, (generation) => applyOneBatch(storage, generation, size))
    expect(await rebuild(ledger, interrupted, small)).toMatchObject({ ok: true })
    await expectLiveToMatchLog(storage)
  })

  test.prop([histories(30), histories(30), nth, batchSizes])(
    'is completed by the follower',
    async (before, after, nth, size) => {
      const storage = await recorded(before)
      await catchUp(ledger, storage)
      await record(
        storage,
        after.filter(({ event }) => event.type !== 'Sat'),
      )
      const interrupted = beforeCommit(storage, nth, (generation) => applyOneBatch(storage, generation, size))
      await catchUp(ledger, interrupted)
      await expectLiveToMatchLog(storage)
    },
  )
})

describe('a follower', () => {
  test('switches to a generation that was promoted while it wrote to the previous one', async () => {
    const storage = await recorded(threeAccounts)
    await catchUp(ledger, storage)
    const { readModels } = storage
    let promoting: (() => Promise<unknown>) | undefined
    const built = new Promise<void>((resolve) => {
      const promote: ReadModelStore['promote'] = (generation, compare) =>
        new Promise((done) => {
          promoting = async () => done(await readModels.promote(generation, compare))
          resolve()
        })
      void rebuild(
        ledger,
        { ...storage, readModels: withMethods(readModels, { promote }) },
        { projections: ['balances'] },
      )
    })
    await built
    await record(storage, oneMove)
    await catchUp(
      ledger,
      beforeCommit(storage, 0, async () => promoting?.()),
    )
    await expectLiveToMatchLog(storage)
  })

  test.each(['nothing', 'everything'] as const)(
    'continues after a commit that failed and wrote %s',
    async (written) => {
      const storage = await recorded(threeAccounts)
      await catchUp(ledger, storage)
      await record(storage, oneMove)
      const lost = new StorageError('unavailable', { en: 'connection lost', zh: '连接中断' })
      const { readModels } = storage
      let commits = 0
      const commit: ReadModelStore['commit'] = async (...args) => {
        if (commits++ > 0) return readModels.commit(...args)
        if (written === 'everything') await readModels.commit(...args)
        throw lost
      }
      const follower = new Follower(ledger, { ...storage, readModels: withMethods(readModels, { commit }) })
      await expect(follower.catchUp()).rejects.toBe(lost)
      await follower.catchUp()
      await expectLiveToMatchLog(storage)
    },
  )
})

describe('a rebuild', () => {
  test('ends although new events keep arriving', async () => {
    const storage = await recorded(threeAccounts)
    const head = async () => {
      await record(storage, oneMove)
      return storage.events.head()
    }
    const busy = { ...storage, events: withMethods(storage.events, { head }) }
    expect(await rebuild(ledger, busy)).toMatchObject({ ok: true })
  })

  test('throws RebuildError if its generation is dropped', async () => {
    const storage = await recorded(threeAccounts)
    const interrupted = beforeCommit(storage, 2, (generation) => storage.readModels.drop(generation))
    await expect(rebuild(ledger, interrupted, small)).rejects.toMatchObject({ _tag: 'RebuildError', reason: 'taken' })
    expect(await rebuild(ledger, storage)).toMatchObject({ ok: true })
  })
})
