import { setTimeout as sleep } from 'node:timers/promises'
import type { Position, Storage, StoredEvent } from '@skein/engine'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { expect } from 'vitest'
import { freshStream, gather, ids, newEvents, readFrom, right, withStore } from './bench.js'
import type { Declare } from './cases.js'
import type { StoreUnderTest } from './store-under-test.js'

export const racing = (offer: StoreUnderTest, it: Declare): void => {
  it(
    'lets one of many win a revision, and the others change nothing',
    withStore(offer, async ({ events }) => {
      const stream = freshStream()
      const rivals = Array.from({ length: 20 }, () => newEvents(2))
      const answers = await Promise.all(rivals.map((rival) => events.append(stream, rival, 'none')()))
      const winners = rivals.filter((_, index) => answers[index]?._tag === 'Right')
      expect(winners).toHaveLength(1)
      expect(ids(await gather(events.readStream(stream)))).toEqual(ids(winners.flat()))
      for (const answer of answers.filter(E.isLeft)) expect(answer.left).toMatchObject({ _tag: 'Conflict', actual: 1 })
    }),
  )

  it(
    'takes one append sent many times at once as one',
    withStore(offer, async ({ events }) => {
      const stream = freshStream()
      const same = newEvents(3)
      const answers = await Promise.all(Array.from({ length: 10 }, () => events.append(stream, same, 'none')()))
      expect(answers.map((answer) => right(answer).revision)).toEqual(Array.from({ length: 10 }, () => 2))
      expect(ids(await gather(events.readStream(stream)))).toEqual(ids(same))
    }),
  )

  it(
    'keeps each append whole and in one piece, however many are under way',
    withStore(offer, async (storage) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.record({ stream: fc.nat(4), place: fc.nat(2), count: fc.integer({ min: 1, max: 4 }) }), {
            minLength: 1,
            maxLength: 30,
          }),
          async (wishes) => {
            const start = await storage.events.head()
            const streams = Array.from({ length: 5 }, () => freshStream())
            const appends = wishes.map(({ stream, place, count }) => ({
              stream: streams[stream] ?? '',
              expected: place === 0 ? ('none' as const) : place - 1,
              batch: newEvents(count),
            }))
            const answers = await Promise.all(
              appends.map(({ stream, batch, expected }) => storage.events.append(stream, batch, expected)()),
            )
            const log = (await readFrom(storage, start)).filter(({ stream }) => streams.includes(stream))
            expectOrdered(storage, log)
            const done = appends.filter((_, index) => answers[index]?._tag === 'Right')
            expect(log).toHaveLength(done.reduce((sum, { batch }) => sum + batch.length, 0))
            for (const { stream, batch, expected } of done) {
              const place = expected === 'none' ? 0 : expected + 1
              const own = log.filter((event) => event.stream === stream)
              expect(ids(own.slice(place, place + batch.length))).toEqual(ids(batch))
            }
          },
        ),
        { numRuns: offer.runs ?? 20 },
      )
    }),
  )

  it(
    'shows every event exactly once and in one order to who pages while others write',
    withStore(offer, (storage) => pageWhileWriting(storage, [storage], pageToTheEnd)),
  )

  it(
    'lets nothing commit later below a head that it gave, so that a reader may go on from there',
    withStore(offer, (storage) => pageWhileWriting(storage, [storage], pageToTheHead)),
  )
}

/** Reads what there is behind a position, and says from where to go on. */
type Page = (
  storage: Storage,
  after: Position | undefined,
  see: (batch: readonly StoredEvent[]) => void,
) => Promise<Position | undefined>

/** From the last event that was seen, as a reader does who wants them all. */
export const pageToTheEnd: Page = async ({ events }, after, see) => {
  let last = after
  for await (const batch of events.readAll({ ...(after === undefined ? {} : { after }), batchSize: 3 })) {
    see(batch)
    last = batch.at(-1)?.position ?? last
  }
  return last
}

/** From the head, as a projection does that knows that what it reads ends there. */
export const pageToTheHead: Page = async ({ events }, after, see) => {
  const until = await events.head()
  if (until === undefined) return after
  for await (const batch of events.readAll({ ...(after === undefined ? {} : { after }), until, batchSize: 3 }))
    see(batch)
  return until
}

export const pageWhileWriting = async (reader: Storage, writers: readonly Storage[], page: Page) => {
  let after = await reader.events.head()
  const start = after
  const streams = Array.from({ length: 8 }, () => freshStream())
  let areWriting = true
  const write = async (stream: string, storage: Storage) => {
    let revision: number | 'none' = 'none'
    for (let turn = 0; turn < 15; turn++) {
      revision = right(await storage.events.append(stream, newEvents(1 + (turn % 3)), revision)()).revision
    }
  }
  const written = Promise.all(
    streams.map((stream, index) => {
      const writer = writers[index % writers.length]
      return writer === undefined ? undefined : write(stream, writer)
    }),
  ).finally(() => {
    areWriting = false
  })
  // told below; a reader that fails before is told first
  written.catch(() => undefined)
  const seen: StoredEvent[] = []
  for (;;) {
    const isLast = !areWriting
    after = await page(reader, after, (batch) => seen.push(...batch))
    if (isLast) break
    await sleep(1)
  }
  await written
  const own = seen.filter(({ stream }) => streams.includes(stream))
  expect(own).toHaveLength(8 * 30)
  expectOrdered(reader, own)
  expect(ids(seen)).toEqual(ids(await readFrom(reader, start)))
}

/** Positions rise, and so do the revisions of each stream, without a gap. */
const expectOrdered = ({ events }: Storage, log: readonly StoredEvent[]) => {
  const next = new Map<string, number>()
  for (const [index, { stream, revision, position }] of log.entries()) {
    const before = log[index - 1]
    if (before !== undefined) expect(events.comparePositions(before.position, position)).toBeLessThan(0)
    expect(revision).toBe(next.get(stream) ?? 0)
    next.set(stream, revision + 1)
  }
}
