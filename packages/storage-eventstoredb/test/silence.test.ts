import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { startChild } from '@skein/tooling/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openEventStoreDB } from '../src/index.js'
import { startSimulator } from './simulator/index.js'
import { collect, newEvents, right, withSimulator } from './with-simulator.js'

/** How long the work took, in milliseconds. */
const measured = async (work: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

describe('a listener that accepts connections and never answers', () => {
  let listener: Server
  let port = 0
  beforeAll(async () => {
    listener = createServer().listen(0, '127.0.0.1')
    await once(listener, 'listening')
    const address = listener.address()
    port = typeof address === 'object' ? (address?.port ?? 0) : 0
  })
  afterAll(() => void listener.close())

  const urls = () =>
    ['tls=false', 'tls=true'].flatMap((tls) => [
      `esdb://127.0.0.1:${port}?${tls}`,
      `esdb://127.0.0.1:${port},localhost:${port}?${tls}`,
    ])

  it('is an error of opening within the time for one answer', async () => {
    for (const url of urls()) {
      const took = await measured(() =>
        expect(openEventStoreDB({ url, requestTimeoutMs: 700, retryTimeoutMs: 300 })).rejects.toMatchObject({
          fault: 'unavailable',
        }),
      )
      expect(took, url).toBeGreaterThan(600)
      expect(took, url).toBeLessThan(1_400)
    }
  })

  it('does not keep a process running', async () => {
    for (const url of urls()) {
      const child = startChild(new URL('./children/open.ts', import.meta.url), url, '500')
      expect(await child.ended).toBe(0)
      expect(Date.now() - Number(child.lines[0]), url).toBeLessThan(2_000)
    }
  })
})

describe('a server that falls silent', () => {
  it(
    'is an error of an append within the time to retry, with an unknown outcome',
    withSimulator({ requestTimeoutMs: 400, retryTimeoutMs: 1_000 }, async ({ events, simulator }) => {
      right(await events.append('journey-t1', newEvents(1), 'none')())
      simulator.node.gate.freeze()
      const took = await measured(async () =>
        expect(await events.append('journey-t1', newEvents(1), 0)()).toMatchObject({
          left: { _tag: 'Unavailable', written: 'unknown' },
        }),
      )
      expect(took).toBeLessThan(1_600)
      simulator.node.gate.thaw()
    }),
  )

  it(
    'does not keep the store from closing, whatever it was doing',
    withSimulator({}, async ({ events, simulator }) => {
      right(await events.append('journey-t1', newEvents(1), 'none')())
      const following = collect(events.subscribe({ signal: new AbortController().signal })).catch(
        (error: unknown) => error,
      )
      await simulator.until(() => simulator.node.openReads === 1)
      simulator.node.gate.freeze()
      const append = events.append('journey-t1', newEvents(1), 0)()
      const reading = collect(events.readAll()).catch((error: unknown) => error)
      await sleep(50)
      expect(await measured(() => events.close())).toBeLessThan(2_000)
      expect(await append).toMatchObject({ left: { _tag: 'Unavailable', written: 'unknown' } })
      expect(await reading).toMatchObject({ fault: 'closed' })
      expect(await following).toMatchObject({ fault: 'closed' })
      simulator.node.gate.thaw()
    }),
  )

  it('and led the cluster is replaced by the new leader after the time for one answer', async () => {
    const simulator = await startSimulator({ nodes: 3 })
    const events = await openEventStoreDB({ url: simulator.clusterUrl, requestTimeoutMs: 500, retryTimeoutMs: 5_000 })
    right(await events.append('journey-t1', newEvents(1), 'none')())
    simulator.node.gate.freeze()
    simulator.elect(1)
    const took = await measured(async () =>
      expect(right(await events.append('journey-t1', newEvents(1), 0)()).revision).toBe(1),
    )
    // asking the silent node for the leader takes as long again, where it is asked first
    expect(took).toBeLessThan(2_500)
    await events.close()
    await simulator.stop()
  })
})
