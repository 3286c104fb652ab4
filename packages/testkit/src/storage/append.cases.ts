import type { Expected, NewEvent } from '@skein/engine'
import fc from 'fast-check'
import { expect } from 'vitest'
import { attempts, expectation, text } from './arbitraries.js'
import { freshStream, gather, given, ids, left, newEvent, newEvents, readFrom, right, withStore } from './bench.js'
import type { Declare } from './cases.js'
import { LogModel } from './log-model.js'
import type { StoreUnderTest } from './store-under-test.js'

export const appending = (offer: StoreUnderTest, it: Declare): void => {
  it(
    'counts revisions from 0 and answers with the last',
    withStore(offer, async ({ events }) => {
      const stream = freshStream()
      expect(right(await events.append(stream, newEvents(3), 'none')()).revision).toBe(2)
      expect(right(await events.append(stream, newEvents(1), 2)()).revision).toBe(3)
      const stored = await gather(events.readStream(stream))
      expect(stored.map(({ revision }) => revision)).toEqual([0, 1, 2, 3])
    }),
  )

  it(
    'answers with the position of the last event, where it says one',
    withStore(offer, async ({ events }) => {
      const stream = freshStream()
      const { position } = right(await events.append(stream, newEvents(2), 'none')())
      const stored = await gather(events.readStream(stream))
      expect([undefined, stored.at(-1)?.position]).toContain(position)
    }),
  )

  it.each<{ title: string; before: number; expected: Expected; actual: Expected }>([
    { title: "'none' on a stream that exists", before: 2, expected: 'none', actual: 1 },
    { title: 'a revision on a stream that does not exist', before: 0, expected: 0, actual: 'none' },
    { title: 'a revision that is past', before: 3, expected: 1, actual: 2 },
    { title: 'a revision that is still to come', before: 1, expected: 1, actual: 0 },
    { title: '-1, which is no revision, on a stream that does not exist', before: 0, expected: -1, actual: 'none' },
    { title: '-1, which is no revision, on a stream that exists', before: 1, expected: -1, actual: 0 },
  ])('refuses $title and names the actual revision', ({ before, expected, actual }) =>
    withStore(offer, async ({ events }) => {
      const stream = freshStream()
      if (before > 0) right(await events.append(stream, newEvents(before), 'none')())
      const refused = left(await events.append(stream, newEvents(2), expected)())
      expect(refused).toMatchObject({ _tag: 'Conflict', expected, actual })
      expect(await gather(events.readStream(stream))).toHaveLength(before)
    })(),
  )

  it(
    'takes the same events at the same place again as a success that changes nothing',
    withStore(offer, async ({ events }) => {
      const stream = freshStream()
      const [first, second, third] = [newEvents(2), newEvents(2), newEvents(1)]
      right(await events.append(stream, first, 'none')())
      right(await events.append(stream, second, 1)())
      right(await events.append(stream, third, 3)())
      expect(right(await events.append(stream, first, 'none')()).revision).toBe(1)
      expect(right(await events.append(stream, second, 1)()).revision).toBe(3)
      expect(right(await events.append(stream, third, 3)()).revision).toBe(4)
      expect(ids(await gather(events.readStream(stream)))).toEqual(ids([...first, ...second, ...third]))
    }),
  )

  it(
    'compares ids, never content',
    withStore(offer, async ({ events }) => {
      const stream = freshStream()
      const first = newEvent('Happened', { said: 'first' })
      right(await events.append(stream, [first], 'none')())
      right(await events.append(stream, [{ ...first, data: '{"said":"again"}' }], 'none')())
      const [stored] = await gather(events.readStream(stream))
      expect(stored?.data).toBe(first.data)
    }),
  )

  it.each<{ title: string; change: (events: readonly NewEvent[]) => readonly NewEvent[] }>([
    { title: 'other ids', change: (events) => newEvents(events.length) },
    { title: 'the ids in another order', change: (events) => events.toReversed() },
    { title: 'the ids and one more', change: (events) => [...events, newEvent()] },
    {
      title: 'one other id among them',
      change: ([first, ...others]) => [first ?? newEvent(), newEvent(), ...others.slice(1)],
    },
  ])('refuses $title at a place that is taken', ({ change }) =>
    withStore(offer, async ({ events }) => {
      const stream = freshStream()
      const standing = newEvents(3)
      right(await events.append(stream, standing, 'none')())
      expect(left(await events.append(stream, change(standing), 'none')())).toMatchObject({
        _tag: 'Conflict',
        actual: 2,
      })
      expect(ids(await gather(events.readStream(stream)))).toEqual(ids(standing))
    })(),
  )

  it(
    'lets an event id stand in two streams',
    withStore(offer, async ({ events }) => {
      const event = newEvent()
      const [one, other] = [freshStream(), freshStream()]
      right(await events.append(one, [event], 'none')())
      right(await events.append(other, [event], 'none')())
      expect(await gather(events.readStream(other))).toHaveLength(1)
    }),
  )

  it(
    'throws when there is nothing to append',
    withStore(offer, async ({ events }) => {
      await expect(async () => events.append(freshStream(), [], 'none')()).rejects.toThrow()
    }),
  )

  it(
    'keeps every text byte for byte',
    withStore(offer, async ({ events }) => {
      await fc.assert(
        fc.asyncProperty(text, text, fc.string({ unit: 'grapheme' }), async (name, type, content) => {
          const stream = freshStream(name)
          const event = {
            ...newEvent(`T${type}`),
            data: JSON.stringify({ content, name }),
            metadata: ` {"type" : ${JSON.stringify(type)}}`,
          }
          right(await events.append(stream, [event], 'none')())
          const stored = await gather(events.readStream(stream))
          expect(stored.map(given)).toEqual([event])
          expect(stored[0]?.stream).toBe(stream)
        }),
        { numRuns: offer.runs ?? 20 },
      )
    }),
  )

  it.each([
    { difference: 'capitals', one: 'journey', other: 'Journey' },
    { difference: 'the composition of their characters', one: '\u00e9', other: 'e\u0301' },
    { difference: 'a space at the end', one: 'a', other: 'a ' },
    { difference: 'characters with a meaning in patterns and addresses', one: 'a%_b', other: 'a%25_b' },
    { difference: 'surrogates', one: '\u{1f9a2}', other: '\u{1f9a3}' },
  ])('keeps streams apart that differ by $difference', ({ one, other }) =>
    withStore(offer, async ({ events }) => {
      const fresh = freshStream()
      const batches = [newEvents(1), newEvents(2)]
      const streams = [`${fresh}${one}`, `${fresh}${other}`]
      for (const [index, stream] of streams.entries())
        right(await events.append(stream, batches[index] ?? [], 'none')())
      for (const [index, stream] of streams.entries()) {
        const stored = await gather(events.readStream(stream))
        expect(ids(stored)).toEqual(ids(batches[index] ?? []))
        expect(stored[0]?.stream).toBe(stream)
      }
    })(),
  )

  it(
    'answers every sequence of attempts as the model does, and then holds what the model holds',
    withStore(offer, async (storage) => {
      await fc.assert(
        fc.asyncProperty(attempts, async (sequence) => {
          const start = await storage.events.head()
          const model = new LogModel()
          const streams = [freshStream('a'), freshStream('b'), freshStream('c')]
          const made: { readonly stream: string; readonly events: readonly NewEvent[]; readonly expected: Expected }[] =
            []
          for (const attempt of sequence) {
            const earlier = attempt.kind === 'repeat' ? made[attempt.which % made.length] : undefined
            const next =
              attempt.kind === 'append'
                ? appendOf(streams[attempt.stream] ?? '', model, attempt.off, attempt.events)
                : earlier && { ...earlier, events: varied(earlier.events, attempt.events) }
            if (next === undefined) continue
            made.push(next)
            const expected = model.append(next.stream, next.events, next.expected)
            const answer = await storage.events.append(next.stream, next.events, next.expected)()
            if (expected._tag === 'Appended') expect(right(answer).revision).toBe(expected.revision)
            else expect(left(answer)).toMatchObject({ _tag: 'Conflict', actual: expected.actual })
          }
          const held = (kept: LogModel['log']) =>
            kept.map(({ stream, revision, event }) => ({ stream, revision, ...given(event) }))
          const stored = (await readFrom(storage, start)).filter(({ stream }) => streams.includes(stream))
          expect(stored.map((event) => ({ stream: event.stream, revision: event.revision, ...given(event) }))).toEqual(
            held(model.log),
          )
          for (const stream of streams) {
            const own = await gather(storage.events.readStream(stream))
            expect(own.map((event) => ({ stream, revision: event.revision, ...given(event) }))).toEqual(
              held([...model.stream(stream)]),
            )
          }
        }),
        { numRuns: offer.runs ?? 20 },
      )
    }),
  )
}

const appendOf = (stream: string, model: LogModel, off: number, events: readonly NewEvent[]) => ({
  stream,
  events,
  expected: expectation(model.stream(stream).length, off),
})

const varied = (events: readonly NewEvent[], how: 'same' | 'fewer' | 'more'): readonly NewEvent[] => {
  if (how === 'same') return events
  return how === 'more' || events.length === 1 ? [...events, newEvent()] : events.slice(0, -1)
}
