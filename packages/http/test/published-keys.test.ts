import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { defaultKeyAges, KeysUnavailable, PublishedKeys } from '../src/auth/published-keys.js'
import { jwtAuth } from '../src/index.js'
import { request, setUp } from './fixture.js'

interface Pair {
  readonly privateKey: CryptoKey
  readonly jwk: JWK
}

const pairOf = async (kid?: string): Promise<Pair> => {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), alg: 'ES256', ...(kid === undefined ? {} : { kid }) } }
}

const issuer = { keys: [] as readonly JWK[], status: 200, fetches: 0, text: undefined as string | undefined }
const server = createServer((_request, response) => {
  issuer.fetches += 1
  response.statusCode = issuer.status
  response.end(issuer.text ?? JSON.stringify({ keys: issuer.keys }))
})
let url: URL
let one: Pair
let two: Pair
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // sound: it listens on a port
  url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`)
  one = await pairOf('one')
  two = await pairOf('two')
})
afterAll(() => server.close())
beforeEach(() => Object.assign(issuer, { keys: [one.jwk], status: 200, fetches: 0, text: undefined }))

const sign = ({ privateKey }: Pair, kid?: string) =>
  new SignJWT({ sub: 'x', role: 'auditor', division: '*', exp: Math.floor(Date.now() / 1000) + 60 })
    .setProtectedHeader({ alg: 'ES256', ...(kid === undefined ? {} : { kid }) })
    .sign(privateKey)

describe('published keys', () => {
  /** With a clock that the test sets. */
  const keysAt = () => {
    const clock = { now: 0 }
    return { clock, keys: new PublishedKeys(url, defaultKeyAges, () => clock.now) }
  }
  const find = async (keys: PublishedKeys, kid: string) => {
    const found: unknown[] = []
    for await (const key of keys.matching({ alg: 'ES256', kid }, { payload: '', signature: '' })) found.push(key)
    return found.length
  }

  it('are fetched again after a minute, so that a withdrawn key is not used for longer', async () => {
    const { clock, keys } = keysAt()
    expect(await find(keys, 'one')).toBe(1)
    issuer.keys = [two.jwk]
    clock.now = 59_000
    expect([await find(keys, 'one'), issuer.fetches]).toEqual([1, 1])
    clock.now = 60_000
    await expect(find(keys, 'one')).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' })
  })

  it('are fetched again for a key id that they do not have, but not for every one', async () => {
    const { clock, keys } = keysAt()
    expect(await find(keys, 'one')).toBe(1)
    issuer.keys = [one.jwk, two.jwk]
    clock.now = 11_000
    expect([await find(keys, 'two'), issuer.fetches]).toEqual([1, 2])
    for (let n = 0; n < 50; n++) await expect(find(keys, `made-up-${n}`)).rejects.toThrow()
    expect(issuer.fetches).toBe(2)
  })

  it('are used for a quarter of an hour while they cannot be fetched', async () => {
    const { clock, keys } = keysAt()
    expect(await find(keys, 'one')).toBe(1)
    for (const broken of [
      { status: 500 },
      { text: 'no JSON' },
      { text: '{"keys":1}' },
      { text: 'x'.repeat(300_000) },
    ]) {
      Object.assign(issuer, { status: 200, text: undefined }, broken)
      clock.now += 200_000
      expect(await find(keys, 'one')).toBe(1)
    }
    clock.now = 15 * 60_000
    await expect(find(keys, 'one')).rejects.toThrow(KeysUnavailable)
    Object.assign(issuer, { status: 200, text: undefined })
    clock.now += defaultKeyAges.cooldownMs
    expect(await find(keys, 'one')).toBe(1)
  })

  it('are asked for once at a time, and once in a while in an outage', async () => {
    const { clock, keys } = keysAt()
    await Promise.all(Array.from({ length: 20 }, () => find(keys, 'one')))
    expect(issuer.fetches).toBe(1)
    issuer.status = 500
    for (let second = 60; second < 120; second++) {
      clock.now = second * 1000
      await find(keys, 'one')
    }
    await expect.poll(() => issuer.fetches).toBeLessThanOrEqual(1 + 6)
  })
})

describe('jwtAuth with several published keys', () => {
  const status = async (token: string) =>
    (await request(setUp({ auth: jwtAuth({ jwksUrl: url }) }).api, '/v1/rules', { token })).status

  it('accepts tokens without a key id that one of them has signed', async () => {
    issuer.keys = [one.jwk, two.jwk]
    expect([await status(await sign(one)), await status(await sign(two))]).toEqual([200, 200])
    const stranger = await pairOf()
    expect(await status(await sign(stranger))).toBe(401)
    expect(await status(await sign(stranger, 'one'))).toBe(401)
    expect(await status(await sign(one, 'two'))).toBe(401)
  })

  it('accepts keys without an id', async () => {
    const [third, fourth] = [await pairOf(), await pairOf()]
    issuer.keys = [third.jwk, fourth.jwk]
    expect([await status(await sign(third)), await status(await sign(fourth))]).toEqual([200, 200])
  })

  it('answers 401 to what is no token, and 503 to a token while it has no keys', async () => {
    for (const text of ['abc', 'a.b.c', '..', `${btoa('{"alg":"ES256"}')}.x`])
      expect([text, await status(text)]).toEqual([text, 401])
    issuer.status = 500
    expect(await status(await sign(one))).toBe(503)
  })
})
