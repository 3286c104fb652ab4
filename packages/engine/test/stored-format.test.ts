// docs/stored-format.md and its test vectors, docs/stored-format.json. The vectors are permanent: a change of one is a
// change of what released stores hold. `SKEIN_WRITE_VECTORS=1` writes them.
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { canonical, eventIdOf, metadataOf } from '../src/index.js'
import { hashOf } from '../src/integrity/hash.js'
import { encodeMetadata } from '../src/integrity/metadata.js'
import { LogDigest } from '../src/integrity/seal.js'
import { uuidFrom } from '../src/primitives/ids.js'
import { decrypt, encrypt } from '../src/privacy/envelope.js'
import { providerOf } from '../src/privacy/key-provider.js'
import { personKey } from '../src/privacy/person-keys.js'
import { rewrapped, secretsOf, unwrapSecret } from '../src/privacy/store-secret.js'

const file = new URL('../../../docs/stored-format.json', import.meta.url)
const hex = (value: Uint8Array | undefined) => value && Buffer.from(value).toString('hex')
const bytes = (first: number) => Buffer.from(Array.from({ length: 32 }, (_, index) => first + index))

const values = [
  { b: 1, a: [true, null, 'x'] },
  { '€': 'Euro', '\r': 'CR', '1': 'one', '😀': 'smile', ö: 0.1 },
  [1e21, 1e-7, -0, 100, 0.5],
  '"\\ \u001f 县',
]

const recordings = [
  {
    recordedAt: '2018-06-11T02:00:00.000Z',
    commandId: '0123abcd-0123-8def-8123-456789abcdef',
    commandHash: 'rCgN1UoR7gxN4eV3yqvXbA',
    actor: 'clerk-7',
    correlationId: '0123abcd-0123-8def-8123-456789abcdef',
    observedRevisions: {},
  },
  {
    recordedAt: '2018-06-11T02:00:00.000001Z',
    policyVersion: 2,
    commandId: 'a-command',
    commandHash: 'rCgN1UoR7gxN4eV3yqvXbA',
    actor: 'process:enrolment',
    correlationId: '~larger',
    causationId: 'f0e1d2c3-b4a5-8697-8877-665544332211',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    entry: 1,
    place: { at: '2018-06-10T02:00:00.000Z', id: '~larger', entry: 0, depth: 1 },
    replaces: 'f0e1d2c3-b4a5-8697-8877-665544332211',
    causedBy: 'batch-b1@12',
    late: true as const,
    observedRevisions: { 'base-b1': 3, 'journey-t1': -1 },
  },
]

const secret = { secret: bytes(0), wrappingKey: bytes(64), stored: { id: 'store-secret', wrappingId: '', wrapped: '' } }
const person = personKey('journey-t1', bytes(128), { keyId: 'wqV61tEzseRS', wrapped: '' })
const place = { stream: 'journey-t1', command: 'NominateCandidate', field: 'personal' }
const personal = { name: '王小明', birthYear: 1980 }

const eventVectors = () => {
  let previous: string | null = null
  return recordings.map((recording, revision) => {
    const event = {
      stream: 'journey-t1',
      revision,
      type: revision === 0 ? 'CandidateNominated' : 'TraineeSelected',
      schemaVersion: 1,
      data: canonical(
        revision === 0 ? { on: '2018-06-10', personal: encrypt(person, place, personal) } : { on: '2018-06-11' },
      ),
      metadata: encodeMetadata(recording),
    }
    const hash: string = hashOf(event, previous)
    const vector = { ...event, previous, hash, eventId: eventIdOf(hash) }
    previous = hash
    return vector
  })
}

const sealOf = (events: ReturnType<typeof eventVectors>) => {
  const digest = new LogDigest()
  for (const event of events) digest.add({ ...event, position: '0' })
  return digest.seal()
}

const masterKey = bytes(32).toString('base64')

const vectors = async () => {
  const wrapped = await rewrapped(secret, providerOf(masterKey))
  const secrets = secretsOf({ ...wrapped, wrappingKey: bytes(64) })
  const events = eventVectors()
  return {
    canonical: values.map((value) => ({ value, text: canonical(value) })),
    metadata: recordings.map((fields) => ({ fields, text: encodeMetadata(fields) })),
    events,
    seal: sealOf(events),
    envelope: {
      personKey: bytes(128).toString('hex'),
      value: personal,
      envelope: encrypt(person, place, personal),
    },
    secret: {
      masterKey,
      secret: bytes(0).toString('hex'),
      wrappingKey: hex(wrapped.wrappingKey),
      stored: wrapped.stored,
    },
    personKey: {
      wrappingKey: bytes(64).toString('hex'),
      person: 'journey-t1',
      keyId: 'wqV61tEzseRS',
      key: bytes(128).toString('hex'),
      wrapped: secrets.wrap(bytes(128), canonical(['journey-t1', 'wqV61tEzseRS'])),
    },
    digests: {
      secret: bytes(0).toString('hex'),
      command: { type: 'SelectTrainee', data: { traineeId: 't1', on: '2018-06-11' } },
      commandHash: secrets.commandHash(
        canonical({ type: 'SelectTrainee', data: { traineeId: 't1', on: '2018-06-11' } }),
      ),
      claim: { scope: 'base-b1', value: '530102199001011234' },
      fingerprint: secrets.fingerprint('base-b1', '530102199001011234'),
    },
    processCommandId: {
      parts: ['f0e1d2c3-b4a5-8697-8877-665544332211', 'enrolment', '{}'],
      id: uuidFrom('f0e1d2c3-b4a5-8697-8877-665544332211', 'enrolment', '{}'),
    },
  }
}

if (process.env.SKEIN_WRITE_VECTORS) writeFileSync(file, `${JSON.stringify(await vectors(), null, 2)}\n`)
// sound: written above
const written = JSON.parse(readFileSync(file, 'utf8')) as Awaited<ReturnType<typeof vectors>>

describe('the test vectors of docs/stored-format.json', () => {
  it('are what this version writes', async () => {
    const { secret: _random, personKey: _randomToo, ...now } = await vectors()
    const { secret: _, personKey: __, ...then } = written
    // through JSON, as -0 and absent fields have no other form there
    expect(JSON.parse(JSON.stringify(now))).toEqual(then)
  })

  it('are read by this version', async () => {
    for (const { fields, text } of written.metadata) expect(metadataOf({ metadata: text })).toEqual(fields)
    const key = personKey('journey-t1', Buffer.from(written.envelope.personKey, 'hex'), {
      keyId: 'wqV61tEzseRS',
      wrapped: '',
    })
    expect(decrypt(written.envelope.envelope, key)).toEqual(written.envelope.value)
    const { stored, ...expected } = written.secret
    const unwrapped = await unwrapSecret(stored, providerOf(expected.masterKey))
    expect(hex(unwrapped?.secret)).toBe(expected.secret)
    expect(hex(unwrapped?.wrappingKey)).toBe(expected.wrappingKey)
    const { wrappingKey, wrapped, person: whose, keyId, key: plain } = written.personKey
    const secrets = secretsOf({ ...secret, wrappingKey: Buffer.from(wrappingKey, 'hex') })
    expect(hex(secrets.unwrap(wrapped, canonical([whose, keyId])))).toBe(plain)
  })
})
