import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { VerifiedTokens } from '../src/auth/verified.js'
import { createMetrics, insecureDev, issueToken, jwtAuth } from '../src/index.js'
import { RateLimit } from '../src/operation/rate-limit.js'
import { languageOf } from '../src/problems/language.js'
import { preferred } from '../src/reading/accept.js'
import { call, secret, setUp, tokenOf } from './fixture.js'

describe('whoever brings', () => {
  const key = new TextEncoder().encode(secret)
  const signed = (claims: object, signWith = key) =>
    new SignJWT({ sub: 'x', role: 'county', division: '*', exp: Date.now() / 1000 + 60, ...claims })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(signWith)
  const none = `${btoa('{"alg":"none"}')}.${btoa('{"sub":"x","role":"county","division":"*","exp":9999999999}')}.`

  it.each([
    ['no token', async () => undefined],
    ['nothing that is a token', async () => 'abc'],
    ['an unsigned token', async () => none.replaceAll('=', '')],
    ['one of another secret', () => signed({}, new TextEncoder().encode('another secret of at least 32 bytes'))],
    ['an expired one', () => signed({ exp: 1 })],
    ['one that never ends', () => signed({ exp: undefined })],
    ['one without a subject', () => signed({ sub: undefined })],
    ['one without a role', () => signed({ role: undefined })],
    ['one of an unknown role', () => signed({ role: 'admin' })],
    ['one without a division', () => signed({ division: undefined })],
    ['one of half a division', () => signed({ division: '5323' })],
    ['a village’s for everywhere', () => signed({ role: 'village', division: '*' })],
    ['one of no division', () => signed({ role: 'village', division: [] })],
  ])('%s is not let in', async (_what, make) => {
    const { api } = setUp()
    const token = await make()
    const response = await call(api, '/v1/rules', token === undefined ? {} : { token })
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/)
  })

  it('a token for somebody else, or by somebody else, is not let in', async () => {
    const auth = jwtAuth({ secret, issuer: 'us', audience: 'skein' })
    const { api } = setUp({ auth })
    const claims = { subject: 'x', role: 'county', division: '*' } as const
    const status = async (more: object) =>
      (await call(api, '/v1/rules', { token: await issueToken(secret, { ...claims, ...more }) })).status
    expect(await status({ issuer: 'us', audience: 'skein' })).toBe(200)
    expect(await status({ issuer: 'them', audience: 'skein' })).toBe(401)
    expect(await status({ issuer: 'us', audience: 'other' })).toBe(401)
    expect(await status({})).toBe(401)
  })

  it('a secret that is short guards nothing', () => {
    expect(() => jwtAuth({ secret: 'short' })).toThrow(/32 bytes/)
    expect(() => jwtAuth({})).toThrow(/neither/)
    expect(() => jwtAuth({ secret, jwksUrl: 'https://x.example' })).toThrow(/one of the two/)
  })
})

describe('published keys', () => {
  let jwks: { readonly url: string; down: boolean; close(): void }
  let sign: (alg?: string) => Promise<string>
  beforeAll(async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256')
    const state = { down: false }
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }
    const server = createServer((_request, response) => {
      response.statusCode = state.down ? 500 : 200
      response.end(JSON.stringify({ keys: [jwk] }))
    }).listen(0)
    // sound: it listens on a port
    const { port } = server.address() as AddressInfo
    jwks = Object.assign(state, { url: `http://127.0.0.1:${port}/jwks`, close: () => server.close() })
    sign = () =>
      new SignJWT({ sub: 'x', role: 'auditor', division: '*', exp: Math.floor(Date.now() / 1000) + 60 })
        .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
        .sign(privateKey)
  })
  afterAll(() => jwks.close())

  it('let in who was signed for, and nobody who signs with the public key as a secret', async () => {
    const { api } = setUp({ auth: jwtAuth({ jwksUrl: jwks.url }) })
    expect((await call(api, '/v1/rules', { token: await sign() })).status).toBe(200)
    expect((await call(api, '/v1/rules', { token: await tokenOf('county', '*') })).status).toBe(401)
  })

  it('that cannot be had are our trouble, not the caller’s', async () => {
    const { api } = setUp({ auth: jwtAuth({ jwksUrl: jwks.url }) })
    jwks.down = true
    const response = await call(api, '/v1/rules', { token: await sign() })
    jwks.down = false
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
  })
})

it('with insecureDev, everybody may do everything', async () => {
  const { api } = setUp({ auth: insecureDev() })
  expect((await call(api, '/metrics')).status).toBe(200)
})

describe('a verified token', () => {
  const principal = { subject: 'x', roles: ['county'], divisions: 'all', expiresAt: 1000 } as const

  it('is trusted for half a minute, and never longer than it lasts', () => {
    const tokens = new VerifiedTokens()
    tokens.remember('a', principal, 0)
    expect(tokens.find('a', 29_999)).toBe(principal)
    expect(tokens.find('a', 30_000)).toBeUndefined()
    tokens.remember('a', principal, 990_000)
    expect(tokens.find('a', 999_999)).toBe(principal)
    expect(tokens.find('a', 1_000_000)).toBeUndefined()
    expect(tokens.find('b', 0)).toBeUndefined()
  })

  it('does not fill the memory', () => {
    const tokens = new VerifiedTokens()
    for (let n = 0; n <= 1000; n++) tokens.remember(String(n), principal, 0)
    expect([tokens.find('0', 1), tokens.find('1', 1), tokens.find('1000', 1)]).toEqual([
      undefined,
      principal,
      principal,
    ])
  })
})

