import type { Expected, NewEvent } from '@skein/engine'
import fc from 'fast-check'
import { expect } from 'vitest'
import { appendsLikeModel } from './append-like-model.js'
import { text } from './arbitraries.js'
import { appendedFields, freshStream, idsOf, newEvent, newEvents } from './sample-events.js'
import { casesAbout } from './storage-case.js'
import { collect, expectLeft, expectRight, withStore } from './store-access.js'

export const appendCases = casesAbout('append', (store, it) => {
  it(
    'numbers revisions from 0 and returns the last one',
    withStore(store, async ({ events }) => {
      const stream = freshStream()
      expect(expectRight(await events.append(stream, newEvents(3), 'none')()).revision).toBe(2)
      expect(expectRight(await events.append(stream, newEvents(1), 2)()).revision).toBe(3)
      const stored = await collect(events.readStream(stream))
      expect(stored.map(({ revision }) => revision)).toEqual([0, 1, 2, 3])
    }),
  )

  it(
    'returns the position of the last event, if it returns a position',
    withStore(store, async ({ events }) => {
      const stream = freshStream()
      const { position } = expectRight(await events.append(stream, newEvents(2), 'none')())
      const stored = await collect(events.readStream(stream))
      expect([undefined, stored.at(-1)?.position]).toContain(position)
    }),
  )

  it.each<{ title: string; before: number; expected: Expected; actual: Expected }>([
    { title: "'none' for an existing stream", before: 2, expected: 'none', actual: 1 },
    { title: 'a revision for a missing stream', before: 0, expected: 0, actual: 'none' },
    { title: 'a past revision', before: 3, expected: 1, actual: 2 },
    { title: 'a future revision', before: 1, expected: 1, actual: 0 },
    { title: '-1, which is no revision, for a missing stream', before: 0, expected: -1, actual: 'none' },
    { title: '-1, which is no revision, for an existing stream', before: 1, expected: -1, actual: 0 },
  ])('rejects $title and names the actual revision', ({ before, expected, actual }) =>
    withStore(store, async ({ events }) => {
      const stream = freshStream()
      if (before > 0) expectRight(await events.append(stream, newEvents(before), 'none')())
      const conflict = expectLeft(await events.append(stream, newEvents(2), expected)())
      expect(conflict).toMatchObject({ _tag: 'Conflict', expected, actual })
      expect(await collect(events.readStream(stream))).toHaveLength(before)
    })(),
  )

  it(
    'rejects events behind another one than the last, which is named by its hash',
    withStore(store, async ({ events }) => {
      const stream = freshStream()
      const [first, other] = [newEvent(), newEvent()]
      expectRight(await events.append(stream, [first], 'none')())
      // of a history that this store does not have, or has no longer
      expect(await events.append(stream, newEvents(1), 0, other.hash)()).toMatchObject({ left: { actual: 0 } })
      expectRight(await events.append(stream, newEvents(1), 0, first.hash)())
    }),
  )

  it(
    'accepts a repeated append and changes nothing',
    withStore(store, async ({ events }) => {
      const stream = freshStream()
      const [first, second, third] = [newEvents(2), newEvents(2), newEvents(1)]
      expectRight(await events.append(stream, first, 'none')())
      expectRight(await events.append(stream, second, 1)())
      expectRight(await events.append(stream, third, 3)())
      expect(expectRight(await events.append(stream, first, 'none')()).revision).toBe(1)
      expect(expectRight(await events.append(stream, second, 1)()).revision).toBe(3)
      expect(expectRight(await events.append(stream, third, 3)()).revision).toBe(4)
      expect(idsOf(await collect(events.readStream(stream)))).toEqual(idsOf([...first, ...second, ...third]))
    }),
  )

  it(
    'compares event ids, not content',
    withStore(store, async ({ events }) => {
      const stream = freshStream()
      const first = newEvent('Happened', { attempt: 'first' })
      expectRight(await events.append(stream, [first], 'none')())
      expectRight(await events.append(stream, [{ ...first, data: '{"attempt":"second"}' }], 'none')())
      const [stored] = await collect(events.readStream(stream))
      expect(stored?.data).toBe(first.data)
    }),
  )

  it.each<{ title: string; change: (events: readonly NewEvent[]) => readonly NewEvent[] }>([
    { title: 'other event ids', change: (events) => newEvents(events.length) },
    { title: 'the same ids in another order', change: (events) => events.toReversed() },
    { title: 'the same ids and one more', change: (events) => [...events, newEvent()] },
    {
      title: 'the same ids with one replaced',
      change: ([first, ...others]) => [first ?? newEvent(), newEvent(), ...others.slice(1)],
    },
  ])('rejects $title at revisions that are taken', ({ change }) =>
    withStore(store, async ({ events }) => {
      const stream = freshStream()
      const stored = newEvents(3)
      expectRight(await events.append(stream, stored, 'none')())
      expect(expectLeft(await events.append(stream, change(stored), 'none')())).toMatchObject({
        _tag: 'Conflict',
        actual: 2,
      })
      expect(idsOf(await collect(events.readStream(stream)))).toEqual(idsOf(stored))
    })(),
  )

  it(
    'allows the same event id in two streams',
    withStore(store, async ({ events }) => {
      const event = newEvent()
      const [one, other] = [freshStream(), freshStream()]
      expectRight(await events.append(one, [event], 'none')())
      expectRight(await events.append(other, [event], 'none')())
      expect(await collect(events.readStream(other))).toHaveLength(1)
    }),
  )

  it(
    'throws on an empty append',
    withStore(store, async ({ events }) => {
      await expect(async () => events.append(freshStream(), [], 'none')()).rejects.toThrow()
    }),
  )

  it(
    'throws on an empty stream name or event type',
    withStore(store, async ({ events }) => {
      await expect(async () => events.append('', newEvents(1), 'none')()).rejects.toThrow()
      await expect(async () => events.append(freshStream(), [newEvent('')], 'none')()).rejects.toThrow()
    }),
  )

  it(
    'stores every text byte for byte',
    withStore(store, async ({ events }) => {
      await fc.assert(
        fc.asyncProperty(text, text, graphemes, async (name, type, content) => {
          const stream = freshStream(name)
          const event = {
            ...newEvent(`T${type}`),
            data: JSON.stringify({ content, name }),
            metadata: ` {"type" : ${JSON.stringify(type)}}`,
          }
          expectRight(await events.append(stream, [event], 'none')())
          const stored = await collect(events.readStream(stream))
          expect(stored.map(appendedFields)).toEqual([event])
          expect(stored[0]?.stream).toBe(stream)
        }),
        { numRuns: store.runs ?? 20 },
      )
    }),
  )

  it.each([
    { difference: 'letter case', one: 'journey', other: 'Journey' },
    { difference: 'Unicode composition', one: '\u00e9', other: 'e\u0301' },
    { difference: 'a trailing space', one: 'a', other: 'a ' },
    { difference: 'characters of patterns and URLs', one: 'a%_b', other: 'a%25_b' },
    { difference: 'half of a surrogate pair', one: '\u{1f9a2}', other: '\u{1f9a3}' },
  ])('separates streams whose names differ by $difference', ({ one, other }) =>
    withStore(store, async ({ events }) => {
      const fresh = freshStream()
      const batches = [newEvents(1), newEvents(2)]
      const streams = [`${fresh}${one}`, `${fresh}${other}`]
      for (const [index, stream] of streams.entries())
        expectRight(await events.append(stream, batches[index] ?? [], 'none')())
      for (const [index, stream] of streams.entries()) {
        const stored = await collect(events.readStream(stream))
        expect(idsOf(stored)).toEqual(idsOf(batches[index] ?? []))
        expect(stored[0]?.stream).toBe(stream)
      }
    })(),
  )

  it(
    'returns what the model returns for any sequence of appends, and stores the same log',
    withStore(store, (storage) => appendsLikeModel(storage, store.runs ?? 20)),
  )
})

const graphemes = fc.string({ unit: 'grapheme' })
