import { fc, test } from '@fast-check/vitest'
import { openMemory, type Storage } from '@skein/engine'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { commandIdFrom } from '../src/index.js'
import { call, setUp, tokenOf } from './fixture.js'

const county = { code: '532329', level: 'county', name: '武定县', on: '2017-01-01' }
const path = '/v1/commands/RegisterDivision'
let token: string
beforeAll(async () => {
  token = await tokenOf('county', '532329')
})

const counted = async ({ events }: Storage) => (await events.count()) ?? 0

describe('a command', () => {
  it('is recorded once, and answered as the first time to whoever sends it again with its key', async () => {
    const { api, storage } = setUp()
    const headers = { 'Idempotency-Key': 'k-1' }
    const first = await call(api, path, { token, body: county, headers })
    const again = await call(api, path, { token, body: county, headers })
    expect([first.status, first.headers.get('etag'), first.headers.get('idempotent-replayed')]).toEqual([
      200,
      '"0"',
      null,
    ])
    expect([again.status, again.headers.get('etag'), again.headers.get('idempotent-replayed')]).toEqual([
      200,
      '"0"',
      'true',
    ])
    expect(await again.text()).toBe(await first.text())
    expect(await counted(storage)).toBe(1)
  })

  it('is another one with the same key of another caller', async () => {
    const { api } = setUp()
    const headers = { 'Idempotency-Key': 'k-1' }
    await call(api, path, { token, body: county, headers })
    const other = await tokenOf('county', '532329', 'somebody-else')
    const response = await call(api, path, { token: other, body: { ...county, name: 'other' }, headers })
    expect([response.status, (await body(response)).rule]).toEqual([422, 'G6'])
  })

  it('is refused under a key that recorded something else in the stream', async () => {
    const { api } = setUp()
    const headers = { 'Idempotency-Key': 'k-1' }
    await call(api, path, { token, body: county, headers })
    const response = await call(api, path, { token, body: { ...county, name: 'other' }, headers })
    expect([response.status, (await body(response)).rule]).toEqual([422, 'G2'])
  })

  it('is decided anew under the key of one that was refused', async () => {
    const { api } = setUp()
    const headers = { 'Idempotency-Key': 'k-1' }
    const count = { code: '532329', people: 3, on: '2018-01-01' }
    expect((await call(api, '/v1/commands/CountWilling', { token, body: count, headers })).status).toBe(422)
    await call(api, path, { token, body: county })
    expect((await call(api, '/v1/commands/CountWilling', { token, body: count, headers })).status).toBe(200)
  })

  it('is kept from a stream that is not as the sender knows it', async () => {
    const { api, storage } = setUp()
    const created = await call(api, path, { token, body: county, headers: { 'If-None-Match': '*' } })
    expect(created.status).toBe(200)
    const counts = (people: number, ifMatch: string) =>
      call(api, '/v1/commands/CountWilling', {
        token,
        body: { code: '532329', people, on: '2018-01-01' },
        headers: { 'If-Match': ifMatch },
      })
    expect((await counts(3, created.headers.get('etag') ?? '')).headers.get('etag')).toBe('"1"')
    const late = await counts(4, '"0"')
    expect([late.status, await body(late)]).toEqual([
      412,
      expect.objectContaining({ type: '/problems/revision-mismatch', actual: 1 }),
    ])
    const existing = await call(api, path, { token, body: { ...county, name: 'x' }, headers: { 'If-None-Match': '*' } })
    expect(existing.status).toBe(412)
    expect(await counted(storage)).toBe(2)
  })

  it('is only tried with dryRun', async () => {
    const { api, storage } = setUp()
    const tried = await call(api, `${path}?dryRun=true`, { token, body: county })
    expect([tried.status, (await body(tried)).revision]).toEqual([200, -1])
    expect(await counted(storage)).toBe(0)
  })

  it('carries the id of its request to its events', async () => {
    const { api } = setUp()
    const answer = await call(api, path, { token, body: county, headers: { 'X-Request-Id': 'request-0001' } })
    expect(answer.headers.get('x-request-id')).toBe('request-0001')
    const stream = await body(await call(api, '/v1/streams/division-532329', { token }))
    expect(JSON.stringify(stream)).toContain('"correlationId":"request-0001"')
  })
})

