import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { VerifiedTokenCache } from '../src/auth/verified-token-cache.js'
import { AuthError, insecureDev, issueToken, jwtAuth } from '../src/index.js'
import { request, secret, setUp, tokenOf } from './fixture.js'

describe('jwtAuth with a secret', () => {
  const { api } = setUp()
  const key = new TextEncoder().encode(secret)
  const signed = (claims: object, signWith = key) =>
    new SignJWT({ sub: 'x', role: 'county', division: '*', exp: Date.now() / 1000 + 60, ...claims })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(signWith)
  const unsigned = `${btoa('{"alg":"none"}')}.${btoa('{"sub":"x","role":"county","division":"*","exp":9999999999}')}.`

  it.each([
    ['no token', async () => undefined],
    ['text that is no token', async () => 'abc'],
    ['an unsigned token', async () => unsigned.replaceAll('=', '')],
    [
      'a token signed with another secret',
      () => signed({}, new TextEncoder().encode('another secret of at least 32 bytes')),
    ],
    ['an expired token', () => signed({ exp: 1 })],
    ['a token without an expiry', () => signed({ exp: undefined })],
    ['a token without a subject', () => signed({ sub: undefined })],
    ['a token without a role', () => signed({ role: undefined })],
    ['a token with an unknown role', () => signed({ role: 'admin' })],
    ['a token without a division', () => signed({ division: undefined })],
    ['a token with an incomplete division code', () => signed({ division: '5323' })],
    ['a village token for every division', () => signed({ role: 'village', division: '*' })],
    ['a token with an empty list of divisions', () => signed({ role: 'village', division: [] })],
  ])('answers 401 to %s', async (_what, make) => {
    const token = await make()
    const response = await request(api, '/v1/rules', token === undefined ? {} : { token })
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/)
  })

  it('accepts only tokens of the required issuer and audience', async () => {
    const auth = jwtAuth({ secret, issuer: 'us', audience: 'skein' })
    const { api: restricted } = setUp({ auth })
    const claims = { subject: 'x', role: 'county', division: '*' } as const
    const status = async (more: object) =>
      (await request(restricted, '/v1/rules', { token: await issueToken(secret, { ...claims, ...more }) })).status
    expect(await status({ issuer: 'us', audience: 'skein' })).toBe(200)
    expect(await status({ issuer: 'them', audience: 'skein' })).toBe(401)
    expect(await status({ issuer: 'us', audience: 'other' })).toBe(401)
    expect(await status({})).toBe(401)
  })

  it('throws AuthError for a short secret, for no key at all, and for a secret beside published keys', () => {
    expect(() => jwtAuth({ secret: 'short' })).toThrow(/32 bytes/)
    expect(() => jwtAuth({})).toThrow(/neither/)
    expect(() => jwtAuth({ secret, jwksUrl: 'https://x.example' })).toThrow(/one of the two/)
  })
})

describe('issueToken', () => {
  it('throws AuthError, in both languages, for claims that would not be accepted', async () => {
    const issuing = issueToken(secret, { subject: 'x', role: 'village', division: '*' })
    const error = await issuing.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(AuthError)
    expect(error).toMatchObject({
      text: { en: expect.stringContaining('division'), zh: expect.stringContaining('区划') },
    })
  })
})

describe('jwtAuth with published keys', () => {
  let jwks: { readonly url: string; isDown: boolean; close(): void }
  let sign: () => Promise<string>
  beforeAll(async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256')
    const state = { isDown: false }
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }
    const server = createServer((_request, response) => {
      response.statusCode = state.isDown ? 500 : 200
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

  it('accepts tokens signed with the private key, and none signed with a secret', async () => {
    const { api } = setUp({ auth: jwtAuth({ jwksUrl: jwks.url }) })
    expect((await request(api, '/v1/rules', { token: await sign() })).status).toBe(200)
    expect((await request(api, '/v1/rules', { token: await tokenOf('county', '*') })).status).toBe(401)
  })

  it('answers 503, not 401, while the keys cannot be fetched', async () => {
    const { api } = setUp({ auth: jwtAuth({ jwksUrl: jwks.url }) })
    jwks.isDown = true
    const response = await request(api, '/v1/rules', { token: await sign() })
    jwks.isDown = false
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
  })
})

describe('insecureDev', () => {
  it('allows every request', async () => {
    const { api } = setUp({ auth: insecureDev() })
    expect((await request(api, '/metrics')).status).toBe(200)
  })
})

describe('VerifiedTokenCache', () => {
  const principal = { subject: 'x', roles: ['county'], divisions: 'all', expiresAt: 1000 } as const

  it('keeps a token for 30 seconds, but never beyond its expiry', () => {
    const tokens = new VerifiedTokenCache()
    tokens.set('a', principal, 0)
    expect(tokens.get('a', 29_999)).toBe(principal)
    expect(tokens.get('a', 30_000)).toBeUndefined()
    tokens.set('a', principal, 990_000)
    expect(tokens.get('a', 999_999)).toBe(principal)
    expect(tokens.get('a', 1_000_000)).toBeUndefined()
    expect(tokens.get('b', 0)).toBeUndefined()
  })

  it('keeps the latest 1,000 tokens', () => {
    const tokens = new VerifiedTokenCache()
    for (let n = 0; n <= 1000; n++) tokens.set(String(n), principal, 0)
    expect([tokens.get('0', 1), tokens.get('1', 1), tokens.get('1000', 1)]).toEqual([undefined, principal, principal])
  })
})
