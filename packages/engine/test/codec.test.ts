import { isPlainText } from '@skein/kernel'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { StorageError } from '../src/index.js'
import { canonical } from '../src/integrity/canonical.js'
import { codecOf, eventContextOf, type Recording } from '../src/integrity/codec.js'
import { hashOf } from '../src/integrity/hash.js'
import {
  commandIdOf,
  encodeMetadata,
  hasPlace,
  historyMetadataOf,
  metadataOf,
  policyVersionOf,
  recordedAtOf,
} from '../src/integrity/metadata.js'
import { isRecordedLate } from '../src/ports/late-events.js'
import { compactId } from '../src/primitives/ids.js'
import { on } from './fixture.js'
import { toyDomain } from './toy-domain.js'

const codec = codecOf(toyDomain)
const id = fc
  .oneof(fc.string({ unit: 'grapheme', minLength: 1 }), fc.uuid(), fc.uuid().map(compactId), fc.constant('","x":["\\'))
  .filter(isPlainText)
const instant = fc
  .date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true })
  .chain((date) => fc.constantFrom(date.toISOString(), date.toISOString().replace('Z', '042Z')))
const recording: fc.Arbitrary<Recording> = fc.record(
  {
    stream: id,
    revision: fc.integer({ min: -1, max: 9 }),
    previous: fc.constant(null),
    recordedAt: instant,
    actor: id,
    commandId: id,
    commandHash: fc.constant('ab'),
    correlationId: id,
    observedRevisions: fc.dictionary(id, fc.integer({ min: -1 })),
    policyVersion: fc.nat(),
    causationId: id,
    entry: fc.integer({ min: 1, max: 9 }),
    place: fc.record({ at: instant, id, entry: fc.nat(3), depth: fc.nat(9) }),
    replaces: id,
    causedBy: id,
    late: fc.constant(true as const),
    traceparent: fc.constant('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'),
  },
  {
    requiredKeys: [
      'stream',
      'revision',
      'previous',
      'recordedAt',
      'actor',
      'commandId',
      'commandHash',
      'correlationId',
      'observedRevisions',
    ],
  },
)
const event = { type: 'ShowOpened', data: { showId: 's', seats: 3, on } }

it('encodes RFC 8785 JSON and reads its fields back, whatever characters ids have', () => {
  fc.assert(
    fc.property(recording, (given) => {
      const [first, second] = codec.encode([event, event], given)
      if (first === undefined || second === undefined) throw new Error('expected two encoded events')
      expect(first.metadata).toBe(canonical(JSON.parse(first.metadata)))
      expect(first.data).toBe(canonical(event.data))
      const { stream, revision, previous, ...common } = given
      expect(metadataOf(first)).toEqual(common)
      expect(commandIdOf(first)).toBe(given.commandId)
      expect(recordedAtOf(first)).toBe(given.recordedAt)
      expect(isRecordedLate(first.metadata)).toBe(given.late === true)
      expect(metadataOf(first)).toMatchObject(historyMetadataOf(first))
      expect(hasPlace(first)).toBe(given.place !== undefined)
      expect(policyVersionOf(first)).toBe(given.policyVersion)
      expect(hashOf({ ...second, stream, revision: revision + 2 }, first.hash)).toBe(second.hash)
      expect(second.hash).not.toBe(first.hash)
    }),
  )
})

it('refuses metadata that it would not write', () => {
  const text = encodeMetadata({
    recordedAt: '2018-06-11T02:00:00.000Z',
    actor: 'a',
    commandId: 'c',
    commandHash: 'ab',
    correlationId: 'd',
    observedRevisions: { 'show-s': 3, 'person-p': 1 },
  })
  expect(text).toBe('[1528682400000000,null,"c","ab","a",{"person-p":1,"show-s":3},"d"]')
  for (const damaged of [
    ` ${text}`,
    text.replace(',"d"]', ',"c"]'),
    text.replace(',"d"]', ',"d",null]'),
    text.replace(',"d"]', ',"~d"]'),
    text.replace(',"d"]', ',"d",null,null,0]'),
    text.replace('"person-p":1,"show-s":3', '"show-s":3,"person-p":1'),
    text.replace(':3', ':3.5'),
    text.replace('null', '"1"'),
    text.replace('1528682400000000', '"1528682400000000"'),
    text.replace('1528682400000000', '1e400'),
    '{}',
    '[]',
    'not JSON',
    '',
  ])
    expect(() => metadataOf({ metadata: damaged }), damaged).toThrow(StorageError)
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
  const metadata: unknown = JSON.parse(encoded.metadata)
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
    hash: '',
  })
  expect([context.stream, context.id, context.revision]).toEqual(['show-a-b', 'a-b', 2])
  expect(() => context.metadata()).toThrow(StorageError)
})
