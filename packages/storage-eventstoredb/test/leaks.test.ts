import { startChild } from '@skein/tooling/testing'
import { describe, expect, it } from 'vitest'
import { openEventStoreDB } from '../src/index.js'
import { startSimulator } from './simulator/index.js'
import { collect, newEvents, right, withSimulator } from './with-simulator.js'

// `withSimulator` itself waits until no connection is left

describe('nothing is left open', () => {
  it(
    'by a reader that stops early',
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
    'by a reader that throws',
    withSimulator({}, async ({ events, simulator }) => {
      right(await events.append('journey-t1', newEvents(100), 'none')())
      const failing = async () => {
        for await (const batch of events.readAll({ batchSize: 3 })) throw new Error(`failed at ${batch.length}`)
      }
      await expect(failing()).rejects.toThrow('failed at 3')
      await simulator.readsEnded()
    }),
  )

  it(
    'by a follower that is stopped while it waits',
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
    'after close, by readers and followers that did not end',
    withSimulator({}, async ({ events, simulator }) => {
      for (const expected of ['none', 2_999] as const)
        right(await events.append('journey-t1', newEvents(3_000), expected)())
      const unfinished = [
        events.readAll({ batchSize: 2 }),
        events.readStream('journey-t1'),
        events.subscribe({ signal: new AbortController().signal, batchSize: 2 }),
      ].map((iterable) => iterable[Symbol.asyncIterator]())
      for (const iterator of unfinished) await iterator.next()
      await events.close()
      await simulator.readsEnded()
      await simulator.node.gate.disconnected()
      for (const iterator of unfinished) await expect(finish(iterator)).rejects.toMatchObject({ fault: 'closed' })
    }),
  )

  it(
    'after close, by an append that was being retried',
    withSimulator({}, async ({ events, simulator }) => {
      simulator.node.faults.set({ on: 'append', how: 'unavailable' })
      const append = events.append('journey-t1', newEvents(1), 'none')()
      await simulator.until(() => simulator.node.counts.appends >= 2)
      await events.close()
      expect(await append).toMatchObject({ left: { _tag: 'Unavailable', written: 'no' } })
    }),
  )

  it('after a failed opening', async () => {
    const simulator = await startSimulator({ nodes: 2 })
    simulator.elect(undefined)
    for (const url of [simulator.url, simulator.clusterUrl])
      await expect(openEventStoreDB({ url, retryTimeoutMs: 0 })).rejects.toMatchObject({ fault: 'unavailable' })
    await Promise.all(simulator.nodes.map(({ gate }) => gate.disconnected()))
    await simulator.stop()
  })

  it('by many openings, one after the other', async () => {
    const simulator = await startSimulator()
    for (let turn = 0; turn < 10; turn++) {
      const events = await openEventStoreDB({ url: simulator.url })
      right(await events.append(`journey-t${turn}`, newEvents(1), 'none')())
      expect(await collect(events.readAll())).toHaveLength(turn + 1)
      await events.close()
      await simulator.node.gate.disconnected()
    }
    await simulator.stop()
  })

  it('that would keep a process running', async () => {
    const simulator = await startSimulator()
    const child = startChild(new URL('./children/use-and-close.ts', import.meta.url), simulator.url)
    expect(await child.ended).toBe(0)
    expect(child.errorOutput()).toBe('')
    await simulator.stop()
  })
})

const finish = async (iterator: AsyncIterator<unknown>) => {
  while (!(await iterator.next()).done);
}
