import { setTimeout as sleep } from 'node:timers/promises'
import type { StoredEvent } from '@skein/engine'
import { describe, expect, it } from 'vitest'
import type { Fault } from './simulator/index.js'
import { collect, ids, newEvent, newEvents, type OpenStore, right, withSimulator } from './with-simulator.js'

/** Follows the log until it has read so many events. */
const follow = ({ events }: OpenStore, count: number, types?: readonly string[]) => {
  const stop = new AbortController()
  const read: StoredEvent[] = []
  const listeners = new Set<() => void>()
  const run = async () => {
    for await (const batch of events.subscribe({ signal: stop.signal, ...(types === undefined ? {} : { types }) })) {
      read.push(...batch)
      for (const listener of listeners) listener()
      if (read.length >= count) stop.abort()
    }
  }
  return {
    read,
    stop,
    ended: run(),
    hasRead: (wanted: number) =>
      new Promise<void>((resolve) => {
        const listener = () => read.length >= wanted && resolve()
        listeners.add(listener)
        listener()
      }),
  }
}

const transientFaults: readonly Fault['how'][] = ['drop', 'cancelled', 'unavailable', 'internal']

describe('a follower', () => {
  it.each(transientFaults)('continues after the last event it read when the fault "%s" ends its subscription', (how) =>
    withSimulator({}, async (store) => {
      const { events, simulator } = store
      const follower = follow(store, 12)
      const written = newEvents(12)
      for (const [index, event] of written.entries()) {
        // every third event finds the call broken
        if (index % 3 === 1) simulator.node.faults.set({ on: 'read', how, events: index % 2, times: 1 })
        right(await events.append(`journey-t${index}`, [event], 'none')())
        await follower.hasRead(index + 1)
      }
      await follower.ended
      expect(ids(follower.read)).toEqual(ids(written))
    })(),
  )

  it(
    'continues after its idle connection was cut',
    withSimulator({}, async (store) => {
      const { events, simulator } = store
      const follower = follow(store, 3)
      for (let turn = 0; turn < 3; turn++) {
        right(await events.append(`journey-t${turn}`, newEvents(1), 'none')())
        await follower.hasRead(turn + 1)
        simulator.node.gate.cut()
      }
      await follower.ended
      expect(follower.read).toHaveLength(3)
    }),
  )

  it(
    'continues at the new leader',
    withSimulator(
      {},
      async (store) => {
        const { events, simulator } = store
        const follower = follow(store, 4)
        for (const [turn, leader] of [1, 2, 0, 1].entries()) {
          simulator.elect(leader)
          // a node ends its calls when it is no longer the leader
          for (const { gate } of simulator.nodes) gate.cut()
          right(await events.append(`journey-t${turn}`, newEvents(1), 'none')())
          await follower.hasRead(turn + 1)
        }
        await follower.ended
        expect(ids(follower.read)).toEqual(ids(await collect(events.readAll())))
      },
      { nodes: 3 },
    ),
  )

  it(
    'fails when the server stays away for longer than `retryTimeoutMs`, and can be started again',
    withSimulator({ requestTimeoutMs: 1_000, retryTimeoutMs: 100 }, async (store) => {
      const { events, simulator } = store
      right(await events.append('journey-t1', newEvents(1), 'none')())
      const follower = follow(store, 9)
      await follower.hasRead(1)
      await simulator.node.gate.close()
      await expect(follower.ended).rejects.toMatchObject({ _tag: 'StorageError', fault: 'unavailable' })
      await simulator.node.gate.open()
      const second = follow(store, 1)
      await second.ended
      expect(ids(second.read)).toEqual(ids(follower.read))
    }),
  )

  it(
    'fails when the server accepts its call and does not answer',
    withSimulator({ requestTimeoutMs: 500, retryTimeoutMs: 0 }, async (store) => {
      store.simulator.node.faults.set({ on: 'read', how: 'stall' })
      await expect(follow(store, 1).ended).rejects.toMatchObject({ fault: 'unavailable' })
    }),
  )

  it(
    'keeps its subscription when no event arrives for a long time',
    withSimulator({ requestTimeoutMs: 400 }, async (store) => {
      const { events, simulator } = store
      const follower = follow(store, 1, ['Wanted'])
      await simulator.until(() => simulator.node.openReads === 1)
      const { reads } = simulator.node.counts
      await sleep(1_000)
      right(await events.append('journey-t1', [newEvent('Wanted')], 'none')())
      await follower.ended
      expect(simulator.node.counts.reads).toBe(reads)
    }),
  )

  it(
    'of no types reads nothing, and ends when its signal aborts',
    withSimulator({}, async (store) => {
      right(await store.events.append('journey-t1', newEvents(1), 'none')())
      const follower = follow(store, 1, [])
      await store.simulator.until(() => store.simulator.node.openReads === 1)
      follower.stop.abort()
      await follower.ended
      expect(follower.read).toEqual([])
    }),
  )
})