describe('each subject', () => {
  it('has its own rate, and is told when to come back', async () => {
    const { api } = setUp({ limits: { requestsPerSecond: 0.5, burst: 2 } })
    const [one, other] = [await tokenOf('county', '532329', 'one'), await tokenOf('county', '532329', 'other')]
    const statuses: number[] = []
    for (let n = 0; n < 4; n++) statuses.push((await call(api, '/v1/rules', { token: one })).status)
    expect(statuses).toEqual([200, 200, 429, 429])
    const late = await call(api, '/v1/rules', { token: one })
    expect([late.status, Number(late.headers.get('retry-after'))]).toEqual([429, 2])
    expect((await call(api, '/v1/rules', { token: other })).status).toBe(200)
  })

  it('gets its rate over time, and no more', () => {
    const limit = new RateLimit(10, 5)
    let passed = 0
    for (let now = 0; now < 10_000; now += 10) if (limit.wait('x', now) === 0) passed += 1
    expect(passed).toBeGreaterThanOrEqual(100)
    expect(passed).toBeLessThanOrEqual(105)
  })
})

describe('a browser', () => {
  it('of an allowed origin may call, of another not', async () => {
    const { api } = setUp({ allowedOrigins: ['https://office.example'] })
    const preflight = (origin: string) =>
      call(api, '/v1/commands/FoundBase', {
        method: 'OPTIONS',
        headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' },
      })
    const allowed = await preflight('https://office.example')
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://office.example')
    expect(allowed.headers.get('access-control-allow-headers')).toContain('Idempotency-Key')
    expect((await preflight('https://elsewhere.example')).headers.get('access-control-allow-origin')).toBeNull()
    expect(
      (await call(setUp().api, '/healthz', { headers: { Origin: 'https://office.example' } })).headers.get(
        'access-control-allow-origin',
      ),
    ).toBeNull()
  })

  it('is told to trust nothing, on every answer', async () => {
    const { api } = setUp()
    for (const path of ['/healthz', '/v1/rules', '/nothing', '/openapi.json']) {
      const { headers } = await call(api, path)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    }
  })
})

describe('an operator', () => {
  it('sees that it runs, that it is ready, and that it closes', async () => {
    const { api, runtime } = setUp()
    expect((await call(api, '/healthz')).status).toBe(200)
    expect(await (await call(api, '/readyz')).json()).toEqual({ status: 'building' })
    await runtime.settle()
    const { api: ready } = setUp({}, runtime.storage)
    expect(await (await call(ready, '/readyz')).json()).toEqual({ status: 'ready' })
    ready.close()
    const closing = await call(ready, '/readyz')
    expect([closing.status, await closing.json()]).toEqual([503, { status: 'closing' }])
  })

  it('sees that read models lag, and that the store is gone', async () => {
    const { api, runtime, storage } = setUp({ limits: { lag: 0 } })
    await runtime.settle()
    const token = await tokenOf('county', '532329')
    await call(api, '/v1/commands/RegisterDivision', {
      token,
      body: { code: '532329', level: 'county', name: 'x', on: '2018-01-01' },
    })
    expect(await (await call(api, '/readyz')).json()).toEqual({ status: 'behind' })
    await storage.close()
    expect(await (await call(setUp({}, storage).api, '/readyz')).json()).toEqual({ status: 'unreachable' })
    expect((await call(api, '/v1/streams/division-532329', { token })).status).toBe(503)
  })

  it('gets counts by route, never by address', async () => {
    const metrics = createMetrics()
    const { api, runtime } = setUp({ metrics })
    await runtime.settle()
    const auditor = await tokenOf('auditor', '*')
    await call(api, '/v1/streams/journey-somebody', { token: auditor })
    await call(api, '/nowhere/somebody')
    metrics.observe({
      kind: 'executed',
      type: 'FoundBase',
      outcome: 'Rejected',
      rule: 'G6',
      events: 0,
      attempts: 1,
      milliseconds: 1,
    })
    const text = await (await call(api, '/metrics', { token: auditor })).text()
    expect(text).toContain('skein_http_request_seconds_count{method="GET",route="/v1/streams/:stream",status="404"} 1')
    expect(text).toContain('skein_commands_total{type="FoundBase",outcome="Rejected",rule="G6"} 1')
    expect(text).toContain('skein_read_model_lag{name="worklist"} 0')
    expect(text).not.toContain('somebody')
  })
})

it('answers an address that takes another method with the ones it takes', async () => {
  const { api } = setUp()
  const token = await tokenOf('county', '532329')
  const response = await call(api, '/v1/commands/FoundBase', { method: 'DELETE', token })
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
  expect((await call(api, '/healthz', { method: 'PUT' })).headers.get('allow')).toBe('GET, HEAD')
  expect((await call(api, '/v1/nothing', { token })).status).toBe(404)
  expect((await call(api, '/healthz', { method: 'HEAD' })).status).toBe(200)
})

it.each([
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
  ['en-GB', 'en'],
  ['en;q=0.1, zh;q=0.2', 'zh'],
  ['fr, zh;q=0.5', 'zh'],
  ['zh;q=0', 'en'],
  ['', 'en'],
  [';;;,', 'en'],
])('the language of %j is %s', (header, language) => expect(languageOf(header)).toBe(language))

it.each([
  [undefined, 'a/json'],
  ['*/*', 'a/json'],
  ['a/csv, a/json', 'a/json'],
  ['a/csv, a/json;q=0.9', 'a/csv'],
  ['a/*;q=0.5, a/json;q=0.1', 'a/csv'],
  ['a/json;q=0, */*', 'a/csv'],
  ['b/c', undefined],
])('of %j the type is %s', (header, type) => expect(preferred(header, ['a/json', 'a/csv'])).toBe(type))
