import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { openEventStoreDB } from '../src/index.js'
import { gather, newEvents, right, withSimulator } from './bench.js'
import { startSimulator } from './simulator/index.js'

// `withSimulator` itself waits until nobody is connected any more

describe('nothing is left', () => {
  it(
    'of a reader who leaves early',
    withSimulator({}, async ({ events, simulator }) => {
      right(await events.append('journey-t1', newEvents(1_000), 'none')())
      for (const read of [
        () => events.readStream('journey-t1'),
        () => events.readStream('journey-t1', { direction: 'backwards' }),
        () => events.readAll({ batchSize: 3 }),
        () => events.subscribe({ signal: new AbortController().signal, batchSize: 3 }),
      ]) {
        for await (const batch of read()) if (batch.length > 0) break
        await simulator.readsEnded()
      }
      expect(simulator.node.gate.connections).toBe(1)
    }),
  )

  it(
    'of a reader who fails at what it read',
    withSimulator({}, async ({ events, simulator }) => {
      right(await events.append('journey-t1', newEvents(100), 'none')())
      const failing = async () => {
        for await (const batch of events.readAll({ batchSize: 3 })) throw new Error(`no use for ${batch.length}`)
      }
      await expect(failing()).rejects.toThrow('no use for 3')
      await simulator.readsEnded()
    }),
  )

  it(
    'of a follower who is told to stop while it waits',
    withSimulator({}, async ({ events, simulator }) => {
      const iterator = events.subscribe({ signal: new AbortController().signal })[Symbol.asyncIterator]()
      const waiting = iterator.next()
      await simulator.until(() => simulator.node.openReads === 1)
      await iterator.return?.()
      expect(await waiting).toEqual({ done: true, value: undefined })
      await simulator.readsEnded()
    }),
  )

  it(
    'after close, of readers and followers that were left standing',
    withSimulator({}, async ({ events, simulator }) => {
      for (const expected of ['none', 2_999] as const)
        right(await events.append('journey-t1', newEvents(3_000), expected)())
      const left = [
        events.readAll({ batchSize: 2 }),
        events.readStream('journey-t1'),
        events.subscribe({ signal: new AbortController().signal, batchSize: 2 }),
      ].map((iterable) => iterable[Symbol.asyncIterator]())
      for (const iterator of left) await iterator.next()
      await events.close()
      await simulator.readsEnded()
      await simulator.node.gate.quiet()
      for (const iterator of left) await expect(finish(iterator)).rejects.toMatchObject({ fault: 'closed' })
    }),
  )

  it(
    'after close, of an append that was being tried again',
    withSimulator({}, async ({ events, simulator }) => {
      simulator.node.faults.set({ on: 'append', how: 'unavailable' })
      const append = events.append('journey-t1', newEvents(1), 'none')()
      await simulator.until(() => simulator.node.counts.appends >= 2)
      await events.close()
      expect(await append).toMatchObject({ left: { _tag: 'Unavailable', written: 'no' } })
    }),
  )

  it('after an opening that failed', async () => {
    const simulator = await startSimulator({ nodes: 2 })
    simulator.elect(undefined)
    for (const url of [simulator.url, simulator.clusterUrl])
      await expect(openEventStoreDB({ url, retryTimeoutMs: 0 })).rejects.toMatchObject({ fault: 'unavailable' })
    await Promise.all(simulator.nodes.map(({ gate }) => gate.quiet()))
    await simulator.stop()
  })

  it('of many openings, one after the other', async () => {
    const simulator = await startSimulator()
    for (let turn = 0; turn < 10; turn++) {
      const events = await openEventStoreDB({ url: simulator.url })
      right(await events.append(`journey-t${turn}`, newEvents(1), 'none')())
      expect(await gather(events.readAll())).toHaveLength(turn + 1)
      await events.close()
      await simulator.node.gate.quiet()
    }
    await simulator.stop()
  })

  it('that keeps a process from ending', async () => {
    const simulator = await startSimulator()
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL('./children/leave.ts', import.meta.url)), simulator.url],
      {
        stdio: ['ignore', 'inherit', 'inherit'],
      },
    )
    expect(await once(child, 'exit')).toEqual([0, null])
    await simulator.stop()
  })
})

const finish = async (iterator: AsyncIterator<unknown>) => {
  while (!(await iterator.next()).done);
}
