import type { Generation, ReadModelStore } from '@skein/engine'
import { expect } from 'vitest'
import { commitTo, comparePositions, positionAt } from './commits.js'
import { freshStream } from './sample-events.js'
import { casesAbout } from './storage-case.js'
import { faultOf, withStore } from './store-access.js'

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

export const generationCases = casesAbout('generations', (store, it) => {
  const withReadModels = (test: (readModels: ReadModelStore, projection: string) => Promise<void>) =>
    withStore(store, (storage) => test(storage.readModels, freshStream('projection')))

  it(
    'begins an empty generation',
    withReadModels(async (readModels, projection) => {
      const begun = await readModels.begin(projection, 3)
      expect(begun).toMatchObject({ projection, version: 3, state: 'building', bounds: '', events: 0 })
      expect(begun.checkpoint).toBeUndefined()
      expect(begun.into).toBeUndefined()
      expect(begun.startedAt).toMatch(instant)
      expect(begun.updatedAt).toMatch(instant)
      expect(await readModels.count(begun.id, 'doc')).toBe(0)
      expect(await readModels.generations(projection)).toEqual([begun])
      expect(await readModels.generations()).toContainEqual(begun)
      expect(await readModels.generations(freshStream())).toEqual([])
    }),
  )

  it(
    'resumes the unfinished generation of the same version and bounds, and no other',
    withReadModels(async (readModels, projection) => {
      const begun = await readModels.begin(projection, 1)
      await readModels.commit(begun.id, commitTo(5))
      expect(await readModels.begin(projection, 1)).toMatchObject({
        id: begun.id,
        checkpoint: positionAt(5),
        events: 1,
      })
      const others = [
        await readModels.begin(projection, 2),
        await readModels.begin(projection, 1, { bounds: 'asOf 2018-06-11' }),
        await readModels.begin(projection, 1, { into: 'trial' }),
        await readModels.begin(projection, 1, { into: 'other' }),
        await readModels.begin(projection, 1, { into: 'trial', bounds: 'asOf 2018-06-11' }),
        await readModels.begin(freshStream('projection'), 1),
      ]
      expect(new Set([begun, ...others].map(({ id }) => id)).size).toBe(7)
      expect(others.map(({ state }) => state)).toEqual(['building', 'building', 'named', 'named', 'named', 'building'])
      expect(await readModels.begin(projection, 1, { into: 'trial' })).toEqual(others[2])
      expect(others[2]).toMatchObject({ into: 'trial' })
    }),
  )

  it(
    'keeps the hash of the event at the checkpoint',
    withReadModels(async (readModels, projection) => {
      const { id } = await readModels.begin(projection, 1)
      const hashes = async () => (await readModels.generations(projection)).map(({ checkpointHash }) => checkpointHash)
      expect(await hashes()).toEqual([undefined])
      await readModels.commit(id, commitTo(5, undefined, { hash: 'a5' }))
      expect(await hashes()).toEqual(['a5'])
      await readModels.commit(id, commitTo(6, 5))
      expect(await hashes()).toEqual([undefined])
    }),
  )

  it(
    'begins a new generation on restart and drops the unfinished one',
    withReadModels(async (readModels, projection) => {
      const begun = await readModels.begin(projection, 1)
      await readModels.commit(begun.id, commitTo(5, undefined, { puts: [{ space: 'doc', key: 'a', value: '1' }] }))
      const restarted = await readModels.begin(projection, 1, { restart: true })
      expect(restarted.id).not.toBe(begun.id)
      expect(restarted.checkpoint).toBeUndefined()
      expect(await readModels.get(restarted.id, 'doc', ['a'])).toEqual(new Map())
      expect(await faultOf(() => readModels.get(begun.id, 'doc', ['a']))).toBe('missing')
      expect((await readModels.generations(projection)).map(({ id }) => id)).toEqual([restarted.id])
    }),
  )

  it(
    'begins one generation for concurrent calls',
    withReadModels(async (readModels, projection) => {
      const begun = await Promise.all(Array.from({ length: 5 }, () => readModels.begin(projection, 1)))
      expect(new Set(begun.map(({ id }) => id)).size).toBe(1)
    }),
  )

  it(
    'promotes a building generation and retires the live one',
    withReadModels(async (readModels, projection) => {
      const first = await readModels.begin(projection, 1)
      expect(await readModels.promote(first.id, comparePositions)).toBe('done')
      expect(await states(readModels, projection)).toEqual({ [first.id]: 'live' })
      expect(await readModels.promote(first.id, comparePositions)).toBe('done')
      await readModels.commit(first.id, commitTo(5))
      const second = await readModels.begin(projection, 1)
      const otherVersion = await readModels.begin(projection, 2)
      expect(second.id).not.toBe(first.id)
      await readModels.commit(second.id, commitTo(9))
      expect(await readModels.promote(second.id, comparePositions)).toBe('done')
      expect(await readModels.promote(otherVersion.id, comparePositions)).toBe('done')
      expect(await states(readModels, projection)).toEqual({
        [first.id]: 'retired',
        [second.id]: 'live',
        [otherVersion.id]: 'live',
      })
    }),
  )

  it.each([
    { title: 'ahead', live: 10, building: 9, result: 'behind' },
    { title: 'ahead of an empty one', live: 10, building: undefined, result: 'behind' },
    { title: 'at the same position', live: 10, building: 10, result: 'done' },
    { title: 'empty', live: undefined, building: undefined, result: 'done' },
  ])('returns $result when the live generation is $title', ({ live, building, result }) =>
    withReadModels(async (readModels, projection) => {
      const old = await readModels.begin(projection, 1)
      await readModels.promote(old.id, comparePositions)
      if (live !== undefined) await readModels.commit(old.id, commitTo(live))
      const next = await readModels.begin(projection, 1)
      if (building !== undefined) await readModels.commit(next.id, commitTo(building))
      expect(await readModels.promote(next.id, comparePositions)).toBe(result)
      const isDone = result === 'done'
      expect(await states(readModels, projection)).toEqual({
        [old.id]: isDone ? 'retired' : 'live',
        [next.id]: isDone ? 'live' : 'building',
      })
    })(),
  )

  it(
    'compares checkpoints with the given comparison',
    withReadModels(async (readModels, projection) => {
      const old = await readModels.begin(projection, 1)
      await readModels.promote(old.id, comparePositions)
      await readModels.commit(old.id, commitTo(9))
      const next = await readModels.begin(projection, 1)
      await readModels.commit(next.id, commitTo(10))
      expect(await readModels.promote(next.id, (a, b) => comparePositions(b, a))).toBe('behind')
      expect(await readModels.promote(next.id, comparePositions)).toBe('done')
    }),
  )

  it(
    'promotes neither a named nor a retired generation',
    withReadModels(async (readModels, projection) => {
      const named = await readModels.begin(projection, 1, { into: 'trial' })
      expect(await faultOf(() => readModels.promote(named.id, comparePositions))).toBe('failed')
      const [first, second] = [await promoted(readModels, projection), await promoted(readModels, projection)]
      expect(await faultOf(() => readModels.promote(first.id, comparePositions))).toBe('failed')
      expect(await states(readModels, projection)).toEqual({
        [named.id]: 'named',
        [first.id]: 'retired',
        [second.id]: 'live',
      })
    }),
  )

  it(
    'drops a generation with its content and never reuses its id',
    withReadModels(async (readModels, projection) => {
      const dropped = await readModels.begin(projection, 1)
      const other = await readModels.begin(projection, 2)
      const puts = Array.from({ length: 50 }, (_, index) => ({ space: 'doc' as const, key: `k${index}`, value: '1' }))
      await readModels.commit(dropped.id, commitTo(1, undefined, { puts }))
      await readModels.commit(other.id, commitTo(1, undefined, { puts }))
      await readModels.drop(dropped.id)
      await readModels.drop(dropped.id)
      for (const call of [
        () => readModels.get(dropped.id, 'doc', ['k1']),
        () => readModels.list(dropped.id, 'doc'),
        () => readModels.count(dropped.id, 'doc'),
        () => readModels.commit(dropped.id, commitTo(2, 1)),
        () => readModels.promote(dropped.id, comparePositions),
        () => readModels.get('no such generation', 'doc', []),
      ])
        expect(await faultOf(call)).toBe('missing')
      expect(await readModels.count(other.id, 'doc')).toBe(50)
      const next = await readModels.begin(projection, 1)
      expect([dropped.id, other.id]).not.toContain(next.id)
      expect(await readModels.count(next.id, 'doc')).toBe(0)
    }),
  )
})

const states = async (readModels: ReadModelStore, projection: string): Promise<Record<string, Generation['state']>> =>
  Object.fromEntries((await readModels.generations(projection)).map(({ id, state }) => [id, state]))

const promoted = async (readModels: ReadModelStore, projection: string): Promise<Generation> => {
  const begun = await readModels.begin(projection, 1)
  expect(await readModels.promote(begun.id, comparePositions)).toBe('done')
  return begun
}
