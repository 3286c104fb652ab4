import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openEventStoreDB } from '../src/index.js'
import { type Simulator, type SimulatorOptions, startSimulator } from './simulator/index.js'
import { collect, newEvents, right } from './with-simulator.js'

const folder = join(import.meta.dirname, 'simulator/tls')
const tls = { key: readFileSync(join(folder, 'key.pem')), certificate: readFileSync(join(folder, 'certificate.pem')) }
const authority = `tlsCAFile=${encodeURIComponent(join(folder, 'certificate.pem'))}`

let simulator: Simulator
const start = async (options: SimulatorOptions = {}) => {
  simulator = await startSimulator(options)
  return simulator
}
afterEach(() => simulator.stop())

describe('opening a server', () => {
  it('works over TLS with the user name and password of the connection string', async () => {
    const { node } = await start({ tls, credentials: 'clerk:p@ss:word' })
    const url = `esdb://clerk:p%40ss%3Aword@localhost:${node.port}?${authority}`
    const events = await openEventStoreDB({ url })
    right(await events.append('journey-t1', newEvents(2), 'none')())
    expect(await collect(events.readAll())).toHaveLength(2)
    expect(events.name).toBe(`esdb://localhost:${node.port}`)
    await events.close()
  })

  it('on this machine uses no proxy', async () => {
    const { url } = await start()
    vi.stubEnv('http_proxy', 'http://127.0.0.1:1')
    const events = await openEventStoreDB({ url })
    expect(await events.head()).toBeUndefined()
    await events.close()
    vi.unstubAllEnvs()
  })

  it('with a wrong password is refused without a retry', async () => {
    const { node } = await start({ tls, credentials: 'clerk:right' })
    const opening = openEventStoreDB({ url: `esdb://clerk:wrong@localhost:${node.port}?${authority}` })
    await expect(opening).rejects.toMatchObject({ fault: 'failed', message: expect.stringMatching(/password/) })
    await node.gate.disconnected()
  })

  it('with an untrusted certificate is refused', async () => {
    const { node } = await start({ tls })
    const opening = openEventStoreDB({ url: `esdb://localhost:${node.port}?tls=true`, retryTimeoutMs: 0 })
    await expect(opening).rejects.toMatchObject({
      fault: 'failed',
      message: expect.stringMatching(/certificate.*tlsCAFile/),
    })
    await node.gate.disconnected()
  })

  it('that does not run fails with its address', async () => {
    const { node, url } = await start()
    await node.gate.close()
    await expect(openEventStoreDB({ url, retryTimeoutMs: 0 })).rejects.toMatchObject({
      fault: 'unavailable',
      message: expect.stringContaining(`127.0.0.1:${node.port}`),
    })
  })

  it('that accepts the connection and does not answer fails', async () => {
    const { node, url } = await start()
    node.faults.set({ on: 'read', how: 'stall' })
    await expect(openEventStoreDB({ url, requestTimeoutMs: 300, retryTimeoutMs: 0 })).rejects.toMatchObject({
      fault: 'unavailable',
    })
    await node.gate.disconnected()
  })

  it('of a cluster finds the leader', async () => {
    const { nodes, clusterUrl, elect } = await start({ nodes: 3 })
    elect.call(simulator, 2)
    const events = await openEventStoreDB({ url: clusterUrl })
    right(await events.append('journey-t1', newEvents(1), 'none')())
    expect(nodes.map(({ counts }) => counts.appends)).toEqual([0, 0, 1])
    await events.close()
  })

  it('of a cluster without reachable nodes fails', async () => {
    const { nodes, clusterUrl } = await start({ nodes: 3 })
    for (const { gate } of nodes) await gate.close()
    const url = `${clusterUrl}&maxDiscoverAttempts=1`
    await expect(openEventStoreDB({ url, retryTimeoutMs: 0 })).rejects.toMatchObject({ fault: 'unavailable' })
  })

  it('by the address of a follower continues at the leader', async () => {
    const { nodes, url } = await start({ nodes: 2 })
    simulator.elect(1)
    const events = await openEventStoreDB({ url })
    expect(nodes[1]?.counts.reads).toBeGreaterThan(0)
    await events.close()
  })

  it.each(['follower', 'readOnlyReplica', 'random'])(
    'with the node preference %s is for reading only',
    async (preference) => {
      const { nodes, clusterUrl, url } = await start({ nodes: 2 })
      const leader = await openEventStoreDB({ url })
      right(await leader.append('journey-t1', newEvents(1), 'none')())
      const events = await openEventStoreDB({ url: `${clusterUrl}&nodePreference=${preference}` })
      expect(await collect(events.readStream('journey-t1'))).toHaveLength(1)
      expect(await collect(events.readAll())).toHaveLength(1)
      expect(await events.append('journey-t1', newEvents(1), 0)()).toMatchObject({
        left: {
          _tag: 'Unavailable',
          written: 'no',
          reason: { en: expect.stringMatching(/reading only.*nodePreference/) },
          cause: { fault: 'read-only' },
        },
      })
      expect(nodes.map(({ counts }) => counts.appends)).toEqual([1, 0])
      await events.close()
      await leader.close()
    },
  )

  it('with a preference for followers reads from one', async () => {
    const { nodes, clusterUrl } = await start({ nodes: 2 })
    const events = await openEventStoreDB({ url: `${clusterUrl}&nodePreference=follower` })
    await collect(events.readAll())
    expect(nodes.map(({ counts }) => counts.reads > 0)).toEqual([false, true])
    await events.close()
  })
})
