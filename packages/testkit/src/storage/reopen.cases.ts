import { expect } from 'vitest'
import { commitTo, comparePositions, positionAt } from './commits.js'
import { appendedFields, freshStream, idsOf, newEvents } from './sample-events.js'
import { casesAbout } from './storage-case.js'
import { collect, expectLeft, expectRight } from './store-access.js'

export const reopenCases = casesAbout('reopen', (store, it) => {
  const { reopen } = store
  if (reopen === undefined || store.cannot?.includes('survivesRestart')) return

  it('keeps events, read models, keys and claims', async () => {
    const before = await store.open()
    const [stream, projection, person] = [freshStream(), freshStream('projection'), freshStream('person')]
    const written = newEvents(3)
    expectRight(await before.events.append(stream, written, 'none')())
    const position = await before.events.head()
    const { id } = await before.readModels.begin(projection, 1)
    await before.readModels.commit(id, commitTo(7, undefined, { puts: [{ space: 'doc', key: 'a', value: '"A"' }] }))
    await before.readModels.promote(id, comparePositions)
    await before.keys.add(person, { keyId: 'k1', wrapped: 'w1' })
    const claim = await before.keys.claim(person, 'f', person)
    const [generation] = await before.readModels.generations(projection)
    await before.close()

    const after = await reopen(before)
    try {
      expect((await collect(after.events.readStream(stream))).map(appendedFields)).toEqual(written)
      expect(await after.events.head()).toBe(position)
      expect(await after.readModels.generations(projection)).toEqual([generation])
      expect(generation).toMatchObject({ id, state: 'live', checkpoint: positionAt(7) })
      expect(await after.readModels.get(id, 'doc', ['a'])).toEqual(new Map([['a', '"A"']]))
      expect((await after.keys.find([person])).get(person)).toEqual({ keyId: 'k1', wrapped: 'w1' })
      expect(await after.keys.claimant(person, 'f')).toEqual(claim)
    } finally {
      await after.close()
    }
  })

  it('accepts a repeated append and rejects another at the same revisions', async () => {
    const before = await store.open()
    const stream = freshStream()
    const written = newEvents(2)
    expectRight(await before.events.append(stream, written, 'none')())
    await before.close()

    const after = await reopen(before)
    try {
      expect(expectRight(await after.events.append(stream, written, 'none')()).revision).toBe(1)
      expect(expectLeft(await after.events.append(stream, newEvents(1), 'none')())).toMatchObject({ actual: 1 })
      expectRight(await after.events.append(stream, newEvents(1), 1)())
      expect(idsOf((await collect(after.events.readStream(stream))).slice(0, 2))).toEqual(idsOf(written))
    } finally {
      await after.close()
    }
  })

  it('never reuses the id of a dropped generation', async () => {
    const before = await store.open()
    const { id } = await before.readModels.begin(freshStream('projection'), 1)
    await before.readModels.drop(id)
    await before.close()
    const after = await reopen(before)
    try {
      expect((await after.readModels.begin(freshStream('projection'), 1)).id).not.toBe(id)
    } finally {
      await after.close()
    }
  })
})
