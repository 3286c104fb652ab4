import type { RecordedEvent } from '@eventstore/db-client'
import { eventIdOf } from '@skein/engine'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOurs, toServerEvent, toStoredEvent } from '../src/events/event-format.js'
import { newEvent } from './with-simulator.js'

/** The event as the client returns it after a round trip to the server. */
const throughClient = ({ id, type, contentType, data, metadata }: ReturnType<typeof toServerEvent>): RecordedEvent => {
  const isJson = contentType === 'application/json'
  const serialised = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
  // sound: the fields of a recorded event, made as the client makes them
  return {
    streamId: 'stream',
    id,
    revision: 0n,
    type,
    isJson,
    data: isJson ? serialised(data) : data,
    metadata: serialised(metadata),
    created: new Date(0),
    position: { commit: 7n, prepare: 7n },
  } as RecordedEvent
}

const spaced = (text: string): string => ` ${text}`
const text = fc.oneof(fc.json(), fc.json().map(spaced), fc.string({ unit: 'grapheme' }), fc.constant('{"a":1,"a":1.0}'))

describe('an event on the server', () => {
  it('is returned byte for byte, whatever its texts are', () =>
    fc.assert(
      fc.property(
        text,
        text,
        fc.integer({ min: 1, max: 9 }),
        fc.string({ minLength: 1, unit: 'grapheme' }),
        (data, metadata, schemaVersion, type) => {
          const event = { ...newEvent(type, data), metadata, schemaVersion }
          const stored = toStoredEvent(throughClient(toServerEvent(event)))
          const read = { stream: 'stream', revision: 0, position: '7', eventId: eventIdOf(event.hash) }
          expect(stored).toEqual({ ...event, ...read })
        },
      ),
      { numRuns: 500 },
    ))

  it('is stored as JSON with unchanged metadata if the engine wrote it', () => {
    const metadata = [1528682400000, null, 'c', 'ab', 'a', { 'policy-1': 4 }]
    const event = {
      ...newEvent('Opened', '{"of":"t1","count":2}'),
      schemaVersion: 3,
      metadata: JSON.stringify(metadata),
    }
    expect(toServerEvent(event)).toMatchObject({
      contentType: 'application/json',
      data: { of: 't1', count: 2 },
      metadata: { hash: event.hash, schemaVersion: 3, metadata },
    })
  })

  it('is stored as bytes if JSON.stringify would give another text', () => {
    for (const data of ['{"a":1.0}', '{ "a":1}', '{"a":1,"a":2}', 'no JSON'])
      expect(toServerEvent(newEvent('Opened', data)), data).toMatchObject({
        contentType: 'application/octet-stream',
        data: Uint8Array.from(Buffer.from(data)),
      })
  })

  it('has its metadata as text if JSON.stringify would give another one', () => {
    for (const metadata of ['{"a":1.0}', '[ ]', '{"a":1,"a":2}', '']) {
      const event = { ...newEvent(), metadata }
      expect(toServerEvent(event).metadata, metadata).toEqual({
        $skein: { hash: event.hash, schemaVersion: 1, metadata },
      })
    }
  })

  it('is not ours if another program or the server itself wrote it', () => {
    const ours = throughClient(toServerEvent(newEvent()))
    expect(isOurs(ours)).toBe(true)
    const foreign: readonly Partial<RecordedEvent>[] = [
      ...[
        undefined,
        null,
        [],
        'text',
        7,
        Buffer.from('plain'),
        {},
        { $causationId: 'c' },
        { hash: 'e1', schemaVersion: 1 },
      ].map(
        // sound: what the client makes of any bytes
        (metadata) => ({ metadata }) as Partial<RecordedEvent>,
      ),
      // a copy of the metadata of an event of ours
      { id: '6f2b0c9e-5b0d-4d6e-9c52-4f6f0a8f6a52' },
      { type: '$>' },
      { streamId: '$ce-journey' },
    ]
    for (const difference of foreign) {
      // sound: as above
      const event = { ...ours, ...difference } as RecordedEvent
      expect([isOurs(event), toStoredEvent(event)], JSON.stringify(difference)).toEqual([false, undefined])
    }
  })

  it('without a position is an error that names the version needed', () => {
    const { position: _, ...older } = throughClient(toServerEvent(newEvent()))
    expect(() => toStoredEvent(older)).toThrow(/22\.6/)
  })
})
