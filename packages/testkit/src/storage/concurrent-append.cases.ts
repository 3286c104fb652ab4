import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { expect } from 'vitest'
import { expectOrdered, pageWhileWriting, readToEnd, readToHead } from './paging.js'
import { freshStream, idsOf, newEvents } from './sample-events.js'
import { casesAbout } from './storage-case.js'
import { collect, expectRight, readFrom, withStore } from './store-access.js'

export const concurrentAppendCases = casesAbout('concurrent append', (store, it) => {
  it(
    'lets one of many concurrent appends win a revision; the others change nothing',
    withStore(store, async ({ events }) => {
      const stream = freshStream()
      const rivals = Array.from({ length: 20 }, () => newEvents(2))
      const results = await Promise.all(rivals.map((rival) => events.append(stream, rival, 'none')()))
      const winners = rivals.filter((_, index) => results[index]?._tag === 'Right')
      expect(winners).toHaveLength(1)
      expect(idsOf(await collect(events.readStream(stream)))).toEqual(idsOf(winners.flat()))
      for (const result of results.filter(E.isLeft)) expect(result.left).toMatchObject({ _tag: 'Conflict', actual: 1 })
    }),
  )

  it(
    'stores an append once when it is sent many times concurrently',
    withStore(store, async ({ events }) => {
      const stream = freshStream()
      const batch = newEvents(3)
      const results = await Promise.all(Array.from({ length: 10 }, () => events.append(stream, batch, 'none')()))
      expect(results.map((result) => expectRight(result).revision)).toEqual(Array.from({ length: 10 }, () => 2))
      expect(idsOf(await collect(events.readStream(stream)))).toEqual(idsOf(batch))
    }),
  )

  it(
    'stores each concurrent append whole and contiguous',
    withStore(store, async (storage) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.record({ stream: fc.nat(4), revision: fc.nat(2), count: fc.integer({ min: 1, max: 4 }) }), {
            minLength: 1,
            maxLength: 30,
          }),
          async (wanted) => {
            const start = await storage.events.head()
            const streams = Array.from({ length: 5 }, () => freshStream())
            const appends = wanted.map(({ stream, revision, count }) => ({
              stream: streams[stream] ?? '',
              expected: revision === 0 ? ('none' as const) : revision - 1,
              batch: newEvents(count),
            }))
            const results = await Promise.all(
              appends.map(({ stream, batch, expected }) => storage.events.append(stream, batch, expected)()),
            )
            const log = (await readFrom(storage, start)).filter(({ stream }) => streams.includes(stream))
            expectOrdered(storage, log)
            const accepted = appends.filter((_, index) => results[index]?._tag === 'Right')
            expect(log).toHaveLength(accepted.reduce((sum, { batch }) => sum + batch.length, 0))
            for (const { stream, batch, expected } of accepted) {
              const first = expected === 'none' ? 0 : expected + 1
              const ofStream = log.filter((event) => event.stream === stream)
              expect(idsOf(ofStream.slice(first, first + batch.length))).toEqual(idsOf(batch))
            }
          },
        ),
        { numRuns: store.runs ?? 20 },
      )
    }),
  )

  it(
    'returns every event exactly once and in one order to a reader while others write',
    withStore(store, (storage) => pageWhileWriting(storage, [storage], readToEnd)),
  )

  it(
    'commits nothing below a head that it has returned',
    withStore(store, (storage) => pageWhileWriting(storage, [storage], readToHead)),
  )
})
