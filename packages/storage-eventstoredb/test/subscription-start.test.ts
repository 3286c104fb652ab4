import { describe, expect, it } from 'vitest'
import { collect, newEvents, right, withSimulator } from './with-simulator.js'

describe('a subscription that fails right after each confirmation', () => {
  it(
    'fails when the time to retry is over, with the reason of the server',
    withSimulator({ retryTimeoutMs: 300 }, async ({ events, simulator }) => {
      right(await events.append('journey-t1', newEvents(3), 'none')())
      simulator.node.faults.set({ on: 'read', how: 'internal', when: 'confirmed' })
      const { signal } = new AbortController()
      await expect(collect(events.subscribe({ signal }))).rejects.toMatchObject({
        fault: 'unavailable',
        message: expect.stringMatching(/RST_STREAM/),
      })
      expect(simulator.node.counts.reads).toBeLessThan(30)
    }),
  )

  it(
    'ends when its signal aborts',
    withSimulator({ retryTimeoutMs: 60_000 }, async ({ events, simulator }) => {
      right(await events.append('journey-t1', newEvents(3), 'none')())
      simulator.node.faults.set({ on: 'read', how: 'internal', when: 'confirmed' })
      const { reads } = simulator.node.counts
      const stop = new AbortController()
      const following = collect(events.subscribe({ signal: stop.signal }))
      await simulator.until(() => simulator.node.counts.reads > reads + 2)
      stop.abort()
      expect(await following).toEqual([])
    }),
  )
})
