import { randomUUID } from 'node:crypto'
import {
  BACKWARDS,
  END,
  EventStoreDBClient,
  FORWARDS,
  jsonEvent,
  NO_STREAM,
  type ReadPosition,
  streamNameFilter,
} from '@eventstore/db-client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from './index.js'

const event = (id: string = randomUUID(), type = 'Happened') => jsonEvent({ id, type, data: { on: '2018-03-27' } })

const collect = async <T>(items: AsyncIterable<T>): Promise<readonly T[]> => {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

describe.each([22, 23, 24] as const)('the simulator of version %i answers as the server does:', (version) => {
  let simulator: Simulator
  let client: EventStoreDBClient
  beforeEach(async () => {
    simulator = await startSimulator({ version, systemEvents: false })
    client = EventStoreDBClient.connectionString(simulator.url)
  })
  afterEach(async () => {
    await client.dispose()
    await simulator.stop()
  })

  const readAll = (fromPosition: ReadPosition, direction: typeof FORWARDS | typeof BACKWARDS = FORWARDS) =>
    collect(client.readAll({ fromPosition, direction }))
  const revisions = async (stream: string) =>
    (await collect(client.readStream(stream))).map(({ event: read }) => Number(read?.revision))

  it('each event of an append has its own position, and a start there is exclusive for subscriptions', async () => {
    await client.appendToStream('s-1', [event(), event(), event()])
    const positions = (await readAll('start')).map(({ event: read }) => read?.position)
    expect(new Set(positions.map((position) => position?.commit)).size).toBe(3)
    for (const position of positions) expect(position?.prepare).toBe(position?.commit)
    const second = positions[1]
    if (second === undefined) return expect.fail('an event has a position')
    for await (const { event: read } of client.subscribeToAll({ fromPosition: second })) {
      expect(read?.position).toEqual(positions[2])
      break
    }
  })

  it('reading at a position that is no record, or backwards from behind the end, is an error', async () => {
    await client.appendToStream('s-1', [event(), event()])
    const expected = { code: version === 24 ? 3 : 2 }
    const end = simulator.log.end
    await expect(readAll({ commit: 1n, prepare: 1n })).rejects.toMatchObject(expected)
    await expect(readAll({ commit: 0n, prepare: 5n })).rejects.toMatchObject(expected)
    await expect(readAll({ commit: 1n, prepare: 1n }, BACKWARDS)).rejects.toMatchObject(expected)
    await expect(readAll({ commit: end + 9n, prepare: end + 9n }, BACKWARDS)).rejects.toMatchObject(expected)
    expect(await readAll({ commit: end + 9n, prepare: end + 9n })).toEqual([])
    expect(await readAll(END, BACKWARDS)).toHaveLength(2)
  })

  it('an empty name or type and the nil id are errors', async () => {
    for (const append of [
      () => client.appendToStream('', event()),
      () => client.appendToStream('s-1', event(undefined, '')),
      () => client.appendToStream('s-1', event('00000000-0000-0000-0000-000000000000')),
    ])
      await expect(append()).rejects.toMatchObject({ code: 2 })
  })

  it('an old and a new id on a deleted stream are a conflict, new ids are not', async () => {
    const old = event()
    await client.appendToStream('s-1', [old])
    await client.deleteStream('s-1')
    const append = (...events: readonly ReturnType<typeof event>[]) =>
      client.appendToStream('s-1', [...events], { expectedRevision: NO_STREAM })
    await expect(append(old, event())).rejects.toMatchObject({ type: 'wrong-expected-version' })
    expect((await append(event(), event())).nextExpectedRevision).toBe(2n)
    expect(await revisions('s-1')).toEqual([1, 2])
  })

  it('deleting asks for the revision', async () => {
    await client.appendToStream('s-1', [event(), event()])
    await expect(client.deleteStream('s-1', { expectedRevision: 0n })).rejects.toThrow()
    await expect(client.tombstoneStream('s-1', { expectedRevision: 0n })).rejects.toThrow()
    await client.tombstoneStream('s-1', { expectedRevision: 1n })
    await expect(client.appendToStream('s-1', event())).rejects.toMatchObject({ type: 'stream-deleted' })
  })

  it('metadata of a stream hide its events', async () => {
    await client.appendToStream(
      's-1',
      Array.from({ length: 6 }, () => event()),
    )
    await client.setStreamMetadata('s-1', { maxCount: 2 })
    expect(await revisions('s-1')).toEqual([4, 5])
    await client.setStreamMetadata('s-1', { truncateBefore: 3 })
    expect(await revisions('s-1')).toEqual([3, 4, 5])
    await client.setStreamMetadata('s-1', { truncateBefore: 9 })
    expect(await revisions('s-1')).toEqual([])
    simulator.log.scavenge()
    expect((await readAll('start')).filter(({ event: read }) => read?.streamId === 's-1')).toEqual([])
  })

  it('a filter by prefixes filters, and a pattern that is none is an error', async () => {
    for (const name of ['a-1', 'b-1', 'a-2']) await client.appendToStream(name, event())
    const received: (string | undefined)[] = []
    for await (const { event: read } of client.subscribeToAll({ filter: streamNameFilter({ prefixes: ['a-'] }) })) {
      received.push(read?.streamId)
      if (received.length === 2) break
    }
    expect(received).toEqual(['a-1', 'a-2'])
    const none = collect(client.subscribeToAll({ filter: streamNameFilter({ regex: '(' }) }))
    await expect(none).rejects.toMatchObject({ code: 2 })
    expect(await revisions('a-1')).toEqual([0])
  })

  it('what the adapter never asks for is refused, not answered', async () => {
    await expect(client.appendToStream('$$s-1', event())).rejects.toMatchObject({ code: 12 })
    await expect(collect(client.subscribeToStream('s-1'))).rejects.toMatchObject({ code: 12 })
    await expect(collect(client.readAll({ resolveLinkTos: true }))).rejects.toMatchObject({ code: 12 })
  })

  it('only the data of an append count for its size', async () => {
    const withMetadata = jsonEvent({
      type: 'Large',
      data: 'x'.repeat(900_000),
      metadata: { text: 'y'.repeat(400_000) },
    })
    expect((await client.appendToStream('s-1', withMetadata)).success).toBe(true)
  })
})
