// What the adapter relies on, asked by the bare client: of the simulator as it plays each version, and of a real server.
import { randomUUID } from 'node:crypto'
import {
  BACKWARDS,
  END,
  eventTypeFilter,
  FORWARDS,
  jsonEvent,
  NO_STREAM,
  type Position,
  type ReadPosition,
  START,
  streamNameFilter,
} from '@eventstore/db-client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { servers, type TestServer } from '../servers.js'

const event = (id: string = randomUUID(), type = 'Happened') => jsonEvent({ id, type, data: { on: '2018-03-27' } })
const events = (count: number) => Array.from({ length: count }, () => event())

const collect = async <T>(items: AsyncIterable<T>): Promise<readonly T[]> => {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

describe.each(servers)('$title', ({ start }) => {
  let server: TestServer
  let stream: string
  beforeEach(async () => {
    server = await start()
    stream = server.freshStream()
  })
  afterEach(() => server.stop())

  const readAll = (fromPosition: ReadPosition, direction: typeof FORWARDS | typeof BACKWARDS = FORWARDS) =>
    collect(server.client.readAll({ fromPosition, direction, maxCount: 50 }))
  const positions = async (): Promise<readonly Position[]> =>
    (await collect(server.client.readStream(stream))).flatMap(({ event: read }) => read?.position ?? [])
  const revisions = async (name = stream) =>
    (await collect(server.client.readStream(name))).map(({ event: read }) => Number(read?.revision))

  it('gives each event of an append its own position, and a subscription begins behind its start', async () => {
    await server.client.appendToStream(stream, events(3))
    const given = await positions()
    expect(new Set(given.map(({ commit }) => commit)).size).toBe(3)
    for (const { commit, prepare } of given) expect(prepare).toBe(commit)
    const [, second, third] = given
    if (second === undefined) return expect.fail('an event has a position')
    const filter = streamNameFilter({ prefixes: [stream] })
    for await (const { event: read } of server.client.subscribeToAll({ fromPosition: second, filter })) {
      expect(read?.position).toEqual(third)
      break
    }
  })

  it('reads forwards from a position on, and backwards from before it', async () => {
    await server.client.appendToStream(stream, events(2))
    const [first, second] = await positions()
    if (first === undefined || second === undefined) return expect.fail('an event has a position')
    expect((await readAll(first))[0]?.event?.position).toEqual(first)
    expect((await readAll(second, BACKWARDS))[0]?.event?.position).toEqual(first)
  })

  it('refuses to read at a position that is no record, or backwards from behind the end', async () => {
    await server.client.appendToStream(stream, events(2))
    const [first] = await positions()
    const inside = (first?.commit ?? 0n) + 1n
    const expected = { code: server.version === 24 ? 3 : 2 }
    const behind = (first?.commit ?? 0n) + 1_000_000_000n
    await expect(readAll({ commit: inside, prepare: inside })).rejects.toMatchObject(expected)
    await expect(readAll({ commit: 0n, prepare: 5n })).rejects.toMatchObject(expected)
    await expect(readAll({ commit: inside, prepare: inside }, BACKWARDS)).rejects.toMatchObject(expected)
    await expect(readAll({ commit: behind, prepare: behind }, BACKWARDS)).rejects.toMatchObject(expected)
    expect(await readAll({ commit: behind, prepare: behind })).toEqual([])
    expect((await readAll(END, BACKWARDS)).length).toBeGreaterThan(1)
  })

  it('fails a subscription that begins at a position that is no record', async () => {
    await server.client.appendToStream(stream, events(2))
    const [first] = await positions()
    const inside = (first?.commit ?? 0n) + 1n
    const filter = eventTypeFilter({ regex: '^[^$]' })
    const confirmed: string[] = []
    const subscription = server.client.subscribeToAll({ fromPosition: { commit: inside, prepare: inside }, filter })
    subscription.on('confirmation', () => confirmed.push('confirmed'))
    await expect(collect(subscription)).rejects.toMatchObject({ code: server.version === 24 ? 3 : 2 })
    expect(confirmed).toHaveLength(server.version === 24 ? 1 : 0)
  })

  it('refuses an empty name or type and the nil id', async () => {
    for (const append of [
      () => server.client.appendToStream('', event()),
      () => server.client.appendToStream(stream, event(undefined, '')),
      () => server.client.appendToStream(stream, event('00000000-0000-0000-0000-000000000000')),
    ])
      await expect(append()).rejects.toThrow()
  })

  it('answers a repeated append as the first time', async () => {
    const appended = events(2)
    const append = () => server.client.appendToStream(stream, appended, { expectedRevision: NO_STREAM })
    const first = await append()
    expect(first).toMatchObject({ success: true, nextExpectedRevision: 1n, position: expect.anything() })
    expect(await append()).toEqual(first)
    await expect(server.client.appendToStream(stream, event(), { expectedRevision: NO_STREAM })).rejects.toMatchObject({
      type: 'wrong-expected-version',
      actualVersion: 1n,
    })
  })

  it('has a conflict where an old and a new id go to a deleted stream, and takes new ids', async () => {
    const old = event()
    await server.client.appendToStream(stream, [old])
    await server.client.deleteStream(stream)
    const append = (...appended: readonly ReturnType<typeof event>[]) =>
      server.client.appendToStream(stream, [...appended], { expectedRevision: NO_STREAM })
    await expect(append(old, event())).rejects.toMatchObject({ type: 'wrong-expected-version' })
    expect((await append(event(), event())).nextExpectedRevision).toBe(2n)
    expect(await revisions()).toEqual([1, 2])
  })

  it('takes appends at the last revision of a deleted stream, which then begins there', async () => {
    await server.client.appendToStream(stream, events(3))
    await server.client.deleteStream(stream)
    await expect(revisions()).rejects.toMatchObject({ type: 'stream-not-found' })
    await server.client.appendToStream(stream, event(), { expectedRevision: 2n })
    expect(await revisions()).toEqual([3])
  })

  it('deletes at the revision that is expected', async () => {
    await server.client.appendToStream(stream, events(2))
    await expect(server.client.deleteStream(stream, { expectedRevision: 0n })).rejects.toThrow()
    await expect(server.client.tombstoneStream(stream, { expectedRevision: 0n })).rejects.toThrow()
    await server.client.tombstoneStream(stream, { expectedRevision: 1n })
    await expect(server.client.appendToStream(stream, event())).rejects.toMatchObject({ type: 'stream-deleted' })
    await expect(revisions()).rejects.toMatchObject({ type: 'stream-deleted' })
  })

  it('hides events as the metadata of the stream say', async () => {
    await server.client.appendToStream(stream, events(6))
    await server.client.setStreamMetadata(stream, { maxCount: 2 })
    expect(await revisions()).toEqual([4, 5])
    await server.client.setStreamMetadata(stream, { truncateBefore: 3 })
    expect(await revisions()).toEqual([3, 4, 5])
    // all of them: the stream is there, without events
    await server.client.setStreamMetadata(stream, { truncateBefore: 9 })
    expect(await revisions()).toEqual([])
    await server.client.setStreamMetadata(stream, {})
    expect(await revisions()).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('keeps what cut a stream among the records of the log', async () => {
    const deleted = server.freshStream()
    for (const name of [stream, deleted]) await server.client.appendToStream(name, events(3))
    const [first] = await positions()
    await server.client.setStreamMetadata(stream, { maxCount: 2 })
    await server.client.tombstoneStream(deleted)
    const found: (string | undefined)[] = []
    const filter = eventTypeFilter({ regex: '^\\$(metadata|streamDeleted)$' })
    for await (const { event: read } of server.client.subscribeToAll({ fromPosition: first ?? START, filter })) {
      if (read?.streamId === `$$${stream}` || read?.streamId === deleted) found.push(`${read.streamId} ${read.type}`)
      if (found.length === 2) break
    }
    expect(found).toEqual([`$$${stream} $metadata`, `${deleted} $streamDeleted`])
  })

  it('filters by prefixes, and a pattern that is none is an error', async () => {
    const [a, b] = [server.freshStream('a'), server.freshStream('b')]
    for (const name of [a, b, a]) await server.client.appendToStream(name, event())
    const received: (string | undefined)[] = []
    const prefixes = [a]
    for await (const { event: read } of server.client.subscribeToAll({ filter: streamNameFilter({ prefixes }) })) {
      received.push(read?.streamId)
      if (received.length === 2) break
    }
    expect(received).toEqual([a, a])
    const none = collect(server.client.subscribeToAll({ filter: streamNameFilter({ regex: '(' }) }))
    await expect(none).rejects.toMatchObject({ code: 2 })
    expect(await revisions(a)).toEqual([0, 1])
  })

  it('counts only the data of an append for its size', async () => {
    const withMetadata = jsonEvent({
      type: 'Large',
      data: 'x'.repeat(900_000),
      metadata: { text: 'y'.repeat(400_000) },
    })
    expect((await server.client.appendToStream(stream, withMetadata)).success).toBe(true)
    const large = jsonEvent({ type: 'Large', data: 'x'.repeat(1_100_000) })
    await expect(server.client.appendToStream(stream, large)).rejects.toMatchObject({ maxAppendSize: 1_048_576 })
  })

  it('sends stored events, the notice that a subscription has caught up, and new events', async () => {
    await server.client.appendToStream(stream, events(2))
    const filter = streamNameFilter({ prefixes: [stream], checkpointInterval: 1 })
    const subscription = server.client.subscribeToAll({ filter })
    const received: string[] = []
    let isAppended = false
    const append = () => {
      if (!isAppended) void server.client.appendToStream(stream, event())
      isAppended = true
    }
    subscription.on('confirmation', () => received.push('confirmed'))
    subscription.on('caughtUp', () => {
      received.push('caught up')
      append()
    })
    for await (const { event: recorded } of subscription) {
      received.push(`revision ${recorded?.revision}`)
      // 22 sends no notice
      if (recorded?.revision === 1n && server.version === 22) append()
      if (recorded?.revision === 2n) break
    }
    const notice = server.version === 22 ? [] : ['caught up']
    expect(received).toEqual(['confirmed', 'revision 0', 'revision 1', ...notice, 'revision 2'])
  })
})
