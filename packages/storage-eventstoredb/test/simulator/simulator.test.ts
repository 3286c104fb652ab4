import { randomUUID } from 'node:crypto'
import { EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client'
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

describe('the simulator answers as the server does:', () => {
  it('a batch append, the same one repeated, and another one at the same revision', async () => {
    const events = [event(), event()]
    const first = await client.appendToStream('s-1', events, { expectedRevision: NO_STREAM })
    expect(first).toMatchObject({ success: true, nextExpectedRevision: 1n, position: expect.anything() })
    const repeat = await client.appendToStream('s-1', events, { expectedRevision: NO_STREAM })
    expect(repeat).toEqual(first)
    await expect(client.appendToStream('s-1', [event()], { expectedRevision: NO_STREAM })).rejects.toMatchObject({
      type: 'wrong-expected-version',
      actualVersion: 1n,
    })
    expect(simulator.node.counts).toMatchObject({ appends: 0, batchAppends: 3 })
  })

  it('an append that is too large', async () => {
    const large = jsonEvent({ type: 'Large', data: 'x'.repeat(1_100_000) })
    await expect(client.appendToStream('s-1', large)).rejects.toMatchObject({ maxAppendSize: 1_048_576 })
  })

  it('a deleted stream, and a permanently deleted one', async () => {
    for (const stream of ['s-1', 's-2']) await client.appendToStream(stream, [event(), event()])
    await client.deleteStream('s-1')
    expect((await client.appendToStream('s-1', event(), { expectedRevision: NO_STREAM })).nextExpectedRevision).toBe(2n)
    await client.tombstoneStream('s-2')
    await expect(client.appendToStream('s-2', event())).rejects.toMatchObject({ type: 'stream-deleted' })
  })

  it('a subscription: stored events, the notice that it has caught up, and new events', async () => {
    await client.appendToStream('s-1', [event(), event()])
    const subscription = client.subscribeToAll({
      filter: { filterOn: 'eventType', regex: '^[^$]', checkpointInterval: 1 },
    })
    const received: string[] = []
    subscription.on('confirmation', () => received.push('confirmed'))
    subscription.on('caughtUp', () => {
      received.push('caught up')
      void client.appendToStream('s-1', event())
    })
    for await (const { event: recorded } of subscription) {
      received.push(`revision ${recorded?.revision}`)
      if (recorded?.revision === 2n) break
    }
    await subscription.unsubscribe()
    expect(received).toEqual(['confirmed', 'revision 0', 'revision 1', 'caught up', 'revision 2'])
  })

  it('a read among events of its own: links and statistics', async () => {
    await client.appendToStream('s-1', event())
    const types: (string | undefined)[] = []
    for await (const { event: recorded } of client.readAll()) types.push(recorded?.type)
    expect(types).toEqual(['$statsCollected', 'Happened', '$>'])
  })
})
