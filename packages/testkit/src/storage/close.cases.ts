import { expect } from 'vitest'
import { faultOf, freshStream, gather, left, newEvents, right, withStore } from './bench.js'
import type { Declare } from './cases.js'
import { commitTo, compare } from './generations.cases.js'
import type { StoreUnderTest } from './store-under-test.js'

export const closing = (offer: StoreUnderTest, it: Declare): void => {
  it('makes every further call say so, and may be repeated', async () => {
    const storage = await offer.open()
    const { events, readModels, keys } = storage
    const stream = freshStream()
    right(await events.append(stream, newEvents(2), 'none')())
    const { id } = await readModels.begin(freshStream('projection'), 1)
    await storage.close()
    await storage.close()
    const refused = left(await events.append(stream, newEvents(1), 1)())
    expect(refused).toMatchObject({ _tag: 'Unavailable', written: 'no' })
    for (const call of [
      () => gather(events.readStream(stream)),
      () => gather(events.readAll()),
      () => gather(events.subscribe({ signal: new AbortController().signal })),
      () => events.head(),
      () => events.count(),
      () => readModels.generations(),
      () => readModels.begin('projection', 1),
      () => readModels.commit(id, commitTo(1)),
      () => readModels.promote(id, compare),
      () => readModels.drop(id),
      () => readModels.get(id, 'doc', ['a']),
      () => readModels.list(id, 'doc'),
      () => readModels.count(id, 'doc'),
      () => readModels.lock('lock', { name: 'one', ttl: 1 }),
      () => readModels.unlock('lock', 'one'),
      () => keys.find(['person']),
      () => keys.add('person', { keyId: 'k', wrapped: 'w' }),
      () => keys.destroy('person'),
      () => keys.claim('scope', 'f', 'one'),
      () => keys.claimant('scope', 'f'),
      () => keys.claimsOf(['one']),
      () => keys.unclaim('scope', 'f', 'one'),
    ])
      expect(await faultOf(call)).toBe('closed')
  })

  it('waits for what is under way', async () => {
    const storage = await offer.open()
    const appends = Array.from({ length: 10 }, () => storage.events.append(freshStream(), newEvents(2), 'none')())
    await storage.close()
    for (const answer of await Promise.all(appends)) expect(right(answer).revision).toBe(1)
  })

  it('ends a reader between two batches', async () => {
    const storage = await offer.open()
    const start = await storage.events.head()
    right(await storage.events.append(freshStream(), newEvents(10), 'none')())
    const read = faultOf(async () => {
      const options = { ...(start === undefined ? {} : { after: start }), batchSize: 2 }
      for await (const batch of storage.events.readAll(options)) if (batch.length > 0) await storage.close()
    })
    expect(await read).toBe('closed')
    await storage.close()
  })

  it(
    'has a name for messages',
    withStore(offer, async ({ name }) => {
      expect(name).toMatch(/^[a-z]+:/)
      expect(name).not.toMatch(/password|secret/)
    }),
  )
}
