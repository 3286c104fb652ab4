import { setTimeout as sleep } from 'node:timers/promises'
import type { StoredEvent } from '@skein/engine'
import { describe, expect, it } from 'vitest'
import { type Bench, gather, ids, newEvent, newEvents, right, withSimulator } from './bench.js'
import type { Fault } from './simulator/index.js'

/** Follows until it has seen so many events. */
const follow = ({ events }: Bench, count: number, types?: readonly string[]) => {
  const stop = new AbortController()
  const seen: StoredEvent[] = []
  const waiting = new Set<() => void>()
  const run = async () => {
    for await (const batch of events.subscribe({ signal: stop.signal, ...(types === undefined ? {} : { types }) })) {
      seen.push(...batch)
      for (const look of waiting) look()
      if (seen.length >= count) stop.abort()
    }
  }
  return {
    seen,
    stop,
    ended: run(),
    saw: (wanted: number) =>
      new Promise<void>((resolve) => {
        const look = () => seen.length >= wanted && resolve()
        waiting.add(look)
        look()
      }),
  }
}

const breaks: readonly Fault['how'][] = ['drop', 'cancelled', 'unavailable', 'internal']

describe('a follower', () => {
  it.each(breaks)('goes on where it was when "$how" ends its subscription', (how) =>
    withSimulator({}, async (bench) => {
      const { events, simulator } = bench
      const follower = follow(bench, 12)
      const written = newEvents(12)
      for (const [index, event] of written.entries()) {
        // now and then the next event finds the call broken
        if (index % 3 === 1) simulator.node.faults.set({ on: 'read', how, events: index % 2, times: 1 })
        right(await events.append(`journey-t${index}`, [event], 'none')())
        await follower.saw(index + 1)
      }
      await follower.ended
      expect(ids(follower.seen)).toEqual(ids(written))
    })(),
  )

  it(
    'goes on after the connection was cut while nothing came',
    withSimulator({}, async (bench) => {
      const { events, simulator } = bench
      const follower = follow(bench, 3)
      for (let turn = 0; turn < 3; turn++) {
        right(await events.append(`journey-t${turn}`, newEvents(1), 'none')())
        await follower.saw(turn + 1)
        simulator.node.gate.cut()
      }
      await follower.ended
      expect(follower.seen).toHaveLength(3)
    }),
  )

  it(
    'goes on at the new leader',
    withSimulator(
      {},
      async (bench) => {
        const { events, simulator } = bench
        const follower = follow(bench, 4)
        for (const [turn, leader] of [1, 2, 0, 1].entries()) {
          simulator.elect(leader)
          // the old leader's calls end with its leading
          for (const { gate } of simulator.nodes) gate.cut()
          right(await events.append(`journey-t${turn}`, newEvents(1), 'none')())
          await follower.saw(turn + 1)
        }
        await follower.ended
        expect(ids(follower.seen)).toEqual(ids(await gather(events.readAll())))
      },
      { nodes: 3 },
    ),
  )

  it(
    'of a server that is gone says so when its patience is over, and may begin again',
    withSimulator({ timeout: 1_000, retryTimeoutMs: 100 }, async (bench) => {
      const { events, simulator } = bench
      right(await events.append('journey-t1', newEvents(1), 'none')())
      const follower = follow(bench, 9)
      await follower.saw(1)
      await simulator.node.gate.shut()
      await expect(follower.ended).rejects.toMatchObject({ _tag: 'StorageError', fault: 'unavailable' })
      await simulator.node.gate.open()
      const again = follow(bench, 1)
      await again.ended
      expect(ids(again.seen)).toEqual(ids(follower.seen))
    }),
  )

  it(
    'of a server that takes its call and says nothing does not wait for ever',
    withSimulator({ timeout: 500, retryTimeoutMs: 0 }, async (bench) => {
      bench.simulator.node.faults.set({ on: 'read', how: 'stall' })
      await expect(follow(bench, 1).ended).rejects.toMatchObject({ fault: 'unavailable' })
    }),
  )

  it(
    'keeps its subscription however long nothing comes',
    withSimulator({ timeout: 400 }, async (bench) => {
      const { events, simulator } = bench
      const follower = follow(bench, 1, ['Wanted'])
      await simulator.until(() => simulator.node.openReads === 1)
      const { reads } = simulator.node.counts
      await sleep(1_000)
      right(await events.append('journey-t1', [newEvent('Wanted')], 'none')())
      await follower.ended
      expect(simulator.node.counts.reads).toBe(reads)
    }),
  )

  it(
    'of no types sees nothing, and ends on its signal',
    withSimulator({}, async (bench) => {
      right(await bench.events.append('journey-t1', newEvents(1), 'none')())
      const follower = follow(bench, 1, [])
      await bench.simulator.until(() => bench.simulator.node.openReads === 1)
      follower.stop.abort()
      await follower.ended
      expect(follower.seen).toEqual([])
    }),
  )
})
