import { expect } from 'vitest'
import { commitTo } from './commits.js'
import { freshStream, idsOf, newEvent, newEvents } from './sample-events.js'
import { casesAbout } from './storage-case.js'
import { collect, expectRight, withStore } from './store-access.js'

/** Texts that some store cannot keep, or keeps as another one. */
const unstorable = ['\0', '\ud800', '\udfff']
const minute = 60_000

export const textKeyCases = casesAbout('text keys', (store, it) => {
  it(
    'throws on an append with NUL or half of a surrogate pair in a name, a type, data or metadata',
    withStore(store, async ({ events }) => {
      for (const part of unstorable) {
        const stream = freshStream()
        await expect(async () => events.append(stream + part, newEvents(1), 'none')()).rejects.toThrow()
        for (const field of ['type', 'data', 'metadata'] as const) {
          const event = newEvent()
          const changed = { ...event, [field]: event[field] + part }
          await expect(async () => events.append(stream, [changed], 'none')()).rejects.toThrow()
        }
        expect(await collect(events.readStream(stream))).toEqual([])
      }
    }),
  )

  it(
    'finds no event under such a name or type, and reads others at the same time',
    withStore(store, async ({ events }) => {
      const stream = freshStream()
      const stored = newEvents(2)
      expectRight(await events.append(stream, stored, 'none')())
      const names = [stream, ...unstorable.flatMap((part) => [stream + part, part, stream])]
      for (const direction of ['forwards', 'backwards'] as const) {
        const read = await Promise.all(names.map((name) => collect(events.readStream(name, { direction }))))
        expect(read.map(({ length }) => length)).toEqual(names.map((name) => (name === stream ? 2 : 0)))
      }
      expect(await collect(events.readAll({ types: unstorable }))).toEqual([])
    }),
  )

  it.each([{ expected: 2 ** 31 }, { expected: 2 ** 53 }, { expected: 0.5 }, { expected: Number.NaN }])(
    'rejects $expected, which no stream has as its revision, and names the actual revision',
    ({ expected }) =>
      withStore(store, async ({ events }) => {
        const stream = freshStream()
        const [missing] = [await events.append(stream, newEvents(1), expected)()]
        expect(missing).toMatchObject({ left: { _tag: 'Conflict', expected, actual: 'none' } })
        const stored = newEvents(1)
        expectRight(await events.append(stream, stored, 'none')())
        const conflict = await events.append(stream, newEvents(1), expected)()
        expect(conflict).toMatchObject({ left: { _tag: 'Conflict', expected, actual: 0 } })
        expect(idsOf(await collect(events.readStream(stream)))).toEqual(idsOf(stored))
      })(),
  )

  it(
    'reads from and to revisions that no stream has as the range says',
    withStore(store, async ({ events }) => {
      const stream = freshStream()
      const stored = newEvents(3)
      expectRight(await events.append(stream, stored, 'none')())
      const lengths = async (options: Parameters<typeof events.readStream>[1]) =>
        (await collect(events.readStream(stream, options))).map(({ revision }) => revision)
      expect(await lengths({ from: 2 ** 31 })).toEqual([])
      expect(await lengths({ from: 1, to: 2 ** 53 })).toEqual([1, 2])
      expect(await lengths({ from: 0.5 })).toEqual([1, 2])
      expect(await lengths({ direction: 'backwards', from: 2 ** 31 })).toEqual([2, 1, 0])
    }),
  )

  it(
    'commits nothing under such a key, and finds nothing under it',
    withStore(store, async ({ readModels }) => {
      const { id } = await readModels.begin(freshStream('projection'), 1)
      const key = freshStream('key')
      for (const part of unstorable) {
        const puts = [{ space: 'doc', key: key + part, value: '1' }] as const
        await expect(async () => readModels.commit(id, commitTo(1, undefined, { puts }))).rejects.toThrow()
      }
      const puts = [{ space: 'doc', key, value: '1' }] as const
      const deletes = unstorable.map((part) => ({ space: 'doc', key: key + part }) as const)
      expect(await readModels.commit(id, commitTo(1, undefined, { puts, deletes }))).toBe('done')
      const keys = [key, ...unstorable.map((part) => key + part)]
      expect(await readModels.get(id, 'doc', keys)).toEqual(new Map([[key, '1']]))
      for (const part of unstorable)
        for (const options of [{ prefix: part }, { cursor: part }])
          expect(await readModels.list(id, 'doc', options)).toEqual({ items: [] })
    }),
  )

  it(
    'grants no lock and no claim, and keeps no key, under such a name',
    withStore(store, async ({ readModels, keys }) => {
      for (const part of unstorable) {
        const name = freshStream('name') + part
        await expect(async () => readModels.lock(name, { name: 'holder', ttl: minute })).rejects.toThrow()
        await readModels.unlock(name, 'holder')
        await expect(async () => keys.add(name, { keyId: 'k', wrapped: 'w' })).rejects.toThrow()
        await expect(async () => keys.claim(name, 'f', 'holder')).rejects.toThrow()
        expect(await keys.find([name])).toEqual(new Map())
        expect(await keys.claimant(name, 'f')).toBeUndefined()
        expect(await keys.claimsOf([name])).toEqual([])
        expect(await keys.destroy(name)).toBe(false)
      }
    }),
  )
})
