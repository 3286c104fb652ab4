import { describe, expect, it } from 'vitest'
import { gather, ids, newEvent, newEvents, right, withSimulator } from './bench.js'

const passing = ['drop', 'cancelled', 'timeout', 'deadline', 'internal', 'unavailable', 'noLeader'] as const

describe('an append', () => {
  it.each(passing.flatMap((how) => (['before', 'after'] as const).map((when) => ({ how, when }))))(
    'that meets "$how" once, $when the commit, succeeds all the same, and stands once',
    ({ how, when }) =>
      withSimulator({}, async ({ events, simulator }) => {
        const [first, second] = [newEvents(3), newEvents(2)]
        right(await events.append('journey-t1', first, 'none')())
        simulator.node.faults.set({ on: 'append', how, when, times: 1 })
        expect(right(await events.append('journey-t1', second, 2)()).revision).toBe(4)
        expect(simulator.node.counts.appends).toBe(3)
        expect(ids(await gather(events.readStream('journey-t1')))).toEqual(ids([...first, ...second]))
      })(),
  )

  it(
    'that gets no answer in time is sent again, with the same ids',
    withSimulator({ timeout: 300 }, async ({ events, simulator }) => {
      const appended = newEvents(2)
      simulator.node.faults.set({ on: 'append', how: 'stall', when: 'after', times: 2 })
      expect(right(await events.append('journey-t1', appended, 'none')())).toEqual({ revision: 1 })
      expect(simulator.log.visible('journey-t1')).toHaveLength(2)
      expect(simulator.node.counts.appends).toBeGreaterThanOrEqual(3)
    }),
  )

  it(
    'that was not written when its outcome became unknown may lose to another; never do both stand',
    withSimulator({}, async ({ events, simulator }) => {
      simulator.node.faults.set({ on: 'append', how: 'timeout', times: 1 })
      const rivals = [newEvents(1), newEvents(1)]
      const answers = await Promise.all(rivals.map((rival) => events.append('journey-t1', rival, 'none')()))
      expect(answers.map(({ _tag }) => _tag).toSorted()).toEqual(['Left', 'Right'])
      const winner = answers.findIndex(({ _tag }) => _tag === 'Right')
      expect(answers[1 - winner]).toMatchObject({ left: { _tag: 'Conflict', expected: 'none', actual: 0 } })
      expect(ids(await gather(events.readStream('journey-t1')))).toEqual(ids(rivals[winner] ?? []))
    }),
  )

  it(
    'that fails in one attempt with an unknown outcome stays unknown, also if the last attempt wrote nothing',
    withSimulator({ retryTimeoutMs: 60 }, async ({ events, simulator }) => {
      simulator.node.faults.set(
        { on: 'append', how: 'timeout', when: 'after', times: 1 },
        { on: 'append', how: 'unavailable' },
      )
      const answer = await events.append('journey-t1', newEvents(1), 'none')()
      expect(answer).toMatchObject({ _tag: 'Left', left: { _tag: 'Unavailable', written: 'unknown' } })
    }),
  )

  it(
    'goes on at the new leader when the old one steps back',
    withSimulator(
      {},
      async ({ events, simulator }) => {
        let revision: number | 'none' = 'none'
        for (const leader of [0, 1, 2, 0, 2, 1]) {
          simulator.elect(leader)
          revision = right(await events.append('journey-t1', newEvents(2), revision)()).revision
        }
        expect(revision).toBe(11)
        expect(simulator.nodes.every(({ counts }) => counts.appends > 0)).toBe(true)
        expect(await gather(events.readAll())).toHaveLength(12)
      },
      { nodes: 3 },
    ),
  )

  it(
    'waits for an election, and is not lost in it',
    withSimulator(
      {},
      async ({ events, simulator }) => {
        simulator.elect(undefined)
        const appends = Array.from({ length: 5 }, (_, index) =>
          events.append(`journey-t${index}`, newEvents(1), 'none')(),
        )
        await simulator.until(() => simulator.node.counts.appends >= 8)
        simulator.elect(1)
        for (const answer of await Promise.all(appends)) expect(right(answer).revision).toBe(0)
        expect(await gather(events.readAll())).toHaveLength(5)
      },
      { nodes: 2 },
    ),
  )

  it(
    'of one event answers with the position that its readers see; of several, with none',
    withSimulator({}, async ({ events }) => {
      const { position } = right(await events.append('journey-t1', newEvents(1), 'none')())
      const [stored] = await gather(events.readAll())
      expect(position).toBe(stored?.position)
      expect(right(await events.append('journey-t1', newEvents(2), 0)())).toEqual({ revision: 2 })
    }),
  )

  it(
    'repeated is answered with the revision of the first time, without a position',
    withSimulator({}, async ({ events }) => {
      const first = newEvents(1)
      right(await events.append('journey-t1', first, 'none')())
      right(await events.append('journey-t1', newEvents(4), 0)())
      expect(right(await events.append('journey-t1', first, 'none')())).toEqual({ revision: 0 })
    }),
  )

  it(
    'of more bytes than the server takes is refused before it is sent, with what to do about it',
    withSimulator({ maxAppendSize: 10_000 }, async ({ events, simulator }) => {
      const large = () => newEvent('Large', JSON.stringify('x'.repeat(5_000)))
      right(await events.append('journey-t1', [large()], 'none')())
      const refused = await events.append('journey-t1', [large(), large()], 0)()
      expect(refused).toMatchObject({
        _tag: 'Left',
        left: { _tag: 'Unavailable', written: 'no', reason: expect.stringMatching(/10000 bytes.*2 events.*smaller/) },
      })
      expect(simulator.node.counts.appends).toBe(1)
    }),
  )

  it(
    'that the server finds too large is refused at once',
    withSimulator({ maxAppendSize: 5_000_000 }, async ({ events, simulator }) => {
      const refused = await events.append(
        'journey-t1',
        [newEvent('Large', JSON.stringify('x'.repeat(1_100_000)))],
        'none',
      )()
      expect(refused).toMatchObject({
        left: { _tag: 'Unavailable', written: 'no', reason: expect.stringMatching(/1048576/) },
      })
      expect(simulator.node.counts.appends).toBe(1)
    }),
  )

  it(
    'to a stream that was deleted for good is refused at once',
    withSimulator({}, async ({ events, simulator }) => {
      right(await events.append('journey-t1', newEvents(1), 'none')())
      simulator.log.remove('journey-t1', true)
      expect(await events.append('journey-t1', newEvents(1), 0)()).toMatchObject({
        left: { _tag: 'Unavailable', written: 'no', reason: expect.stringMatching(/deleted/) },
      })
      await expect(gather(events.readStream('journey-t1'))).rejects.toMatchObject({ fault: 'missing' })
    }),
  )

  it(
    'never goes by the call that all clients of a process share',
    withSimulator({}, async ({ events, simulator }) => {
      await Promise.all(newEvents(20).map((event, index) => events.append(`journey-t${index}`, [event], 'none')()))
      expect(simulator.node.counts).toMatchObject({ appends: 20, batchAppends: 0 })
    }),
  )

  it.each([
    { title: 'no events', stream: 's', append: [] },
    { title: 'half a surrogate pair', stream: '\ud800', append: newEvents(1) },
    { title: 'an id that is no UUID', stream: 's', append: [{ ...newEvent(), eventId: 'e1' }] },
    {
      title: 'an id that would come back otherwise',
      stream: 's',
      append: [{ ...newEvent(), eventId: '0D0C8EA4-5B5C-5D7B-9A4E-0F6F3A3B8D11' }],
    },
  ])('of $title is a bug and throws', ({ stream, append }) =>
    withSimulator({}, async ({ events, simulator }) => {
      expect(() => events.append(stream, append, 'none')).toThrow()
      expect(simulator.node.counts.appends).toBe(0)
    })(),
  )

  it(
    "to a stream, or of a type, named like the server's own stands apart from them",
    withSimulator({}, async ({ events, simulator }) => {
      const streams = ['$stats', '~$stats', '~', '$$journey-t1']
      for (const stream of streams) right(await events.append(stream, [newEvent('$>'), newEvent('~x')], 'none')())
      const log = await gather(events.readAll())
      expect(log.map(({ stream, type }) => [stream, type])).toEqual(
        streams.flatMap((stream) => ['$>', '~x'].map((type) => [stream, type])),
      )
      expect(await gather(events.readAll({ types: ['$>'] }))).toHaveLength(4)
      expect(await gather(events.readStream('$stats'))).toHaveLength(2)
      expect(simulator.log.visible('$stats')).toBeUndefined()
    }),
  )
})
