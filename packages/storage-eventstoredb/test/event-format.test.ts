import type { RecordedEvent } from '@eventstore/db-client'
import { eventIdOf } from '@skein/engine'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toServerEvent, toStoredEvent } from '../src/events/event-format.js'
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
    position: { commit: 7n, prepare: 5n },
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
          const { stream, revision, position, eventId, ...stored } = toStoredEvent(throughClient(toServerEvent(event)))
          expect(stored).toEqual(event)
          expect([stream, revision, position, eventId]).toEqual(['stream', 0, '7/5', eventIdOf(event.hash)])
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

  it('can be read if another program wrote it', () => {
    const foreign = throughClient(toServerEvent(newEvent('Foreign', '[1,2]')))
    expect(toStoredEvent({ ...foreign, metadata: undefined })).toMatchObject({ schemaVersion: 1, metadata: '{}' })
    expect(toStoredEvent({ ...foreign, metadata: { $causationId: 'c' } })).toMatchObject({
      data: '[1,2]',
      schemaVersion: 1,
      metadata: '{"$causationId":"c"}',
    })
    expect(toStoredEvent({ ...foreign, metadata: Buffer.from('plain') })).toMatchObject({ metadata: 'plain' })
  })

  it('without a position is an error that names the version needed', () => {
    const { position: _, ...older } = throughClient(toServerEvent(newEvent()))
    expect(() => toStoredEvent(older)).toThrow(/22\.6/)
  })
})
