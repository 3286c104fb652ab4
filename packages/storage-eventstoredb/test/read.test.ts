import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Fault } from './simulator/index.js'
import { collect, ids, newEvent, newEvents, right, withSimulator } from './with-simulator.js'

const types = ['Opened', 'Changed', 'Closed']

/** Faults one after the other, each after some events of a call. */
const faultSequences: fc.Arbitrary<readonly Fault[]> = fc.array(
  fc.record({
    on: fc.constant('read' as const),
    how: fc.constantFrom('drop', 'cancelled', 'unavailable', 'internal', 'timeout', 'noLeader'),
    events: fc.nat(12),
    times: fc.constant(1),
  }),
  { maxLength: 4 },
)

describe('a reader', () => {
  it(
    'returns the same events of streams and of the log whatever faults occur',
    withSimulator({}, async ({ events, simulator }) => {
      for (let turn = 0; turn < 12; turn++)
        right(
          await events.append(
            `journey-t${turn % 3}`,
            newEvents((turn % 4) + 1, types[turn % 3]),
            await last(events, turn % 3),
          )(),
        )
      const reads = [
        () => collect(events.readStream('journey-t1')),
        () => collect(events.readStream('journey-t1', { direction: 'backwards' })),
        () => collect(events.readStream('journey-t2', { from: 2, to: 6 })),
        () => collect(events.readAll({ batchSize: 4 })),
        () => collect(events.readAll({ types: ['Changed'], batchSize: 2 })),
        async () => [{ hash: (await events.head()) ?? '' }],
      ]
      const expected = await Promise.all(reads.map((read) => read()))
      await fc.assert(
        fc.asyncProperty(fc.nat(reads.length - 1), faultSequences, async (which, faults) => {
          simulator.node.faults.set(...faults)
          expect(ids((await reads[which]?.()) ?? [])).toEqual(ids(expected[which] ?? []))
          simulator.node.faults.clear()
        }),
        { numRuns: 60 },
      )
    }),
  )

  it(
    'skips the events of the server itself',
    withSimulator({}, async ({ events, simulator }) => {
      expect(await events.head()).toBeUndefined()
      const written = newEvents(3)
      right(await events.append('journey-t1', written, 'none')())
      const head = await events.head()
      // the server appends many events of its own
      for (let turn = 0; turn < 300; turn++) simulator.log.append('$stats-1', [systemEvent], 'any')
      expect(await events.head()).toBe(head)
      expect(ids(await collect(events.readAll()))).toEqual(ids(written))
      expect(await collect(events.readAll({ ...(head === undefined ? {} : { after: head }) }))).toEqual([])
    }),
  )

  it(
    'reads a range that begins or ends at an event of the server itself',
    withSimulator({}, async ({ events, simulator }) => {
      const written = newEvents(5)
      for (const [index, event] of written.entries()) {
        simulator.log.append('$stats-1', [systemEvent], 'any')
        right(await events.append(`journey-t${index}`, [event], 'none')())
      }
      for (const { commit } of simulator.log.entries)
        for (const [after, until] of [
          [commit, undefined],
          [undefined, commit],
        ]) {
          const read = await collect(
            events.readAll({
              ...(after === undefined ? {} : { after: `${after}` }),
              ...(until === undefined ? {} : { until: `${until}` }),
            }),
          )
          const wanted = simulator.log.entries.filter(
            (entry) =>
              entry.stream.startsWith('journey') &&
              (after === undefined || entry.commit > after) &&
              (until === undefined || entry.commit <= until),
          )
          expect(read.map(({ eventId }) => eventId)).toEqual(wanted.map(({ id }) => id))
        }
    }),
  )

  it(
    'fails with an error that names the server when it stops answering',
    withSimulator({ requestTimeoutMs: 500, retryTimeoutMs: 0 }, async ({ events, simulator }) => {
      right(await events.append('journey-t1', newEvents(5), 'none')())
      for (const read of [
        () => collect(events.readStream('journey-t1')),
        () => collect(events.readAll()),
        () => events.head(),
      ]) {
        simulator.node.faults.set({ on: 'read', how: 'stall', events: 1 }, { on: 'read', how: 'stall' })
        await expect(read()).rejects.toMatchObject({
          _tag: 'StorageError',
          fault: 'unavailable',
          message: expect.stringContaining(events.name),
        })
        simulator.node.faults.clear()
      }
    }),
  )

  it(
    'ends after many events of other types, even if the last event of its range is gone',
    withSimulator({}, async ({ events, simulator }) => {
      right(await events.append('journey-t1', [newEvent('Wanted'), newEvent('Last')], 'none')())
      const reading = events.readAll({ types: ['Wanted'] })
      const head = await events.head()
      const { entries } = simulator.log
      entries.splice(
        entries.findIndex(({ commit }) => `${commit}` === head),
        1,
      )
      for (let turn = 0; turn < 6; turn++)
        right(await events.append(`journey-o${turn}`, newEvents(500, 'Other'), 'none')())
      expect(await collect(reading)).toHaveLength(1)
    }),
  )

  it(
    'does not end early if the last event of its range is gone',
    withSimulator({}, async ({ events, simulator }) => {
      for (let turn = 0; turn < 3; turn++) right(await events.append(`journey-t${turn}`, newEvents(2), 'none')())
      const reading = events.readAll({ types: ['Happened'] })
      const head = await events.head()
      // scavenged after the reader noted it and before the reader reached it; a later event follows
      const index = simulator.log.entries.findLastIndex(({ commit }) => `${commit}` === head)
      simulator.log.entries.splice(index, 1)
      right(await events.append('journey-t9', newEvents(1), 'none')())
      expect(await collect(reading)).toHaveLength(5)
    }),
  )
})

const systemEvent = {
  id: '00000000-0000-4000-8000-000000000000',
  type: '$statsCollected',
  contentType: 'application/json',
  data: Buffer.from('{}'),
  metadata: Buffer.from(''),
}

const last = async (
  events: { readStream: (stream: string) => AsyncIterable<readonly { revision: number }[]> },
  stream: number,
) => (await collect(events.readStream(`journey-t${stream}`))).at(-1)?.revision ?? ('none' as const)
