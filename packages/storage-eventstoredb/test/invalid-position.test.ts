import { describe, expect, it } from 'vitest'
import { collect, newEvents, type OpenStore, right, withSimulator } from './with-simulator.js'

const versions = [22, 23, 24] as const

/** A position inside a record, where reading finds bytes that are none. */
const insideRecord = async ({ events }: OpenStore): Promise<string> => {
  right(await events.append('journey-t1', newEvents(3), 'none')())
  right(await events.append('journey-t2', newEvents(3), 'none')())
  const [first] = await collect(events.readAll())
  return String(BigInt(first?.position ?? 0) + 1n)
}

describe('a position that is no record of the log', () => {
  it.each(versions)('is an error of every read, on version %i', (version) =>
    withSimulator(
      {},
      async (store) => {
        const { events, simulator } = store
        const after = await insideRecord(store)
        const { reads } = simulator.node.counts
        for (const read of [
          () => collect(events.readAll({ after })),
          () => collect(events.readAll({ until: after })),
          () => collect(events.subscribe({ after, signal: new AbortController().signal })),
        ])
          await expect(read()).rejects.toMatchObject({ fault: 'missing', message: expect.stringMatching(/no record/) })
        // each of them once: it is not retried
        expect(simulator.node.counts.reads - reads).toBeLessThanOrEqual(4)
      },
      { version },
    )(),
  )

  it.each(versions)('behind the end of the log is an error, on version %i', (version) =>
    withSimulator(
      {},
      async (store) => {
        const { events } = store
        await insideRecord(store)
        const after = String(store.simulator.log.end + 1_000n)
        for (const read of [
          () => collect(events.readAll({ after, until: after })),
          () => collect(events.subscribe({ after, signal: new AbortController().signal })),
        ])
          await expect(read()).rejects.toMatchObject({ fault: 'missing' })
      },
      { version },
    )(),
  )
})

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
