// Limits of the listener that `skein serve` uses, and how it closes: over real connections.
import { openMemory } from '@skein/engine'
import { beforeAll, describe, expect, it } from 'vitest'
import { insecureDev } from '../src/index.js'
import { listen } from '../src/node.js'
import { setUp, tokenOf } from './fixture.js'
import { answersIn, connected, exchange, messageOf, receivedBy } from './raw-http.js'

const { api } = setUp({}, openMemory())
let token: string
beforeAll(async () => {
  token = await tokenOf('county', '532329')
})
const json = { 'Content-Type': 'application/json' }
const withToken = () => ({ Authorization: `Bearer ${token}` })
const commandPath = '/v1/commands/RegisterDivision'

describe('time limits', () => {
  it('end a connection whose headers, or whose body, do not arrive', async () => {
    const slow = await listen(api, { port: 0, headersTimeoutMs: 500, receiveTimeoutMs: 1000 })
    const startedAt = performance.now()
    const sockets = await Promise.all([connected(slow.url), connected(slow.url)])
    const received = sockets.map(receivedBy)
    sockets[0]?.write('GET /healthz HTTP/1.1\r\nHost: x\r\n')
    sockets[1]?.write(messageOf('POST', commandPath, { ...withToken(), ...json, 'Content-Length': '100' }, '{'))
    const answers = (await Promise.all(received)).map((text) => answersIn(text)[0]?.status)
    // looked at every five seconds
    expect(performance.now() - startedAt).toBeLessThan(8000)
    expect(answers).toEqual([408, 408])
    await slow.close({ timeoutMs: 100 })
  }, 20_000)

  it('end a connection that is idle', async () => {
    const idle = await listen(api, { port: 0, idleTimeoutMs: 200 })
    const socket = await connected(idle.url)
    expect(await receivedBy(socket)).toBe('')
    await idle.close({ timeoutMs: 100 })
  })
})

it('no more connections than allowed are open at the same time', async () => {
  const small = await listen(api, { port: 0, maxConnections: 2 })
  const kept = [await connected(small.url), await connected(small.url)]
  const third = await connected(small.url)
  third.write(messageOf('GET', '/healthz', {}))
  expect(await receivedBy(third)).toBe('')
  for (const socket of kept) socket.destroy()
  await expect
    .poll(() => exchange(small.url, messageOf('GET', '/healthz', {})).catch(() => ''))
    .toMatch(/^HTTP\/1.1 200 /)
  await small.close({ timeoutMs: 100 })
})

describe('closing', () => {
  it('answers /readyz with 503 for a while before it refuses connections, and lets requests in progress end', async () => {
    const fresh = setUp()
    await fresh.runtime.settle()
    const server = await listen(fresh.api, { port: 0 })
    const ready = () => exchange(server.url, messageOf('GET', '/readyz', {}))
    expect(await ready()).toMatch(/^HTTP\/1.1 200 /)
    const feed = await connected(server.url)
    const fed = receivedBy(feed)
    feed.write(messageOf('GET', '/v1/events', { ...withToken(), Accept: 'text/event-stream' }))
    await new Promise((resolve) => setTimeout(resolve, 50))
    const closed = server.close({ timeoutMs: 2000, drainDelayMs: 400 })
    expect(await ready()).toMatch(/^HTTP\/1.1 503 [\s\S]*"closing"/)
    // requests are still answered
    expect(await exchange(server.url, messageOf('GET', '/v1/rules', withToken()))).toMatch(/^HTTP\/1.1 200 /)
    await closed
    expect(await fed).toMatch(/^HTTP\/1.1 200 /)
    await expect(connected(server.url)).rejects.toThrow('ECONNREFUSED')
  })
})

describe('allowed hosts', () => {
  it('are the only ones that are answered', async () => {
    const local = setUp({ auth: insecureDev(), allowedHosts: ['127.0.0.1', 'localhost', '[::1]'] })
    const server = await listen(local.api, { port: 0 })
    const status = async (host: string) =>
      answersIn(await exchange(server.url, messageOf('GET', '/v1/rules', { Host: host })))[0]?.status
    for (const host of ['127.0.0.1', 'localhost:8080', '[::1]:80', 'LOCALHOST'])
      expect([host, await status(host)]).toEqual([host, 200])
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.1'])
      expect([host, await status(host)]).toEqual([host, 421])
    await server.close({ timeoutMs: 100 })
  })
})

describe('the rate without a token', () => {
  const limits = { anonymousRequestsPerSecond: 0.1, anonymousBurst: 2 }
  const statuses = async (url: string, forwardedFor: readonly string[]) => {
    const found: (number | undefined)[] = []
    for (const address of forwardedFor)
      found.push(
        answersIn(await exchange(url, messageOf('GET', '/openapi.json', { 'X-Forwarded-For': address })))[0]?.status,
      )
    return found
  }

  it('is limited by the address, and not by what the client says of itself', async () => {
    const server = await listen(setUp({ limits }).api, { port: 0 })
    expect(await statuses(server.url, ['1.1.1.1', '2.2.2.2', '3.3.3.3'])).toEqual([200, 200, 429])
    // neither orchestrators nor callers with a token are
    for (const path of ['/healthz', '/readyz']) expect((await fetch(server.url + path)).status).not.toBe(429)
    expect((await fetch(`${server.url}/v1/rules`, { headers: withToken() })).status).toBe(200)
    expect((await fetch(`${server.url}/v1/rules`)).status).toBe(429)
    await server.close({ timeoutMs: 100 })
  })

  it('is limited by what a trusted proxy says', async () => {
    const server = await listen(setUp({ limits }).api, { port: 0, trustedProxies: 1 })
    expect(await statuses(server.url, ['1.1.1.1', '9.9.9.9, 1.1.1.1', '8.8.8.8, 1.1.1.1', '2.2.2.2'])).toEqual([
      200, 200, 429, 200,
    ])
    await server.close({ timeoutMs: 100 })
  })
})
