// What happens between two lines of a follower or a rebuild, one case after the other.
import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { catchUp, Follower } from '../src/following/follower.js'
import { codecOf } from '../src/integrity/codec.js'
import type { ReadModelStore, Storage } from '../src/ports/index.js'
import { StorageError } from '../src/ports/storage-error.js'
import { GenerationBuilder } from '../src/projections/generation-builder.js'
import { LogPass } from '../src/projections/log-pass.js'
import { rebuild } from '../src/rebuild/rebuild.js'
import { ledger } from './ledger-domain.js'
import { histories, isAsFolded, record } from './ledger-history.js'
import { oneMove, overlay, recorded, threeAccounts } from './ledger-store.js'

const small = { batchSize: 3, checkpointEvery: 5, holder: { name: 'one of two', ttl: -1 } }

/** Does something just before the nth commit. */
const beforeCommit = (storage: Storage, nth: number, intrude: (generation: string) => Promise<unknown>): Storage => {
  let commits = 0
  const commit: ReadModelStore['commit'] = async (generation, changes) => {
    if (commits++ === nth) await intrude(generation)
    return storage.readModels.commit(generation, changes)
  }
  return { ...storage, readModels: overlay(storage.readModels, { commit }) }
}

/** Somebody else who folds one page into a generation and is heard of no more. */
const foldOnePage = async (storage: Storage, id: string, batchSize: number): Promise<void> => {
  const { events, readModels } = storage
  const generation = (await readModels.generations()).find((one) => one.id === id)
  const projection = ledger.projections.find(({ name }) => name === generation?.projection)
  if (generation === undefined || projection === undefined) throw new Error('it was there a moment ago')
  const pass = new LogPass([new GenerationBuilder(projection, generation, readModels)], {
    decode: codecOf(ledger).decode,
    events,
  })
  const after = generation.checkpoint === undefined ? {} : { after: generation.checkpoint }
  for await (const page of events.readAll({ ...after, types: pass.types, batchSize })) {
    await pass.apply(page)
    await pass.flush()
    return
  }
}

const nth = fc.integer({ min: 0, max: 12 })
const pages = fc.integer({ min: 1, max: 7 })

describe('somebody else moved a generation on a little', () => {
  test.prop([histories(), nth, pages])('while it was rebuilt', async (history, nth, size) => {
    const storage = await recorded(history)
    const disturbed = beforeCommit(storage, nth, (generation) => foldOnePage(storage, generation, size))
    expect(await rebuild(ledger, disturbed, small)).toMatchObject({ ok: true })
    await isAsFolded(storage)
  })

  test.prop([histories(30), histories(30), nth, pages])('while it was followed', async (before, after, nth, size) => {
    const storage = await recorded(before)
    await catchUp(ledger, storage)
    await record(
      storage,
      after.filter(({ event }) => event.type !== 'Sat'),
    )
    const disturbed = beforeCommit(storage, nth, (generation) => foldOnePage(storage, generation, size))
    await catchUp(ledger, disturbed)
    await isAsFolded(storage)
  })
})

describe('a follower', () => {
  test('does not stop at a generation that was replaced while it wrote', async () => {
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
      void rebuild(ledger, { ...storage, readModels: overlay(readModels, { promote }) }, { projections: ['balances'] })
    })
    await built
    await record(storage, oneMove)
    await catchUp(
      ledger,
      beforeCommit(storage, 0, async () => promoting?.()),
    )
    await isAsFolded(storage)
  })

  test.each(['nothing', 'everything'] as const)('goes on after a commit that failed and wrote %s', async (written) => {
    const storage = await recorded(threeAccounts)
    await catchUp(ledger, storage)
    await record(storage, oneMove)
    const lost = new StorageError('unavailable', 'connection lost')
    const { readModels } = storage
    let commits = 0
    const commit: ReadModelStore['commit'] = async (...args) => {
      if (commits++ > 0) return readModels.commit(...args)
      if (written === 'everything') await readModels.commit(...args)
      throw lost
    }
    const follower = new Follower(ledger, { ...storage, readModels: overlay(readModels, { commit }) })
    await expect(follower.catchUp()).rejects.toBe(lost)
    await follower.catchUp()
    await isAsFolded(storage)
  })
})

describe('a rebuild', () => {
  test('comes to an end while events keep coming', async () => {
    const storage = await recorded(threeAccounts)
    const head = async () => {
      await record(storage, oneMove)
      return storage.events.head()
    }
    const busy = { ...storage, events: overlay(storage.events, { head }) }
    expect(await rebuild(ledger, busy)).toMatchObject({ ok: true })
  })

  test('whose generation is dropped says so', async () => {
    const storage = await recorded(threeAccounts)
    const disturbed = beforeCommit(storage, 2, (generation) => storage.readModels.drop(generation))
    await expect(rebuild(ledger, disturbed, small)).rejects.toMatchObject({ _tag: 'RebuildError', reason: 'taken' })
    expect(await rebuild(ledger, storage)).toMatchObject({ ok: true })
  })
})