describe('a refusal', () => {
  it('names the rule and its evidence, in the language that is asked for', async () => {
    const { api } = setUp()
    await call(api, path, { token, body: county })
    for (const [language, text] of [
      ['zh-CN,zh;q=0.9,en;q=0.8', /[\p{Script=Han}]/u],
      ['en', /^[^\p{Script=Han}]+$/u],
    ] as const) {
      const response = await call(api, '/v1/commands/CountPoverty', {
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

  it('lists every fault of a body, with pointers and without values', async () => {
    const { api } = setUp()
    const response = await call(api, path, {
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
    ['a command of a prototype', '/v1/commands/constructor', {}, {}, 404, 'not-found'],
    ['another form', path, county, { 'Content-Type': 'text/plain' }, 415, 'unsupported-media-type'],
    ['no JSON', path, '{"code":', {}, 400, 'malformed'],
    ['a key twice', path, '{"code":"532329","code":"532330"}', {}, 400, 'malformed'],
    ['a deep body', path, '['.repeat(50_000), {}, 400, 'malformed'],
    ['a large body', path, `"${'x'.repeat(300_000)}"`, {}, 413, 'too-large'],
    ['an unknown parameter', `${path}?dryrun=true`, county, {}, 400, 'malformed'],
    ['a parameter twice', `${path}?dryRun=true&dryRun=false`, county, {}, 400, 'malformed'],
    ['a revision that is none', path, county, { 'If-Match': 'W/"1"' }, 400, 'malformed'],
    ['a key that is none', path, county, { 'Idempotency-Key': 'x'.repeat(201) }, 400, 'malformed'],
  ])('answers %s', async (_what, at, sent, headers, status, kind) => {
    const { api, storage } = setUp()
    const response = await call(api, at, { token, body: sent, headers })
    expect([response.status, (await body(response)).type]).toEqual([status, `/problems/${kind}`])
    expect(await counted(storage)).toBe(0)
  })

  it('answers bytes that are no UTF-8', async () => {
    const { api } = setUp()
    const request = new Request(`http://skein.test${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: Uint8Array.from([0x22, 0xff, 0xfe, 0x22]),
    })
    expect((await api.fetch(request)).status).toBe(400)
  })

  it('takes no envelope for a person’s data', async () => {
    const { api } = setUp()
    const village = await tokenOf('village', '532329104207')
    const response = await call(api, '/v1/commands/CorrectTraineeDetails', {
      token: village,
      body: { traineeId: 't', personal: { person: 'journey-t', ciphertext: 'x' }, reason: 'r', on: '2018-01-01' },
    })
    expect(response.status).not.toBe(200)
  })
})

/** A store whose next append answers as told. */
const failing = (error: { readonly written: 'no' | 'unknown' }): Storage => {
  const storage = openMemory()
  return {
    ...storage,
    events: {
      ...bound(storage.events),
      append: () => TE.left({ _tag: 'Unavailable', reason: 'told to', ...error }),
    },
  }
}

const bound = (events: Storage['events']): Storage['events'] => ({
  append: (...args) => events.append(...args),
  readStream: (...args) => events.readStream(...args),
  readAll: (...args) => events.readAll(...args),
  subscribe: (...args) => events.subscribe(...args),
  head: () => events.head(),
  count: (...args) => events.count(...args),
  comparePositions: (a, b) => events.comparePositions(a, b),
})

describe('a store that fails', () => {
  it.each([
    ['no', 'unavailable'],
    ['unknown', 'outcome-unknown'],
  ] as const)('having written %s, is %s', async (written, kind) => {
    const { api } = setUp({}, failing({ written }))
    const response = await call(api, path, { token, body: county })
    const problem = await body(response)
    expect([response.status, problem.type, response.headers.get('retry-after')]).toEqual([
      503,
      `/problems/${kind}`,
      '1',
    ])
    if (written === 'unknown') expect(problem.detail).toContain('Idempotency-Key')
  })

  it('leaves a lost race to the caller, who expected nothing', async () => {
    const storage = openMemory()
    const lost: Storage = {
      ...storage,
      events: {
        ...bound(storage.events),
        append: (_stream, _events, expected) => TE.left({ _tag: 'Conflict', expected, actual: 7 }),
      },
    }
    const response = await call(setUp({}, lost).api, path, { token, body: county })
    expect([response.status, (await body(response)).type]).toEqual([409, '/problems/conflict'])
  })
})

test.prop([fc.string(), fc.string(), fc.string(), fc.string()])(
  'a command id is a UUID of version 5 that nobody else’s key has',
  async (subject, key, otherSubject, otherKey) => {
    const id = await commandIdFrom(subject, key)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(await commandIdFrom(subject, key)).toBe(id)
    if (subject !== otherSubject || key !== otherKey) expect(await commandIdFrom(otherSubject, otherKey)).not.toBe(id)
  },
)

interface Problem {
  readonly type?: string
  readonly rule?: string
  readonly detail?: string
  readonly revision?: number
}

// boundary: what the API answers; each field is asserted by its test
const body = async (response: Response): Promise<Problem> => (await response.json()) as Problem
