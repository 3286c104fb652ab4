import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gather, ids, newEvent, newEvents, right, withSimulator } from './bench.js'
import type { Fault } from './simulator/index.js'

const types = ['Opened', 'Changed', 'Closed']

/** Breaks one after the other, each after some events of a call. */
const breaks: fc.Arbitrary<readonly Fault[]> = fc.array(
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
    'sees the same whatever breaks on the way, in streams and in the log',
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
        () => gather(events.readStream('journey-t1')),
        () => gather(events.readStream('journey-t1', { direction: 'backwards' })),
        () => gather(events.readStream('journey-t2', { from: 2, to: 6 })),
        () => gather(events.readAll({ batchSize: 4 })),
        () => gather(events.readAll({ types: ['Changed'], batchSize: 2 })),
        async () => [{ eventId: (await events.head()) ?? '' }],
      ]
      const undisturbed = await Promise.all(reads.map((read) => read()))
      await fc.assert(
        fc.asyncProperty(fc.nat(reads.length - 1), breaks, async (which, faults) => {
          simulator.node.faults.set(...faults)
          expect(ids((await reads[which]?.()) ?? [])).toEqual(ids(undisturbed[which] ?? []))
          simulator.node.faults.mend()
        }),
        { numRuns: 60 },
      )
    }),
  )

  it(
    "never shows what is the server's own, nor stops at it",
    withSimulator({}, async ({ events, simulator }) => {
      expect(await events.head()).toBeUndefined()
      const written = newEvents(3)
      right(await events.append('journey-t1', written, 'none')())
      const head = await events.head()
      // statistics and links pile up behind it
      for (let turn = 0; turn < 300; turn++) simulator.log.append('$stats-1', [systemEvent], 'any')
      expect(await events.head()).toBe(head)
      expect(ids(await gather(events.readAll()))).toEqual(ids(written))
      expect(await gather(events.readAll({ ...(head === undefined ? {} : { after: head }) }))).toEqual([])
    }),
  )

  it(
    'may ask for a part that ends or begins where no event of ours stands',
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
          [commit - 1n, commit + 1n],
        ]) {
          const read = await gather(
            events.readAll({
              ...(after === undefined || after < 0n ? {} : { after: `${after}/${after}` }),
              ...(until === undefined ? {} : { until: `${until}/${until}` }),
            }),
          )
          const wanted = simulator.log.entries.filter(
            (entry) =>
              entry.stream.startsWith('journey') &&
              (after === undefined || entry.commit > after) &&
              (until === undefined || entry.commit <= until),
          )
          expect(ids(read)).toEqual(wanted.map(({ id }) => id))
        }
    }),
  )

  it(
    'goes on after any event of an append of several, each once',
    withSimulator({}, async ({ events }) => {
      const written = newEvents(6)
      right(await events.append('journey-t1', written, 'none')())
      const log = await gather(events.readAll())
      for (const [index, { position }] of log.entries())
        expect(ids(await gather(events.readAll({ after: position })))).toEqual(ids(written.slice(index + 1)))
    }),
  )

  it(
    'takes the revisions of a truncated stream from the server',
    withSimulator({}, async ({ events, simulator }) => {
      const written = newEvents(10)
      right(await events.append('journey-t1', written, 'none')())
      simulator.log.truncate('journey-t1', 4)
      const revisions = async (options: Parameters<typeof events.readStream>[1]) =>
        (await gather(events.readStream('journey-t1', options))).map(({ revision }) => revision)
      expect(await revisions({})).toEqual([4, 5, 6, 7, 8, 9])
      expect(await revisions({ from: 2, to: 6 })).toEqual([4, 5, 6])
      expect(await revisions({ to: 2 })).toEqual([])
      expect(await revisions({ direction: 'backwards' })).toEqual([9, 8, 7, 6, 5, 4])
      expect(await revisions({ direction: 'backwards', from: 5 })).toEqual([5, 4])
      expect(right(await events.append('journey-t1', newEvents(1), 9)()).revision).toBe(10)
    }),
  )

  it(
    'finds nothing in a deleted stream, which goes on with its next revision',
    withSimulator({}, async ({ events, simulator }) => {
      right(await events.append('journey-t1', newEvents(3), 'none')())
      simulator.log.remove('journey-t1', false)
      expect(await gather(events.readStream('journey-t1'))).toEqual([])
      expect(right(await events.append('journey-t1', newEvents(2), 'none')()).revision).toBe(4)
      expect((await gather(events.readStream('journey-t1'))).map(({ revision }) => revision)).toEqual([3, 4])
    }),
  )

  it(
    'of a server that stops answering gives up with an error that names it',
    withSimulator({ timeout: 500, retryTimeoutMs: 0 }, async ({ events, simulator }) => {
      right(await events.append('journey-t1', newEvents(5), 'none')())
      for (const read of [
        () => gather(events.readStream('journey-t1')),
        () => gather(events.readAll()),
        () => events.head(),
      ]) {
        simulator.node.faults.set({ on: 'read', how: 'stall', events: 1 }, { on: 'read', how: 'stall' })
        await expect(read()).rejects.toMatchObject({
          _tag: 'StorageError',
          fault: 'unavailable',
          message: expect.stringContaining(events.name),
        })
        simulator.node.faults.mend()
      }
    }),
  )

  it(
    'asks for its types by their exact names',
    withSimulator({}, async ({ events }) => {
      const names = [
        'Opened',
        'OpenedAgain',
        'ReOpened',
        'Open.d',
        'Open(d|s)',
        'Öffnung 事件',
        'a^b$',
        'c\\d',
        '[e]{2}*+?',
      ]
      for (const [index, name] of names.entries())
        right(await events.append(`journey-t${index}`, [newEvent(name)], 'none')())
      for (const name of names)
        expect((await gather(events.readAll({ types: [name] }))).map(({ type }) => type)).toEqual([name])
    }),
  )

  it(
    'ends, after long stretches without an event it wants, also where its last event is gone',
    withSimulator({}, async ({ events, simulator }) => {
      right(await events.append('journey-t1', [newEvent('Wanted'), newEvent('Last')], 'none')())
      const reading = events.readAll({ types: ['Wanted'] })
      const head = await events.head()
      const { entries } = simulator.log
      entries.splice(
        entries.findIndex(({ commit, prepare }) => `${commit}/${prepare}` === head),
        1,
      )
      for (let turn = 0; turn < 6; turn++)
        right(await events.append(`journey-o${turn}`, newEvents(500, 'Other'), 'none')())
      expect(await gather(reading)).toHaveLength(1)
    }),
  )

  it(
    'does not end early where the last event was taken off the log',
    withSimulator({}, async ({ events, simulator }) => {
      for (let turn = 0; turn < 3; turn++) right(await events.append(`journey-t${turn}`, newEvents(2), 'none')())
      const reading = events.readAll({ types: ['Happened'] })
      const head = await events.head()
      // scavenged after the reader noted it, before it came there; others follow
      const index = simulator.log.entries.findLastIndex(({ commit, prepare }) => `${commit}/${prepare}` === head)
      simulator.log.entries.splice(index, 1)
      right(await events.append('journey-t9', newEvents(1), 'none')())
      expect(await gather(reading)).toHaveLength(5)
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
) => (await gather(events.readStream(`journey-t${stream}`))).at(-1)?.revision ?? ('none' as const)
