import type { Expected, NewEvent, Storage } from '@skein/engine'
import fc from 'fast-check'
import { expect } from 'vitest'
import { type Attempt, attempts, expectedRevision } from './arbitraries.js'
import { LogModel, type ModelEvent } from './log-model.js'
import { appendedFields, freshStream, newEvent } from './sample-events.js'
import { collect, expectLeft, expectRight, readFrom } from './store-access.js'

interface Append {
  readonly stream: string
  readonly events: readonly NewEvent[]
  readonly expected: Expected
}

/** Sends random sequences of appends to the store and to the model, and compares results and content. */
export const appendsLikeModel = (storage: Storage, runs: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(attempts, async (sequence) => {
      const start = await storage.events.head()
      const model = new LogModel()
      const streams = [freshStream('a'), freshStream('b'), freshStream('c')]
      const sent: Append[] = []
      for (const attempt of sequence) {
        const append = appendFor(attempt, streams, model, sent)
        if (append === undefined) continue
        sent.push(append)
        const { stream, events, expected } = append
        const wanted = model.append(stream, events, expected)
        const result = await storage.events.append(stream, events, expected)()
        if (wanted._tag === 'Appended') expect(expectRight(result).revision).toBe(wanted.revision)
        else expect(expectLeft(result)).toMatchObject({ _tag: 'Conflict', actual: wanted.actual })
      }
      const stored = (await readFrom(storage, start)).filter(({ stream }) => streams.includes(stream))
      expect(
        stored.map((event) => ({ stream: event.stream, revision: event.revision, ...appendedFields(event) })),
      ).toEqual(model.log.map(asStored))
      for (const stream of streams) {
        const ofStream = await collect(storage.events.readStream(stream))
        expect(ofStream.map((event) => ({ stream, revision: event.revision, ...appendedFields(event) }))).toEqual(
          model.stream(stream).map(asStored),
        )
      }
    }),
    { numRuns: runs },
  )

const asStored = ({ stream, revision, event }: ModelEvent) => ({ stream, revision, ...appendedFields(event) })

/** The append of an attempt; `undefined` if there is none yet to repeat. */
const appendFor = (
  attempt: Attempt,
  streams: readonly string[],
  model: LogModel,
  sent: readonly Append[],
): Append | undefined => {
  if (attempt.kind === 'append') {
    const stream = streams[attempt.stream] ?? ''
    const expected = expectedRevision(model.stream(stream).length, attempt.off)
    return { stream, events: attempt.events, expected }
  }
  const earlier = sent[attempt.which % sent.length]
  return earlier && { ...earlier, events: changed(earlier.events, attempt.events) }
}

const changed = (events: readonly NewEvent[], change: 'same' | 'fewer' | 'more'): readonly NewEvent[] => {
  if (change === 'same') return events
  return change === 'more' || events.length === 1 ? [...events, newEvent()] : events.slice(0, -1)
}
