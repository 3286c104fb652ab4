// The events of the adapter on simulators of each version and, with SKEIN_TEST_ESDB_URL, on a real server, which may hold
// other events and have other writers.
import { randomUUID } from 'node:crypto'
import { binaryEvent, type EventData, jsonEvent } from '@eventstore/db-client'
import { eventIdOf, type Position } from '@skein/engine'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EventStoreDBEvents, type EventStoreDBOptions, openEventStoreDB } from '../src/index.js'
import { servers, type TestServer } from './servers.js'
import { collect, ids, newEvent, newEvents, right } from './with-simulator.js'

describe.each(servers)('on $title', ({ start }) => {
  let server: TestServer
  let events: EventStoreDBEvents
  let stream: string
  beforeEach(async () => {
    server = await start()
    events = await openEventStoreDB({ url: server.url })
    stream = server.freshStream()
  })
  afterEach(async () => {
    await events.close()
    await server.stop()
  })

  const append = async (count: number, expected: number | 'none' = 'none', name = stream) => {
    const written = newEvents(count)
    right(await events.append(name, written, expected)())
    return written
  }
  const read = (...args: Parameters<EventStoreDBEvents['readStream']>) => collect(events.readStream(...args))
  const revisions = async (options: Parameters<EventStoreDBEvents['readStream']>[1] = {}) =>
    (await read(stream, options)).map(({ revision }) => revision)
  /** The events of this test after a position. */
  const logAfter = async (after: Position | undefined, streams: readonly string[]) =>
    (await collect(events.readAll(after === undefined ? {} : { after }))).filter((event) =>
      streams.includes(event.stream),
    )
  const withOptions = async (
    options: Omit<EventStoreDBOptions, 'url'>,
    use: (opened: EventStoreDBEvents) => Promise<void>,
  ) => {
    const opened = await openEventStoreDB({ url: server.url, ...options })
    await use(opened)
    await opened.close()
  }

  describe('an append', () => {
    it('returns the position of its last event as readers see it', async () => {
      for (const [count, expected] of [
        [1, 'none'],
        [3, 0],
      ] as const) {
        const { position } = right(await events.append(stream, newEvents(count), expected)())
        expect(position).toBe((await read(stream)).at(-1)?.position)
      }
    })

    it('that is repeated returns the original answer', async () => {
      const first = newEvents(1)
      const original = right(await events.append(stream, first, 'none')())
      right(await events.append(stream, newEvents(4), 0)())
      expect(right(await events.append(stream, first, 'none')())).toEqual(original)
    })

    it('that the server finds too large is refused, with what it takes', () =>
      withOptions({ maxAppendBytes: 5_000_000 }, async (opened) => {
        const large = newEvent('Large', JSON.stringify('x'.repeat(1_100_000)))
        expect(await opened.append(stream, [large], 'none')()).toMatchObject({
          left: { _tag: 'Unavailable', written: 'no', reason: { en: expect.stringMatching(/1048576/) } },
        })
      }))

    it('may use names that the server reserves, and is kept apart from its own streams', async () => {
      const names = ['$stats', '~$stats', '~', '$$journey'].map((name) => `${name}-${randomUUID()}`)
      const before = await events.head()
      for (const name of names) right(await events.append(name, [newEvent('$>'), newEvent('~x')], 'none')())
      const log = await logAfter(before, names)
      expect(log.map((event) => [event.stream, event.type])).toEqual(
        names.flatMap((name) => ['$>', '~x'].map((type) => [name, type])),
      )
      for (const name of names) expect(await read(name)).toHaveLength(2)
      const own = server.client.readStream(names[0] ?? '')[Symbol.asyncIterator]()
      await expect(own.next()).rejects.toMatchObject({ type: 'stream-not-found' })
      for (const name of names) await server.client.deleteStream(`~${name}`)
    })

    it('to a name or of a type that is empty throws, as that is a bug', () => {
      expect(() => events.append('', newEvents(1), 'none')).toThrow()
      expect(() => events.append(stream, [newEvent('')], 'none')).toThrow()
    })
  })

  describe('a reader of the log', () => {
    it('continues after any event of an append of several, without repeating one', async () => {
      const written = await append(6)
      for (const [index, { position }] of (await read(stream)).entries())
        expect(ids(await logAfter(position, [stream]))).toEqual(ids(written.slice(index + 1)))
    })

    it('filters types by their exact names', async () => {
      const before = await events.head()
      const names = [
        'Opened',
        'OpenedAgain',
        'ReOpened',
        'Open.d',
        'Open(d|s)',
        'Öffnung 事件',
        'a^b$',
        'c\\d',
        '[e]{2}*+?',
      ]
      const streams = names.map(() => server.freshStream())
      for (const [index, name] of names.entries())
        right(await events.append(streams[index] ?? '', [newEvent(name)], 'none')())
      for (const name of names) {
        const found = await collect(
          events.readAll({ types: [name], ...(before === undefined ? {} : { after: before }) }),
        )
        expect(found.filter((event) => streams.includes(event.stream)).map(({ type }) => type)).toEqual([name])
      }
    })

    it('follows what is appended while it reads', async () => {
      const after = right(await events.append(stream, newEvents(1), 'none')()).position ?? ''
      const stop = new AbortController()
      const found: string[] = []
      const following = (async () => {
        for await (const batch of events.subscribe({ after, signal: stop.signal })) {
          found.push(...ids(batch.filter((event) => event.stream === stream)))
          if (found.length >= 5) stop.abort()
        }
      })()
      const written = [...(await append(2, 0)), ...(await append(3, 2))]
      await following
      expect(found).toEqual(ids(written))
    })
  })

  describe('a position', () => {
    it('that is no record of the log is an error of every read', async () => {
      await append(3)
      const [first] = await read(stream)
      const inside = String(BigInt(first?.position ?? 0) + 1n)
      const behind = String(BigInt(first?.position ?? 0) + 1_000_000_000n)
      for (const after of [inside, behind])
        for (const reading of [
          () => collect(events.readAll({ after })),
          () => collect(events.readAll({ after, until: after })),
          () => collect(events.subscribe({ after, signal: new AbortController().signal })),
        ])
          await expect(reading()).rejects.toMatchObject({
            fault: 'missing',
            message: expect.stringMatching(/no record/),
          })
    })
  })

  describe('a stream of which the server hides the beginning', () => {
    it.each([
      { title: '$tb', metadata: { truncateBefore: 4 }, named: /\$tb: 4/ },
      { title: '$maxCount', metadata: { maxCount: 6 }, named: /\$maxCount: 6/ },
    ])('by $title cannot be read from its beginning; the error names the rest', async ({ metadata, named }) => {
      await append(10)
      await server.client.setStreamMetadata(stream, metadata)
      for (const options of [{}, { from: 0 }, { from: 0, to: 2 }, { from: 0, to: 0 }])
        await expect(revisions(options)).rejects.toMatchObject({
          fault: 'corrupt',
          message: expect.stringMatching(new RegExp(`${stream}@4.*${named.source}`)),
        })
    })

    it('can be read where it is asked for what is left', async () => {
      await append(10)
      await server.client.setStreamMetadata(stream, { truncateBefore: 4 })
      expect(await revisions({ partial: true })).toEqual([4, 5, 6, 7, 8, 9])
      expect(await revisions({ from: 2, to: 6 })).toEqual([4, 5, 6])
      expect(await revisions({ to: 2, partial: true })).toEqual([])
      expect(await revisions({ direction: 'backwards' })).toEqual([9, 8, 7, 6, 5, 4])
      expect(await revisions({ direction: 'backwards', from: 5 })).toEqual([5, 4])
      expect(right(await events.append(stream, newEvents(1), 9)()).revision).toBe(10)
    })
  })

  describe('a stream of which nothing is left', () => {
    it.each([
      { title: 'by $tb', hide: () => server.client.setStreamMetadata(stream, { truncateBefore: 9 }), named: /\$tb: 9/ },
      { title: 'as it was deleted', hide: () => server.client.deleteStream(stream), named: /deleted/ },
      { title: 'as it was deleted for good', hide: () => server.client.tombstoneStream(stream), named: /deleted/ },
    ])('$title cannot be read; the error says why', async ({ hide, named }) => {
      await append(3)
      await hide()
      for (const options of [{}, { partial: true }, { direction: 'backwards' as const }])
        await expect(revisions(options)).rejects.toMatchObject({
          fault: 'corrupt',
          message: expect.stringMatching(new RegExp(`${stream}.*${named.source}`)),
        })
    })

    it('and that was begun anew cannot be read from its beginning', async () => {
      await append(3)
      await server.client.deleteStream(stream)
      await append(2)
      await expect(revisions()).rejects.toMatchObject({ fault: 'corrupt', message: expect.stringMatching(/@3/) })
      expect(await revisions({ partial: true })).toEqual([3, 4])
    })

    it('as it never was, is empty', async () => {
      expect(await revisions()).toEqual([])
      expect(await revisions({ direction: 'backwards' })).toEqual([])
      await server.client.setStreamMetadata(stream, { cacheControl: 3 })
      expect(await revisions()).toEqual([])
    })

    it('for ever takes no append', async () => {
      await append(1)
      await server.client.tombstoneStream(stream)
      expect(await events.append(stream, newEvents(1), 0)()).toMatchObject({
        left: { _tag: 'Unavailable', written: 'no', reason: { en: expect.stringMatching(/deleted/) } },
      })
    })
  })

  it('names the streams that may have lost events, also after a scavenge', async () => {
    const [cut, deleted, gone] = [stream, server.freshStream(), server.freshStream()]
    for (const name of [cut, deleted, gone, server.freshStream()]) await append(3, 'none', name)
    await server.client.setStreamMetadata(cut, { maxCount: 1 })
    await server.client.deleteStream(deleted)
    await server.client.tombstoneStream(gone)
    const suspects: string[] = []
    for await (const name of events.suspectStreams?.() ?? []) suspects.push(name)
    expect(suspects).toEqual(expect.arrayContaining([cut, deleted, gone]))
    expect(suspects).toHaveLength(new Set(suspects).size)
    server.scavenge?.()
    const left: string[] = []
    for await (const name of events.suspectStreams?.() ?? []) left.push(name)
    expect(left).toEqual(expect.arrayContaining([cut, deleted, gone]))
  })

  describe('events that other programs wrote', () => {
    const bytes = (value: string): Uint8Array => Uint8Array.from(Buffer.from(value))
    /** Of every strange kind, with a type of ours. */
    const foreign = (): readonly EventData[] => [
      jsonEvent({ type: 'Happened', data: { on: '2018-03-27' } }),
      jsonEvent({ type: 'Happened', data: {}, metadata: bytes('null') }),
      jsonEvent({ type: 'Happened', data: [7], metadata: { $causationId: 'c' } }),
      binaryEvent({ type: 'Happened', data: bytes('\u0000no JSON'), metadata: bytes('\u0001') }),
      jsonEvent({ type: 'Happened', data: {}, metadata: { hash: 'a'.repeat(64), schemaVersion: 1, metadata: [] } }),
      jsonEvent({ type: '$>', data: 'no link' }),
    ]

    it('in streams of ours and of theirs are neither read nor counted as ours', async () => {
      const before = await events.head()
      const written = await append(2)
      await server.client.appendToStream(stream, [...foreign()])
      await server.client.appendToStream(server.freshStream('shop'), [...foreign()])
      const { position } = right(await events.append(stream, newEvents(1), 7)())
      expect((await read(stream)).map(({ revision }) => revision)).toEqual([0, 1, 8])
      expect((await read(stream, { direction: 'backwards' })).map(({ revision }) => revision)).toEqual([8, 1, 0])
      expect((await logAfter(before, [stream])).map(({ revision }) => revision)).toEqual([0, 1, 8])
      expect(await events.head()).toBe(position)
      expect(ids(await read(stream)).slice(0, 2)).toEqual(ids(written))
    })

    it('at the beginning of a stream are not what is missing of it', async () => {
      await server.client.appendToStream(stream, [...foreign()])
      expect(await read(stream)).toEqual([])
      expect(await events.append(stream, newEvents(1), 'none')()).toMatchObject({
        left: { _tag: 'Conflict', expected: 'none', actual: 5 },
      })
      right(await events.append(stream, newEvents(1), 5)())
      expect(await revisions()).toEqual([6])
    })

    it('are told apart by the id that belongs to the hash', async () => {
      const [event] = await append(1)
      const metadata = { hash: event?.hash, schemaVersion: 1, metadata: {} }
      const data = { on: '2018-03-27' }
      await server.client.appendToStream(stream, jsonEvent({ id: randomUUID(), type: 'Happened', data, metadata }))
      expect((await read(stream)).map(({ eventId }) => eventId)).toEqual([eventIdOf(event?.hash ?? '')])
    })
  })
})
