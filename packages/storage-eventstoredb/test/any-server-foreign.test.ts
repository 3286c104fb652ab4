// Events of other programs in the log, on every server: see `on-servers.ts`.
import { randomUUID } from 'node:crypto'
import { binaryEvent, type EventData, jsonEvent } from '@eventstore/db-client'
import { eventIdOf } from '@skein/engine'
import { describe, expect, it } from 'vitest'
import { onServers } from './on-servers.js'
import { collect, ids, newEvents, right } from './with-simulator.js'

onServers((on) => {
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
      const before = await on.events.head()
      const written = await on.append(2)
      await on.server.client.appendToStream(on.stream, [...foreign()])
      await on.server.client.appendToStream(on.server.freshStream('shop'), [...foreign()])
      const { position } = right(await on.events.append(on.stream, newEvents(1), 7)())
      expect((await on.read(on.stream)).map(({ revision }) => revision)).toEqual([0, 1, 8])
      expect((await on.read(on.stream, { direction: 'backwards' })).map(({ revision }) => revision)).toEqual([8, 1, 0])
      expect((await on.logAfter(before, [on.stream])).map(({ revision }) => revision)).toEqual([0, 1, 8])
      expect(await on.events.head()).toBe(position)
      expect(ids(await on.read(on.stream)).slice(0, 2)).toEqual(ids(written))
    })

    it('are left out by the server where the kinds of our streams are known, unless they are to be counted', () =>
      on.withOptions({ streamKinds: ['adapter'] }, async (opened) => {
        const before = await opened.head()
        const after = before === undefined ? {} : { after: before }
        await on.server.client.appendToStream(on.server.freshStream('shop'), [...foreign()])
        const written = await on.append(3)
        await on.server.client.appendToStream(on.server.freshStream('shop'), [...foreign()])
        expect(ids(await collect(opened.readAll(after)))).toEqual(ids(written))
        let counted = 0
        const onForeign = (count: number) => {
          counted += count
        }
        expect(ids(await collect(opened.readAll({ ...after, onForeign })))).toEqual(ids(written))
        expect(counted).toBe(foreign().length - 1)
        expect(
          (
            await opened
              .readAll({ ...after, types: ['Happened'] })
              [Symbol.asyncIterator]()
              .next()
          ).value,
        ).toHaveLength(3)
      }))

    it('are counted among the last events of the log, without the events of the server', async () => {
      await on.server.client.appendToStream(on.server.freshStream('shop'), [...foreign()])
      await on.append(3)
      const ordinary = foreign().length - 1
      expect(await on.events.foreignAmongLast?.(ordinary + 3)).toEqual({ events: ordinary, of: ordinary + 3 })
      expect(await on.events.foreignAmongLast?.(2)).toEqual({ events: 0, of: 2 })
      expect(await on.events.foreignAmongLast?.(3, () => false)).toEqual({ events: 3, of: 3 })
    })

    it('at the beginning of a stream are not what is missing of it', async () => {
      await on.server.client.appendToStream(on.stream, [...foreign()])
      expect(await on.read(on.stream)).toEqual([])
      expect(await on.events.append(on.stream, newEvents(1), 'none')()).toMatchObject({
        left: { _tag: 'Conflict', expected: 'none', actual: 5 },
      })
      right(await on.events.append(on.stream, newEvents(1), 5)())
      expect(await on.revisions()).toEqual([6])
    })

    it('are told apart by the id that belongs to the hash', async () => {
      const [event] = await on.append(1)
      const metadata = { hash: event?.hash, schemaVersion: 1, metadata: {} }
      const data = { on: '2018-03-27' }
      await on.server.client.appendToStream(
        on.stream,
        jsonEvent({ id: randomUUID(), type: 'Happened', data, metadata }),
      )
      expect((await on.read(on.stream)).map(({ eventId }) => eventId)).toEqual([eventIdOf(event?.hash ?? '')])
    })
  })
})
