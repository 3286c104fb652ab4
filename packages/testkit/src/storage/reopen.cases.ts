import { expect } from 'vitest'
import { freshStream, gather, given, ids, left, newEvents, right } from './bench.js'
import type { Declare } from './cases.js'
import { at, commitTo, compare } from './generations.cases.js'
import type { StoreUnderTest } from './store-under-test.js'

export const reopening = (offer: StoreUnderTest, it: Declare): void => {
  const { reopen } = offer
  if (reopen === undefined || offer.cannot?.includes('survivesRestart')) return

  it('finds events, read models, keys and claims as they were', async () => {
    const before = await offer.open()
    const [stream, projection, person] = [freshStream(), freshStream('projection'), freshStream('person')]
    const written = newEvents(3)
    right(await before.events.append(stream, written, 'none')())
    const position = await before.events.head()
    const { id } = await before.readModels.begin(projection, 1)
    await before.readModels.commit(id, commitTo(7, undefined, { puts: [{ space: 'doc', key: 'a', value: '"A"' }] }))
    await before.readModels.promote(id, compare)
    await before.keys.add(person, { keyId: 'k1', wrapped: 'w1' })
    const claim = await before.keys.claim(person, 'f', person)
    const [generation] = await before.readModels.generations(projection)
    await before.close()

    const after = await reopen(before)
    try {
      expect((await gather(after.events.readStream(stream))).map(given)).toEqual(written)
      expect(await after.events.head()).toBe(position)
      expect(await after.readModels.generations(projection)).toEqual([generation])
      expect(generation).toMatchObject({ id, state: 'live', checkpoint: at(7) })
      expect(await after.readModels.get(id, 'doc', ['a'])).toEqual(new Map([['a', '"A"']]))
      expect((await after.keys.find([person])).get(person)).toEqual({ keyId: 'k1', wrapped: 'w1' })
      expect(await after.keys.claimant(person, 'f')).toEqual(claim)
    } finally {
      await after.close()
    }
  })

  it('knows the same events at the same place again, and refuses others there', async () => {
    const before = await offer.open()
    const stream = freshStream()
    const written = newEvents(2)
    right(await before.events.append(stream, written, 'none')())
    await before.close()

    const after = await reopen(before)
    try {
      expect(right(await after.events.append(stream, written, 'none')()).revision).toBe(1)
      expect(left(await after.events.append(stream, newEvents(1), 'none')())).toMatchObject({ actual: 1 })
      right(await after.events.append(stream, newEvents(1), 1)())
      expect(ids((await gather(after.events.readStream(stream))).slice(0, 2))).toEqual(ids(written))
    } finally {
      await after.close()
    }
  })

  it('never gives a dropped generation its id back to another', async () => {
    const before = await offer.open()
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
}
