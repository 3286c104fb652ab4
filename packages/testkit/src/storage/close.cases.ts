import { expect } from 'vitest'
import { commitTo, comparePositions } from './commits.js'
import { freshStream, newEvents } from './sample-events.js'
import { casesAbout } from './storage-case.js'
import { afterPosition, collect, expectLeft, expectRight, faultOf, withStore } from './store-access.js'

export const closeCases = casesAbout('close', (store, it) => {
  it('fails every later call as closed, and can be repeated', async () => {
    const storage = await store.open()
    const { events, readModels, keys } = storage
    const stream = freshStream()
    expectRight(await events.append(stream, newEvents(2), 'none')())
    const { id } = await readModels.begin(freshStream('projection'), 1)
    await storage.close()
    await storage.close()
    const failure = expectLeft(await events.append(stream, newEvents(1), 1)())
    expect(failure).toMatchObject({ _tag: 'Unavailable', written: 'no' })
    for (const call of [
      () => collect(events.readStream(stream)),
      () => collect(events.readAll()),
      () => collect(events.subscribe({ signal: new AbortController().signal })),
      () => events.head(),
      () => events.count(),
      () => readModels.generations(),
      () => readModels.begin('projection', 1),
      () => readModels.commit(id, commitTo(1)),
      () => readModels.promote(id, comparePositions),
      () => readModels.drop(id),
      () => readModels.get(id, 'doc', ['a']),
      () => readModels.list(id, 'doc'),
      () => readModels.count(id, 'doc'),
      () => readModels.lock('lock', { name: 'one', ttl: 1 }),
      () => readModels.unlock('lock', 'one'),
      () => readModels.locks(),
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

  it('waits for appends in progress', async () => {
    const storage = await store.open()
    const appends = Array.from({ length: 10 }, () => storage.events.append(freshStream(), newEvents(2), 'none')())
    await storage.close()
    for (const result of await Promise.all(appends)) expect(expectRight(result).revision).toBe(1)
  })

  it('fails a reader between two batches', async () => {
    const storage = await store.open()
    const start = await storage.events.head()
    expectRight(await storage.events.append(freshStream(), newEvents(10), 'none')())
    const read = faultOf(async () => {
      const options = { ...afterPosition(start), batchSize: 2 }
      for await (const batch of storage.events.readAll(options)) if (batch.length > 0) await storage.close()
    })
    expect(await read).toBe('closed')
    await storage.close()
  })

  it(
    'has a name for messages, without a password',
    withStore(store, async ({ name }) => {
      expect(name).toMatch(/^[a-z]+:/)
      expect(name).not.toMatch(/password|secret/)
    }),
  )
})
