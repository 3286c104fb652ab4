// What only the simulator does.
import { randomUUID } from 'node:crypto'
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from './index.js'

let simulator: Simulator
let client: EventStoreDBClient
beforeEach(async () => {
  simulator = await startSimulator()
  client = EventStoreDBClient.connectionString(simulator.url)
})
afterEach(async () => {
  await client.dispose()
  await simulator.stop()
})

const event = (id = randomUUID()) => jsonEvent({ id, type: 'Happened', data: { on: '2018-03-27' } })

const collect = async <T>(items: AsyncIterable<T>): Promise<readonly T[]> => {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

describe('the simulator', () => {
  it('counts appends of either call', async () => {
    await client.appendToStream('s-1', event())
    expect(simulator.node.counts).toMatchObject({ appends: 0, batchAppends: 1 })
  })

  it('writes events of its own among the others: links and statistics', async () => {
    await client.appendToStream('s-1', event())
    const types = (await collect(client.readAll())).map(({ event: recorded }) => recorded?.type)
    expect(types).toEqual(['$statsCollected', 'Happened', '$>'])
  })

  it('refuses what the adapter never asks for', async () => {
    await expect(client.appendToStream('$$s-1', event())).rejects.toMatchObject({ code: 12 })
    await expect(collect(client.subscribeToStream('s-1'))).rejects.toMatchObject({ code: 12 })
    await expect(collect(client.readAll({ resolveLinkTos: true }))).rejects.toMatchObject({ code: 12 })
  })

  it('removes what cannot be read any more, as a scavenge does', async () => {
    await client.appendToStream('s-1', [event(), event(), event()])
    await client.appendToStream('s-2', event())
    await client.setStreamMetadata('s-1', { maxCount: 1 })
    await client.tombstoneStream('s-2')
    simulator.log.scavenge()
    const left = (await collect(client.readAll())).flatMap(({ event: recorded }) =>
      recorded?.streamId.startsWith('s-') ? `${recorded.streamId} ${recorded.revision} ${recorded.type}` : [],
    )
    expect(left).toEqual(['s-1 2 Happened', 's-2 1 $streamDeleted'])
  })
})
