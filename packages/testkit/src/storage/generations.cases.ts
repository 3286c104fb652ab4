import type { Commit, Generation, Position, ReadModelStore } from '@skein/engine'
import { expect } from 'vitest'
import { faultOf, freshStream, withStore } from './bench.js'
import type { Declare } from './cases.js'
import type { StoreUnderTest } from './store-under-test.js'

/** Positions for checkpoints: read models keep them as text and never look inside. */
export const at = (place: number): Position => String(place)
export const compare = (a: Position, b: Position): number => Number(a) - Number(b)

export const commitTo = (to: number, from?: number, more: Partial<Commit> = {}): Commit => ({
  from: from === undefined ? undefined : at(from),
  to: at(to),
  events: 1,
  puts: [],
  deletes: [],
  ...more,
})

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

export const promoting = (offer: StoreUnderTest, it: Declare): void => {
  const readModels = (work: (store: ReadModelStore, projection: string) => Promise<void>) =>
    withStore(offer, (storage) => work(storage.readModels, freshStream('projection')))

  it(
    'begins a generation that holds nothing',
    readModels(async (store, projection) => {
      const begun = await store.begin(projection, 3)
      expect(begun).toMatchObject({ projection, version: 3, state: 'building', bounds: '', events: 0 })
      expect(begun.checkpoint).toBeUndefined()
      expect(begun.into).toBeUndefined()
      expect(begun.startedAt).toMatch(instant)
      expect(begun.updatedAt).toMatch(instant)
      expect(await store.count(begun.id, 'doc')).toBe(0)
      expect(await store.generations(projection)).toEqual([begun])
      expect(await store.generations()).toContainEqual(begun)
      expect(await store.generations(freshStream())).toEqual([])
    }),
  )

  it(
    'resumes the unfinished one of the same version and bounds, and no other',
    readModels(async (store, projection) => {
      const begun = await store.begin(projection, 1)
      await store.commit(begun.id, commitTo(5))
      expect(await store.begin(projection, 1)).toMatchObject({ id: begun.id, checkpoint: at(5), events: 1 })
      const others = [
        await store.begin(projection, 2),
        await store.begin(projection, 1, { bounds: 'asOf 2018-06-11' }),
        await store.begin(projection, 1, { into: 'trial' }),
        await store.begin(projection, 1, { into: 'other' }),
        await store.begin(projection, 1, { into: 'trial', bounds: 'asOf 2018-06-11' }),
        await store.begin(freshStream('projection'), 1),
      ]
      expect(new Set([begun, ...others].map(({ id }) => id)).size).toBe(7)
      expect(others.map(({ state }) => state)).toEqual(['building', 'building', 'named', 'named', 'named', 'building'])
      expect(await store.begin(projection, 1, { into: 'trial' })).toEqual(others[2])
      expect(others[2]).toMatchObject({ into: 'trial' })
    }),
  )

  it(
    'begins anew where that is asked, and the dropped one is gone',
    readModels(async (store, projection) => {
      const begun = await store.begin(projection, 1)
      await store.commit(begun.id, commitTo(5, undefined, { puts: [{ space: 'doc', key: 'a', value: '1' }] }))
      const anew = await store.begin(projection, 1, { restart: true })
      expect(anew.id).not.toBe(begun.id)
      expect(anew.checkpoint).toBeUndefined()
      expect(await store.get(anew.id, 'doc', ['a'])).toEqual(new Map())
      expect(await faultOf(() => store.get(begun.id, 'doc', ['a']))).toBe('missing')
      expect((await store.generations(projection)).map(({ id }) => id)).toEqual([anew.id])
    }),
  )

  it(
    'begins one generation for two who begin at once',
    readModels(async (store, projection) => {
      const begun = await Promise.all(Array.from({ length: 5 }, () => store.begin(projection, 1)))
      expect(new Set(begun.map(({ id }) => id)).size).toBe(1)
    }),
  )

  it(
    'makes a building generation the live one and retires the one before',
    readModels(async (store, projection) => {
      const first = await store.begin(projection, 1)
      expect(await store.promote(first.id, compare)).toBe('done')
      expect(await states(store, projection)).toEqual({ [first.id]: 'live' })
      expect(await store.promote(first.id, compare)).toBe('done')
      await store.commit(first.id, commitTo(5))
      const second = await store.begin(projection, 1)
      const otherVersion = await store.begin(projection, 2)
      expect(second.id).not.toBe(first.id)
      await store.commit(second.id, commitTo(9))
      expect(await store.promote(second.id, compare)).toBe('done')
      expect(await store.promote(otherVersion.id, compare)).toBe('done')
      expect(await states(store, projection)).toEqual({
        [first.id]: 'retired',
        [second.id]: 'live',
        [otherVersion.id]: 'live',
      })
    }),
  )

  it.each([
    { title: 'further', live: 10, building: 9, answer: 'behind' },
    { title: 'further, and the new one empty', live: 10, building: undefined, answer: 'behind' },
    { title: 'at the same place', live: 10, building: 10, answer: 'done' },
    { title: 'empty', live: undefined, building: undefined, answer: 'done' },
  ])('answers $answer where the live generation is $title', ({ live, building, answer }) =>
    readModels(async (store, projection) => {
      const old = await store.begin(projection, 1)
      await store.promote(old.id, compare)
      if (live !== undefined) await store.commit(old.id, commitTo(live))
      const next = await store.begin(projection, 1)
      if (building !== undefined) await store.commit(next.id, commitTo(building))
      expect(await store.promote(next.id, compare)).toBe(answer)
      const isDone = answer === 'done'
      expect(await states(store, projection)).toEqual({
        [old.id]: isDone ? 'retired' : 'live',
        [next.id]: isDone ? 'live' : 'building',
      })
    })(),
  )

  it(
    'compares positions with the comparison it is given',
    readModels(async (store, projection) => {
      const old = await store.begin(projection, 1)
      await store.promote(old.id, compare)
      await store.commit(old.id, commitTo(9))
      const next = await store.begin(projection, 1)
      await store.commit(next.id, commitTo(10))
      expect(await store.promote(next.id, (a, b) => compare(b, a))).toBe('behind')
      expect(await store.promote(next.id, compare)).toBe('done')
    }),
  )

  it(
    'promotes neither a named nor a retired generation',
    readModels(async (store, projection) => {
      const named = await store.begin(projection, 1, { into: 'trial' })
      expect(await faultOf(() => store.promote(named.id, compare))).toBe('failed')
      const [first, second] = [await promoted(store, projection), await promoted(store, projection)]
      expect(await faultOf(() => store.promote(first.id, compare))).toBe('failed')
      expect(await states(store, projection)).toEqual({
        [named.id]: 'named',
        [first.id]: 'retired',
        [second.id]: 'live',
      })
    }),
  )

  it(
    'forgets a dropped generation and all it holds, and never uses its id again',
    readModels(async (store, projection) => {
      const dropped = await store.begin(projection, 1)
      const standing = await store.begin(projection, 2)
      const puts = Array.from({ length: 50 }, (_, index) => ({ space: 'doc' as const, key: `k${index}`, value: '1' }))
      await store.commit(dropped.id, commitTo(1, undefined, { puts }))
      await store.commit(standing.id, commitTo(1, undefined, { puts }))
      await store.drop(dropped.id)
      await store.drop(dropped.id)
      for (const attempt of [
        () => store.get(dropped.id, 'doc', ['k1']),
        () => store.list(dropped.id, 'doc'),
        () => store.count(dropped.id, 'doc'),
        () => store.commit(dropped.id, commitTo(2, 1)),
        () => store.promote(dropped.id, compare),
        () => store.get('no such generation', 'doc', []),
      ])
        expect(await faultOf(attempt)).toBe('missing')
      expect(await store.count(standing.id, 'doc')).toBe(50)
      const next = await store.begin(projection, 1)
      expect([dropped.id, standing.id]).not.toContain(next.id)
      expect(await store.count(next.id, 'doc')).toBe(0)
    }),
  )
}

const states = async (store: ReadModelStore, projection: string): Promise<Record<string, Generation['state']>> =>
  Object.fromEntries((await store.generations(projection)).map(({ id, state }) => [id, state]))

const promoted = async (store: ReadModelStore, projection: string): Promise<Generation> => {
  const begun = await store.begin(projection, 1)
  expect(await store.promote(begun.id, compare)).toBe('done')
  return begun
}
