import type { RecordedEvent } from '@eventstore/db-client'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toServerEvent, toStoredEvent } from '../src/event-format.js'
import { newEvent } from './bench.js'

/** What the client does with an event on its way to the server and back. */
const throughClient = ({ id, type, contentType, data, metadata }: ReturnType<typeof toServerEvent>): RecordedEvent => {
  const isJson = contentType === 'application/json'
  const overTheWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
  // sound: the fields of a recorded event, made as the client makes them
  return {
    streamId: 'stream',
    id,
    revision: 0n,
    type,
    isJson,
    data: isJson ? overTheWire(data) : data,
    metadata: overTheWire(metadata),
    created: new Date(0),
    position: { commit: 7n, prepare: 5n },
  } as RecordedEvent
}

const spaced = (text: string): string => ` ${text}`
const text = fc.oneof(fc.json(), fc.json().map(spaced), fc.string({ unit: 'grapheme' }), fc.constant('{"a":1,"a":1.0}'))

describe('an event on the server', () => {
  it('comes back byte for byte, whatever its texts', () =>
    fc.assert(
      fc.property(
        text,
        text,
        fc.integer({ min: 1, max: 9 }),
        fc.string({ minLength: 1, unit: 'grapheme' }),
        (data, metadata, schemaVersion, type) => {
          const event = { ...newEvent(type, data), metadata, schemaVersion }
          const { stream, revision, position, ...stored } = toStoredEvent(throughClient(toServerEvent(event)))
          expect(stored).toEqual(event)
          expect([stream, revision, position]).toEqual(['stream', 0, '7/5'])
        },
      ),
      { numRuns: 500 },
    ))

  it("is JSON in the server's pages, with the metadata as they are, where the engine wrote it", () => {
    const metadata = { eventId: 'e1', schemaVersion: 3, saw: { 'policy-1': 4 }, hash: 'abc' }
    const event = {
      ...newEvent('Opened', '{"of":"t1","count":2}'),
      schemaVersion: 3,
      metadata: JSON.stringify(metadata),
    }
    expect(toServerEvent(event)).toMatchObject({
      contentType: 'application/json',
      data: { of: 't1', count: 2 },
      metadata,
    })
  })

  it('goes as bytes where its text is not what JSON.stringify writes', () => {
    for (const data of ['{"a":1.0}', '{ "a":1}', '{"a":1,"a":2}', 'no JSON'])
      expect(toServerEvent(newEvent('Opened', data)), data).toMatchObject({
        contentType: 'application/octet-stream',
        data: Uint8Array.from(Buffer.from(data)),
      })
  })

  it('has its metadata wrapped where they do not say the schema version, or might be taken for wrapped ones', () => {
    for (const metadata of [
      '{"actor":"a1"}',
      '{"schemaVersion":2}',
      '{"schemaVersion":1,"$skein":{}}',
      '[]',
      'null',
      '',
    ])
      expect(toServerEvent({ ...newEvent(), metadata }).metadata, metadata).toEqual({
        $skein: { schemaVersion: 1, metadata },
      })
  })

  it('may be of another program', () => {
    const theirs = throughClient(toServerEvent(newEvent('Theirs', '[1,2]')))
    expect(toStoredEvent({ ...theirs, metadata: undefined })).toMatchObject({ schemaVersion: 1, metadata: '{}' })
    expect(toStoredEvent({ ...theirs, metadata: { $causationId: 'c' } })).toMatchObject({
      data: '[1,2]',
      schemaVersion: 1,
      metadata: '{"$causationId":"c"}',
    })
    expect(toStoredEvent({ ...theirs, metadata: Buffer.from('plain') })).toMatchObject({ metadata: 'plain' })
  })

  it('of a server that says no positions is an error that names the version needed', () => {
    const { position: _, ...older } = throughClient(toServerEvent(newEvent()))
    expect(() => toStoredEvent(older)).toThrow(/22\.6/)
  })
})
