import { describe, expect, it } from 'vitest'
import { collect, ids, newEvent, newEvents, right, withSimulator } from './with-simulator.js'

const transientFaults = ['drop', 'cancelled', 'timeout', 'deadline', 'internal', 'unavailable', 'noLeader'] as const

describe('an append', () => {
  it.each(transientFaults.flatMap((how) => (['before', 'after'] as const).map((when) => ({ how, when }))))(
    'succeeds and is stored once when the fault "$how" occurs once $when the commit',
    ({ how, when }) =>
      withSimulator({}, async ({ events, simulator }) => {
        const [first, second] = [newEvents(3), newEvents(2)]
        right(await events.append('journey-t1', first, 'none')())
        simulator.node.faults.set({ on: 'append', how, when, times: 1 })
        expect(right(await events.append('journey-t1', second, 2)()).revision).toBe(4)
        expect(simulator.node.counts.appends).toBe(3)
        expect(ids(await collect(events.readStream('journey-t1')))).toEqual(ids([...first, ...second]))
      })(),
  )

  it(
    'is sent again with the same ids when no answer arrives in time',
    withSimulator({ requestTimeoutMs: 300 }, async ({ events, simulator }) => {
      const appended = newEvents(2)
      simulator.node.faults.set({ on: 'append', how: 'stall', when: 'after', times: 2 })
      expect(right(await events.append('journey-t1', appended, 'none')())).toMatchObject({ revision: 1 })
      expect(simulator.log.visible('journey-t1')).toHaveLength(2)
      expect(simulator.node.counts.appends).toBeGreaterThanOrEqual(3)
    }),
  )

  it(
    'whose first attempt was not written may lose to a concurrent one, and only one of both is stored',
    withSimulator({}, async ({ events, simulator }) => {
      simulator.node.faults.set({ on: 'append', how: 'timeout', times: 1 })
      const rivals = [newEvents(1), newEvents(1)]
      const answers = await Promise.all(rivals.map((rival) => events.append('journey-t1', rival, 'none')()))
      expect(answers.map(({ _tag }) => _tag).toSorted()).toEqual(['Left', 'Right'])
      const winner = answers.findIndex(({ _tag }) => _tag === 'Right')
      expect(answers[1 - winner]).toMatchObject({ left: { _tag: 'Conflict', expected: 'none', actual: 0 } })
      expect(ids(await collect(events.readStream('journey-t1')))).toEqual(ids(rivals[winner] ?? []))
    }),
  )

  it(
    'stays unknown if the outcome of one attempt is unknown, even if the last attempt wrote nothing',
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
    'continues at the new leader when the leader changes',
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
        expect(await collect(events.readAll())).toHaveLength(12)
      },
      { nodes: 3 },
    ),
  )

  it(
    'waits for the election of a leader, and is not lost',
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
        expect(await collect(events.readAll())).toHaveLength(5)
      },
      { nodes: 2 },
    ),
  )

  it(
    'with more bytes than the limit is refused before it is sent, with advice',
    withSimulator({ maxAppendBytes: 10_000 }, async ({ events, simulator }) => {
      const large = () => newEvent('Large', JSON.stringify('x'.repeat(5_000)))
      right(await events.append('journey-t1', [large()], 'none')())
      const refused = await events.append('journey-t1', [large(), large()], 0)()
      expect(refused).toMatchObject({
        _tag: 'Left',
        left: {
          _tag: 'Unavailable',
          written: 'no',
          reason: { en: expect.stringMatching(/10000 bytes.*2 events.*smaller/) },
        },
      })
      expect(simulator.node.counts.appends).toBe(1)
    }),
  )

  it(
    'never uses the call that all clients of a process share',
    withSimulator({}, async ({ events, simulator }) => {
      await Promise.all(newEvents(20).map((event, index) => events.append(`journey-t${index}`, [event], 'none')()))
      expect(simulator.node.counts).toMatchObject({ appends: 20, batchAppends: 0 })
    }),
  )

  it.each([
    { title: 'no events', stream: 's', append: [] },
    { title: 'half a surrogate pair', stream: '\ud800', append: newEvents(1) },
    { title: 'a hash that is too short', stream: 's', append: [{ ...newEvent(), hash: 'e1' }] },
    { title: 'a hash in upper case', stream: 's', append: [{ ...newEvent(), hash: 'E'.repeat(64) }] },
  ])('with $title throws, as that is a bug', ({ stream, append }) =>
    withSimulator({}, async ({ events, simulator }) => {
      expect(() => events.append(stream, append, 'none')).toThrow()
      expect(simulator.node.counts.appends).toBe(0)
    })(),
  )
})
