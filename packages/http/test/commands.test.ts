import { fc, test } from '@fast-check/vitest'
import type { Storage } from '@skein/engine'
import { beforeAll, describe, expect, it } from 'vitest'
import { commandIdFrom } from '../src/index.js'
import { request, setUp, tokenOf } from './fixture.js'

const county = { code: '532329', level: 'county', name: '武定县', on: '2017-01-01' }
const path = '/v1/commands/RegisterDivision'
let token: string
beforeAll(async () => {
  token = await tokenOf('county', '532329')
})

const eventCount = async ({ events }: Storage) => (await events.count()) ?? 0

describe('a command', () => {
  it('returns the original result when it is repeated with its key, and is recorded once', async () => {
    const { api, storage } = setUp()
    const headers = { 'Idempotency-Key': 'k-1' }
    const first = await request(api, path, { token, body: county, headers })
    const repeated = await request(api, path, { token, body: county, headers })
    expect([first.status, first.headers.get('etag'), first.headers.get('idempotent-replayed')]).toEqual([
      200,
      '"0"',
      null,
    ])
    expect([repeated.status, repeated.headers.get('etag'), repeated.headers.get('idempotent-replayed')]).toEqual([
      200,
      '"0"',
      'true',
    ])
    expect(await repeated.text()).toBe(await first.text())
    expect(await eventCount(storage)).toBe(1)
  })

  it('is not a repetition if another caller uses the same key', async () => {
    const { api } = setUp()
    const headers = { 'Idempotency-Key': 'k-1' }
    await request(api, path, { token, body: county, headers })
    const other = await tokenOf('county', '532329', 'another-caller')
    const response = await request(api, path, { token: other, body: { ...county, name: 'other' }, headers })
    expect([response.status, (await body(response)).rule]).toEqual([422, 'G6'])
  })

  it('is rejected under a key that recorded another command in the stream', async () => {
    const { api } = setUp()
    const headers = { 'Idempotency-Key': 'k-1' }
    await request(api, path, { token, body: county, headers })
    const response = await request(api, path, { token, body: { ...county, name: 'other' }, headers })
    expect([response.status, (await body(response)).rule]).toEqual([422, 'G2'])
  })

  it('is decided again under the key of a rejected command', async () => {
    const { api } = setUp()
    const headers = { 'Idempotency-Key': 'k-1' }
    const count = { code: '532329', people: 3, on: '2018-01-01' }
    expect((await request(api, '/v1/commands/CountWilling', { token, body: count, headers })).status).toBe(422)
    await request(api, path, { token, body: county })
    expect((await request(api, '/v1/commands/CountWilling', { token, body: count, headers })).status).toBe(200)
  })

  it('writes nothing if the stream is not at the expected revision', async () => {
    const { api, storage } = setUp()
    const created = await request(api, path, { token, body: county, headers: { 'If-None-Match': '*' } })
    expect(created.status).toBe(200)
    const counts = (people: number, ifMatch: string) =>
      request(api, '/v1/commands/CountWilling', {
        token,
        body: { code: '532329', people, on: '2018-01-01' },
        headers: { 'If-Match': ifMatch },
      })
    expect((await counts(3, created.headers.get('etag') ?? '')).headers.get('etag')).toBe('"1"')
    const outdated = await counts(4, '"0"')
    expect([outdated.status, await body(outdated)]).toEqual([
      412,
      expect.objectContaining({ type: '/problems/revision-mismatch', actual: 1 }),
    ])
    const existing = await request(api, path, {
      token,
      body: { ...county, name: 'x' },
      headers: { 'If-None-Match': '*' },
    })
    expect(existing.status).toBe(412)
    expect(await eventCount(storage)).toBe(2)
  })

  it('records nothing with dryRun', async () => {
    const { api, storage } = setUp()
    const dryRun = await request(api, `${path}?dryRun=true`, { token, body: county })
    expect([dryRun.status, (await body(dryRun)).revision]).toEqual([200, -1])
    expect(await eventCount(storage)).toBe(0)
  })

  it('gives its events the id of its request', async () => {
    const { api } = setUp()
    const answer = await request(api, path, { token, body: county, headers: { 'X-Request-Id': 'request-0001' } })
    expect(answer.headers.get('x-request-id')).toBe('request-0001')
    const stream = await body(await request(api, '/v1/streams/division-532329', { token }))
    expect(JSON.stringify(stream)).toContain('"correlationId":"request-0001"')
  })

  it.each([
    [
      '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    ],
    [
      '01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more',
      '01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    ],
    ['00-00000000000000000000000000000000-b7ad6b7169203331-01', undefined],
    ['ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', undefined],
    ['nonsense', undefined],
  ])('with traceparent %s gives its events %s', async (traceparent, expected) => {
    const { api } = setUp()
    expect((await request(api, path, { token, body: county, headers: { traceparent } })).status).toBe(200)
    const { events } = (await (await request(api, '/v1/streams/division-532329', { token })).json()) as {
      readonly events: readonly { readonly metadata: { readonly traceparent?: string } }[]
    }
    expect(events.map(({ metadata }) => metadata.traceparent)).toEqual([expected])
    const [cloudEvent] = (await (await request(api, '/v1/events', { token })).json()) as readonly {
      traceparent?: string
    }[]
    expect(cloudEvent?.traceparent).toBe(expected)
  })
})

describe('a problem', () => {
  it('names the rule that rejected a command and its evidence, in the requested language', async () => {
    const { api } = setUp()
    await request(api, path, { token, body: county })
    for (const [language, text] of [
      ['zh-CN,zh;q=0.9,en;q=0.8', /[\p{Script=Han}]/u],
      ['en', /^[^\p{Script=Han}]+$/u],
    ] as const) {
      const response = await request(api, '/v1/commands/CountPoverty', {
        token,
        body: {
          code: '532329',
          population: 10,
          poorPeople: 11,
          source: 'counted',
          dateCertainty: 'exact',
          on: '2018-01-01',
        },
        headers: { 'Accept-Language': language },
      })
      const problem = await body(response)
      expect(response.headers.get('content-type')).toBe('application/problem+json')
      expect(response.headers.get('content-language')).toBe(language.slice(0, 2))
      expect(problem).toMatchObject({ status: 422, rule: 'X5', evidence: { poorPeople: 11, population: 10 } })
      expect(problem.detail).toMatch(text)
    }
  })

  it('lists every issue of a body, with pointers and without values', async () => {
    const { api } = setUp()
    const response = await request(api, path, {
      token,
      body: { code: '532329', level: 'secret-level', on: 'secret-day', 'secret/key': 1 },
    })
    const text = await response.text()
    expect(response.status).toBe(400)
    expect(
      JSON.parse(text)
        .issues.map(({ pointer }: { pointer: string }) => pointer)
        .sort(),
    ).toEqual(['/level', '/name', '/on', '/secret~1key'])
    expect(text).not.toMatch(/secret-level|secret-day/)
  })

  it.each([
    ['a command that only processes send', '/v1/commands/Enrol', { traineeId: 't' }, {}, 403, 'by-process'],
    ['an unknown command', '/v1/commands/Promote', {}, {}, 404, 'not-found'],
    ['a property of Object.prototype as command', '/v1/commands/constructor', {}, {}, 404, 'not-found'],
    ['another media type', path, county, { 'Content-Type': 'text/plain' }, 415, 'unsupported-media-type'],
    ['a body that is not JSON', path, '{"code":', {}, 400, 'malformed'],
    ['a duplicate key in the body', path, '{"code":"532329","code":"532330"}', {}, 400, 'malformed'],
    ['a deeply nested body', path, '['.repeat(50_000), {}, 400, 'malformed'],
    ['a large body', path, `"${'x'.repeat(300_000)}"`, {}, 413, 'too-large'],
    ['an unknown parameter', `${path}?dryrun=true`, county, {}, 400, 'malformed'],
    ['a repeated parameter', `${path}?dryRun=true&dryRun=false`, county, {}, 400, 'malformed'],
    ['a weak tag in If-Match', path, county, { 'If-Match': 'W/"1"' }, 412, 'revision-mismatch'],
    ['an If-Match that is no tag', path, county, { 'If-Match': '1' }, 400, 'malformed'],
    ['a media type that no answer has', path, county, { Accept: 'text/html' }, 406, 'not-acceptable'],
    ['a compressed body', path, county, { 'Content-Encoding': 'gzip' }, 415, 'unsupported-media-type'],
    ['an invalid idempotency key', path, county, { 'Idempotency-Key': 'x'.repeat(201) }, 400, 'malformed'],
  ])('answers %s with its status and kind', async (_what, target, sent, headers, status, kind) => {
    const { api, storage } = setUp()
    const response = await request(api, target, { token, body: sent, headers })
    expect([response.status, (await body(response)).type]).toEqual([status, `/problems/${kind}`])
    expect(await eventCount(storage)).toBe(0)
  })

  it('answers 400 to a body that is not UTF-8', async () => {
    const { api } = setUp()
    const notUtf8 = new Request(`http://skein.test${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: Uint8Array.from([0x22, 0xff, 0xfe, 0x22]),
    })
    expect((await api.fetch(notUtf8)).status).toBe(400)
  })

  it('does not accept an envelope in place of personal data', async () => {
    const { api } = setUp()
    const village = await tokenOf('village', '532329104207')
    const names = { algorithm: 'A256GCM', command: 'CorrectTraineeDetails', field: 'personal', keyId: 'k' }
    const envelope = { ...names, person: 'journey-t', stream: 'journey-t', ciphertext: 'x' }
    const response = await request(api, '/v1/commands/CorrectTraineeDetails', {
      token: village,
      body: { traineeId: 't', personal: envelope, reason: 'r', on: '2018-01-01' },
    })
    expect(response.status).not.toBe(200)
  })
})

test.prop([fc.string(), fc.string(), fc.string(), fc.string()])(
  'commandIdFrom returns a UUID of version 5, the same for the same caller and key only',
  (subject, key, otherSubject, otherKey) => {
    const id = commandIdFrom(subject, key)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(commandIdFrom(subject, key)).toBe(id)
    if (subject !== otherSubject || key !== otherKey) expect(commandIdFrom(otherSubject, otherKey)).not.toBe(id)
  },
)

it('commandIdFrom keeps its ids: they are permanent', () => {
  expect(commandIdFrom('office-1', 'a-key-of-mine')).toBe('0053b85b-5b80-547c-bd2c-ca2ecbc0a6eb')
})

interface Problem {
  readonly type?: string
  readonly rule?: string
  readonly detail?: string
  readonly revision?: number
}

// boundary: what the API answers; each field is asserted by its test
const body = async (response: Response): Promise<Problem> => (await response.json()) as Problem
