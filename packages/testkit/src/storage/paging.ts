import { setTimeout as sleep } from 'node:timers/promises'
import type { Position, Storage, StoredEvent } from '@skein/engine'
import { expect } from 'vitest'
import { freshStream, idsOf, newEvents } from './sample-events.js'
import { afterPosition, expectRight, readFrom } from './store-access.js'

/** Reads the events after a position, and returns the position to continue from. */
type ReadPage = (
  storage: Storage,
  after: Position | undefined,
  onBatch: (batch: readonly StoredEvent[]) => void,
) => Promise<Position | undefined>

/** Continues from the last event that was read, as a reader of all events does. */
export const readToEnd: ReadPage = async ({ events }, after, onBatch) => {
  let last = after
  for await (const batch of events.readAll({ ...afterPosition(after), batchSize: 3 })) {
    onBatch(batch)
    last = batch.at(-1)?.position ?? last
  }
  return last
}

/** Continues from the head, as a projection does: it relies on the head being the end of what it reads. */
export const readToHead: ReadPage = async ({ events }, after, onBatch) => {
  const until = await events.head()
  if (until === undefined) return after
  for await (const batch of events.readAll({ ...afterPosition(after), until, batchSize: 3 })) onBatch(batch)
  return until
}

const streamCount = 8
const appendsPerStream = 15
/** Appends of 1, 2 and 3 events in turn. */
const eventsPerStream = appendsPerStream * 2

/** Reads page by page while `writers` append to several streams; expects every event once and in order. */
export const pageWhileWriting = async (reader: Storage, writers: readonly Storage[], readPage: ReadPage) => {
  const start = await reader.events.head()
  const streams = Array.from({ length: streamCount }, () => freshStream())
  let areWriting = true
  const written = Promise.all(
    streams.map((stream, index) => {
      const writer = writers[index % writers.length]
      return writer === undefined ? undefined : writeTo(stream, writer)
    }),
  ).finally(() => {
    areWriting = false
  })
  // awaited below; if reading fails earlier, that error is the one to report
  written.catch(() => undefined)
  const read: StoredEvent[] = []
  let after = start
  for (;;) {
    const isLast = !areWriting
    after = await readPage(reader, after, (batch) => read.push(...batch))
    if (isLast) break
    await sleep(1)
  }
  await written
  const ofStreams = read.filter(({ stream }) => streams.includes(stream))
  expect(ofStreams).toHaveLength(streamCount * eventsPerStream)
  expectOrdered(reader, ofStreams)
  expect(idsOf(read)).toEqual(idsOf(await readFrom(reader, start)))
}

const writeTo = async (stream: string, { events }: Storage): Promise<void> => {
  let revision: number | 'none' = 'none'
  for (let turn = 0; turn < appendsPerStream; turn++)
    revision = expectRight(await events.append(stream, newEvents(1 + (turn % 3)), revision)()).revision
}

/** Expects rising positions, and revisions of each stream that rise without a gap. */
export const expectOrdered = ({ events }: Storage, log: readonly StoredEvent[]) => {
  const next = new Map<string, number>()
  for (const [index, { stream, revision, position }] of log.entries()) {
    const before = log[index - 1]
    if (before !== undefined) expect(events.comparePositions(before.position, position)).toBeLessThan(0)
    expect(revision).toBe(next.get(stream) ?? 0)
    next.set(stream, revision + 1)
  }
}
