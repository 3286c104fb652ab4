import type { NewEvent, Storage, StoredEvent } from '@skein/engine'
import { positionPattern } from '@skein/engine/storage'
import fc from 'fast-check'
import { expect } from 'vitest'
import { types } from './arbitraries.js'
import { appendedFields, freshStream, idsOf, newEvent, newEvents } from './sample-events.js'
import { casesAbout } from './storage-case.js'
import { afterPosition, collect, expectRight, readFrom, withStore } from './store-access.js'

export const readCases = casesAbout('read', (store, it) => {
  it(
    'returns nothing for a missing stream',
    withStore(store, async ({ events }) => {
      expect(await collect(events.readStream(freshStream()))).toEqual([])
      expect(await collect(events.readStream(freshStream(), { direction: 'backwards' }))).toEqual([])
    }),
  )

  it(
    'reads any range of a stream in either direction',
    withStore(store, async ({ events }) => {
      const stream = freshStream()
      const written = newEvents(12)
      expectRight(await events.append(stream, written, 'none')())
      const bound = fc.option(fc.nat(14), { nil: undefined })
      const size = fc.option(fc.integer({ min: 1, max: 13 }), { nil: undefined })
      await fc.assert(
        fc.asyncProperty(bound, bound, fc.boolean(), size, async (from, to, isBackwards, batchSize) => {
          const read: StoredEvent[] = []
          for await (const batch of events.readStream(stream, {
            ...(from === undefined ? {} : { from }),
            ...(to === undefined ? {} : { to }),
            ...(batchSize === undefined ? {} : { batchSize }),
            direction: isBackwards ? 'backwards' : 'forwards',
          })) {
            expect(batch.length).toBeGreaterThan(0)
            if (batchSize !== undefined) expect(batch.length).toBeLessThanOrEqual(batchSize)
            read.push(...batch)
          }
          const [low = 0, high = 99] = isBackwards ? [to, from] : [from, to]
          const wanted = written.filter((_, revision) => revision >= low && revision <= high)
          expect(idsOf(read)).toEqual(idsOf(isBackwards ? wanted.toReversed() : wanted))
        }),
        { numRuns: store.runs ?? 20 },
      )
    }),
  )

  it(
    'reads a long stream in batches, each event once',
    withStore(store, async ({ events }) => {
      const stream = freshStream()
      const written: NewEvent[] = []
      for (let turn = 0; turn < 11; turn++) {
        const batch = newEvents(500)
        expectRight(await events.append(stream, batch, written.length === 0 ? 'none' : written.length - 1)())
        written.push(...batch)
      }
      expect(idsOf(await collect(events.readStream(stream)))).toEqual(idsOf(written))
      const backwards = await collect(events.readStream(stream, { direction: 'backwards' }))
      expect(idsOf(backwards)).toEqual(idsOf(written.toReversed()))
    }),
  )

  it(
    'reads any range of the log, filtered by type, in batches of any size',
    withStore(store, async (storage) => {
      const { events } = storage
      const { start, log } = await mixedLog(storage, 60)
      const index = fc.option(fc.nat(log.length - 1), { nil: undefined })
      await fc.assert(
        fc.asyncProperty(
          index,
          index,
          fc.option(fc.uniqueArray(fc.constantFrom(...types, 'NeverWritten'), { maxLength: 4 }), { nil: undefined }),
          fc.integer({ min: 1, max: 25 }),
          async (after, until, wantedTypes, batchSize) => {
            const from = after === undefined ? start : log[after]?.position
            const to = until === undefined ? undefined : log[until]?.position
            const read: StoredEvent[] = []
            for await (const batch of events.readAll({
              ...afterPosition(from),
              ...(to === undefined ? {} : { until: to }),
              ...(wantedTypes === undefined ? {} : { types: wantedTypes }),
              batchSize,
            })) {
              expect(batch.length).toBeGreaterThan(0)
              expect(batch.length).toBeLessThanOrEqual(batchSize)
              read.push(...batch)
            }
            const wanted = log
              .slice(after === undefined ? 0 : after + 1, until === undefined ? undefined : until + 1)
              .filter(({ type }) => wantedTypes === undefined || wantedTypes.includes(type))
            expect(read.map(withFields)).toEqual(wanted.map(withFields))
          },
        ),
        { numRuns: store.runs ?? 20 },
      )
    }),
  )

  it(
    'returns the metadata of late events to readers of the log that want no metadata',
    withStore(store, async ({ events }) => {
      const start = await events.head()
      const late = { ...newEvent(), metadata: '[1,null,"c","h","a1",{},null,null,null,null,null,null,null,true]' }
      expectRight(await events.append(freshStream(), [newEvent(), late, newEvent()], 'none')())
      const read = await collect(events.readAll({ ...afterPosition(start), metadata: false }))
      expect(read.find(({ revision }) => revision === 1)?.metadata).toBe(late.metadata)
    }),
  )

  it(
    'ends readAll where the log ended at the call',
    withStore(store, async (storage) => {
      const { events } = storage
      const start = await events.head()
      const stream = freshStream()
      expectRight(await events.append(stream, newEvents(4), 'none')())
      const all = events.readAll({ ...afterPosition(start), batchSize: 2 })
      const read: StoredEvent[] = []
      for await (const batch of all) {
        read.push(...batch.filter((event) => event.stream === stream))
        expectRight(await events.append(stream, newEvents(1), 3 + read.length / 2 - 1)())
      }
      expect(read.map(({ revision }) => revision)).toEqual([0, 1, 2, 3])
    }),
  )

  it(
    'keeps working after readers stop early',
    withStore(store, async (storage) => {
      const { start } = await mixedLog(storage, 20)
      for (let turn = 0; turn < 50; turn++) {
        const options = { ...afterPosition(start), batchSize: 2 }
        for await (const batch of storage.events.readAll(options)) if (batch.length > 0) break
      }
      expect((await readFrom(storage, start)).length).toBeGreaterThanOrEqual(20)
      expectRight(await storage.events.append(freshStream(), newEvents(1), 'none')())
    }),
  )

  it(
    'returns the head, and counts the events after a position if it counts at all',
    withStore(store, async (storage) => {
      const { events } = storage
      if (!store.cannot?.includes('startsEmpty')) {
        expect(await events.head()).toBeUndefined()
        expect([0, undefined]).toContain(await events.count())
        expect(await collect(events.readAll())).toEqual([])
      }
      const { start, log } = await mixedLog(storage, 30)
      expect(await events.head()).toBe(log.at(-1)?.position)
      const after = afterPosition(start)
      expect([30, undefined]).toContain(await events.count(after))
      const opened = log.filter(({ type }) => type === 'Opened').length
      expect([opened, undefined]).toContain(await events.count({ ...after, types: ['Opened'] }))
      const tenth = log[9]?.position ?? ''
      expect([20, undefined]).toContain(await events.count({ after: tenth }))
      expect([0, undefined]).toContain(await events.count({ ...after, types: [] }))
    }),
  )

  it(
    'returns the hashes of the events at some positions, and leaves out positions without an event',
    withStore(store, async (storage) => {
      const { events } = storage
      const { log } = await mixedLog(storage, 5)
      const wanted = [log[3], log[0]].flatMap((event) => event ?? [])
      expect(await events.hashesAt([])).toEqual(new Map())
      expect(await events.hashesAt([...wanted.map(({ position }) => position), 'of another store'])).toEqual(
        new Map(wanted.map(({ position, hash }) => [position, hash])),
      )
    }),
  )

  it(
    'gives positions that can stand in a URL',
    withStore(store, async (storage) => {
      const { events } = storage
      const start = await events.head()
      const { position } = expectRight(await events.append(freshStream(), newEvents(3), 'none')())
      const log = await readFrom(storage, start)
      const positions = [position, await events.head(), ...log.map((event) => event.position)]
      for (const each of positions) if (each !== undefined) expect(each).toMatch(positionPattern)
    }),
  )

  it(
    'compares positions in the order of the log',
    withStore(store, async (storage) => {
      const { log } = await mixedLog(storage, 30)
      const positions = log.map(({ position }) => position)
      expect(positions.toReversed().sort(storage.events.comparePositions)).toEqual(positions)
      for (const position of positions) expect(storage.events.comparePositions(position, position)).toBe(0)
    }),
  )
})

/** Every field, read: some stores read them lazily. */
const withFields = (event: StoredEvent) => ({
  stream: event.stream,
  revision: event.revision,
  position: event.position,
  ...appendedFields(event),
})

/** Appends events of mixed types to a few streams in turn; gives the head before and the events. */
const mixedLog = async (storage: Storage, count: number) => {
  const start = await storage.events.head()
  const streams = Array.from({ length: 4 }, () => ({ name: freshStream(), length: 0 }))
  for (let index = 0; index < count; index++) {
    const stream = streams[(index * 7) % 4]
    if (stream === undefined) continue
    const expected = stream.length === 0 ? 'none' : stream.length - 1
    const type = types[(index * 5 + Math.floor(index / 3)) % types.length] ?? 'Opened'
    expectRight(await storage.events.append(stream.name, [newEvent(type, { index })], expected)())
    stream.length++
  }
  const names = streams.map(({ name }) => name)
  const log = (await readFrom(storage, start)).filter(({ stream }) => names.includes(stream))
  expect(log).toHaveLength(count)
  return { start, log }
}
