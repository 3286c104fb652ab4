import fc from 'fast-check'
import { expect, it } from 'vitest'
import { StorageError } from '../src/index.js'
import { canonical } from '../src/integrity/canonical.js'
import { codecOf, commandIdOf, eventContextOf, metadataOf } from '../src/integrity/codec.js'
import { hashOf, splitHash } from '../src/integrity/hash.js'
import { on } from './fixture.js'
import { toyDomain } from './toy-domain.js'

const codec = codecOf(toyDomain)
const id = fc.string({ unit: 'grapheme', minLength: 1 })
const recording = fc.record({
  stream: id,
  revision: fc.integer({ min: -1, max: 9 }),
  previous: fc.constant(null),
  recordedAt: fc.constant('2018-06-11T02:00:00.000Z'),
  actor: fc.oneof(id, fc.constant('","commandId":"x","hash":"y"')),
  commandId: fc.oneof(id, fc.constant('\\","hash":"0","commandId":"z')),
  commandHash: fc.constant('ab'),
  correlationId: id,
  observedRevisions: fc.dictionary(fc.oneof(id, fc.constantFrom('hash', 'commandId')), fc.integer({ min: -1 })),
  policyVersion: fc.nat(),
  causationId: id,
  reason: fc.constant('recomputed' as const),
  replaces: id,
  root: fc.record({ recordedAt: fc.constant('2018-06-10T02:00:00.000Z'), eventId: id, depth: fc.nat(9) }),
  traceparent: fc.constant('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'),
})
const event = { type: 'ShowOpened', data: { showId: 's', seats: 3, on } }

it('encodes RFC 8785 JSON and reads its fields back, whatever characters ids have', () => {
  fc.assert(
    fc.property(recording, (given) => {
      const [first, second] = codec.encode([event, event], given)
      if (first === undefined || second === undefined) throw new Error('expected two encoded events')
      expect(first.metadata).toBe(canonical(JSON.parse(first.metadata)))
      expect(first.data).toBe(canonical(event.data))
      const { stream, revision, previous, ...common } = given
      expect(metadataOf(first)).toEqual({
        ...common,
        eventId: first.eventId,
        schemaVersion: 2,
        hash: first.hash,
      })
      expect(commandIdOf(first)).toBe(given.commandId)
      expect(splitHash(first.metadata)?.hash).toBe(first.hash)
      const hashed = { ...second, stream, revision: revision + 2, metadata: splitHash(second.metadata)?.rest ?? '' }
      expect(hashOf(hashed, first.hash)).toBe(second.hash)
      expect(second.eventId).not.toBe(first.eventId)
    }),
  )
})

it('hashes the RFC 8785 JSON of the whole event', () => {
  const [encoded] = codec.encode([event], {
    stream: 'show-"s"',
    revision: 4,
    previous: 'f'.repeat(64),
    recordedAt: '2018-06-11T02:00:00.000Z',
    actor: 'a',
    commandId: 'c',
    commandHash: 'ab',
    correlationId: 'c',
    observedRevisions: {},
  })
  if (encoded === undefined) throw new Error('expected one encoded event')
  const { hash: _, ...metadata } = metadataOf(encoded)
  const whole = { data: event.data, metadata, previous: 'f'.repeat(64), revision: 5, schemaVersion: 2 }
  const text = canonical({ ...whole, stream: 'show-"s"', type: 'ShowOpened' })
  const { hash } = process.getBuiltinModule('node:crypto')
  expect(encoded.hash).toBe(hash('sha256', text, 'hex'))
})

it('upcasts old versions, decodes unknown types as stored, and rejects newer versions', () => {
  const old = { type: 'ShowOpened', schemaVersion: 1, data: '{"showId":"s","places":7,"on":"2018-06-10"}' }
  expect(codec.decode(old)).toEqual({ type: 'ShowOpened', data: { showId: 's', seats: 7, on: '2018-06-10' } })
  expect(codec.decode({ type: 'Unknown', schemaVersion: 9, data: '{"x":1}' })).toEqual({
    type: 'Unknown',
    data: { x: 1 },
  })
  expect(() => codec.decode({ ...old, schemaVersion: 3 })).toThrow(StorageError)
})

it('parses the metadata of an event context only on demand', () => {
  const context = eventContextOf({
    stream: 'show-a-b',
    revision: 2,
    position: '7',
    eventId: 'e',
    type: 'T',
    schemaVersion: 1,
    data: '{}',
    metadata: 'not JSON',
  })
  expect([context.stream, context.id, context.revision]).toEqual(['show-a-b', 'a-b', 2])
  expect(() => context.metadata()).toThrow(SyntaxError)
})
