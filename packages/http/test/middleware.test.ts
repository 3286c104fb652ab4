import { describe, expect, it } from 'vitest'
import { RateLimit } from '../src/middleware/rate-limit.js'
import { request, setUp, storageWithExamples, tokenOf } from './fixture.js'
import { SseClient } from './sse-client.js'

describe('the rate limit', () => {
  it('counts each subject on its own, and says when to try again', async () => {
    const { api } = setUp({ limits: { requestsPerSecond: 0.5, burst: 2 } })
    const [one, other] = [await tokenOf('county', '532329', 'one'), await tokenOf('county', '532329', 'other')]
    const statuses: number[] = []
    for (let n = 0; n < 4; n++) statuses.push((await request(api, '/v1/rules', { token: one })).status)
    expect(statuses).toEqual([200, 200, 429, 429])
    const limited = await request(api, '/v1/rules', { token: one })
    expect([limited.status, Number(limited.headers.get('retry-after'))]).toEqual([429, 2])
    expect((await request(api, '/v1/rules', { token: other })).status).toBe(200)
  })

  it('allows the burst and then the average rate', () => {
    const limit = new RateLimit(10, 5)
    let allowed = 0
    for (let now = 0; now < 10_000; now += 10) if (limit.take('x', now) === 0) allowed += 1
    expect(allowed).toBeGreaterThanOrEqual(100)
    expect(allowed).toBeLessThanOrEqual(105)
  })
})

describe('CORS', () => {
  it('allows the named origins and no other', async () => {
    const { api } = setUp({ allowedOrigins: ['https://office.example'] })
    const preflight = (origin: string) =>
      request(api, '/v1/commands/FoundBase', {
        method: 'OPTIONS',
        headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' },
      })
    const allowed = await preflight('https://office.example')
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://office.example')
    expect(allowed.headers.get('access-control-allow-headers')).toContain('Idempotency-Key')
    expect((await preflight('https://elsewhere.example')).headers.get('access-control-allow-origin')).toBeNull()
    expect(
      (await request(setUp().api, '/healthz', { headers: { Origin: 'https://office.example' } })).headers.get(
        'access-control-allow-origin',
      ),
    ).toBeNull()
  })
})

describe('security headers', () => {
  it('are on every answer', async () => {
    const { api } = setUp()
    for (const path of ['/healthz', '/v1/rules', '/nothing', '/openapi.json']) {
      const { headers } = await request(api, path)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    }
  })
})

describe('compression', async () => {
  const { api } = setUp({}, await storageWithExamples())
  const token = await tokenOf('township', '532329104')
  const get = (path: string, headers: Readonly<Record<string, string>>) => request(api, path, { token, headers })
  const unzipped = async ({ body }: Response) =>
    body === null ? '' : new Response(body.pipeThrough(new DecompressionStream('gzip'))).text()

  it.each([
    ['/openapi.json', 'application/json'],
    ['/reference', 'text/html'],
    ['/v1/rules', 'application/json'],
    ['/v1/events', 'application/cloudevents-batch+json'],
    ['/v1/projections/journeyTimeline', 'application/json'],
    ['/v1/tables/journeyTimeline', 'text/csv'],
  ])('sends %s as %s in gzip to a caller that accepts it', async (path, type) => {
    const plain = await get(path, { Accept: type })
    const zipped = await get(path, { Accept: type, 'Accept-Encoding': 'gzip' })
    expect([plain.headers.get('content-encoding'), zipped.headers.get('content-encoding')]).toEqual([null, 'gzip'])
    expect(plain.headers.get('content-type')).toContain(type)
    expect(zipped.headers.get('vary')).toContain('Accept-Encoding')
    expect(await unzipped(zipped)).toBe(await plain.text())
  })

  it('keeps the ETag usable: the compressed body is not sent again', async () => {
    const zipped = await get('/v1/projections/journeyTimeline', { 'Accept-Encoding': 'gzip' })
    const tag = zipped.headers.get('etag') ?? ''
    expect(tag).toMatch(/^W\/"/)
    const again = await get('/v1/projections/journeyTimeline', { 'Accept-Encoding': 'gzip', 'If-None-Match': tag })
    expect([again.status, await again.text()]).toEqual([304, ''])
  })

  it('leaves small answers, streams and problems as they are', async () => {
    for (const path of [
      '/v1/projections/worklist?limit=1&kind=training',
      '/v1/streams/journey-trainee-1',
      '/v1/projections/unknown',
    ])
      expect((await get(path, { 'Accept-Encoding': 'gzip' })).headers.get('content-encoding')).toBeNull()
  })

  it('never compresses the event feed', async () => {
    const response = await get('/v1/events', { Accept: 'text/event-stream', 'Accept-Encoding': 'gzip' })
    expect(response.headers.get('content-encoding')).toBeNull()
    const client = new SseClient(response)
    expect(await client.take(3)).toHaveLength(3)
    await client.cancel()
  })
})

describe('an unknown route', () => {
  it('answers 405 with the supported methods where only the method is wrong, otherwise 404', async () => {
    const { api } = setUp()
    const token = await tokenOf('county', '532329')
    const response = await request(api, '/v1/commands/FoundBase', { method: 'DELETE', token })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, OPTIONS'])
    expect((await request(api, '/healthz', { method: 'PUT' })).headers.get('allow')).toBe('GET, HEAD, OPTIONS')
    expect((await request(api, '/v1/nothing', { token })).status).toBe(404)
    expect((await request(api, '/healthz', { method: 'HEAD' })).status).toBe(200)
  })
})
