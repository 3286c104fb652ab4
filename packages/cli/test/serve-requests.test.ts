// What clients send to `skein serve` over real connections: bodies in chunks, requests without a body, other host names.
import { type IncomingMessage, request } from 'node:http'
import { issueToken } from '@skein/http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { secret, startServer } from './serve-process.js'
import { temporaryFolder } from './skein.js'

const { folder, remove } = temporaryFolder()
afterAll(remove)

interface Answer {
  readonly status: number | undefined
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

interface Sent {
  readonly method: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  /** Each is sent as a chunk of its own; none for no body. */
  readonly chunks?: readonly string[]
}

const send = (url: string, { method, path, headers = {}, chunks = [] }: Sent): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sending = request(`${url}${path}`, { method, headers, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }))
    })
    sending.on('error', reject)
    for (const chunk of chunks) sending.write(chunk)
    sending.end()
  })

describe('skein serve', () => {
  const server = startServer(folder, ['--store', 'memory:', '--public-url', 'https://office.example.cn/skein/'])
  let url: string
  let token: string
  beforeAll(async () => {
    url = await server.url
    token = await issueToken(secret, { subject: 'office-1', role: 'county', division: '532329' })
  })
  afterAll(async () => {
    server.child.kill('SIGTERM')
    expect(await server.exitCode).toBe(0)
    expect(server.written.stderr.split('\n').filter((line) => line.includes('"level":50'))).toEqual([])
  })
  const bearer = () => ({ Authorization: `Bearer ${token}` })

  it('reads a command that comes in chunks', async () => {
    const body = JSON.stringify({ code: '532329', level: 'county', name: '武定县', on: '2018-01-01' })
    const { status, text } = await send(url, {
      method: 'POST',
      path: '/v1/commands/RegisterDivision',
      headers: { ...bearer(), 'Content-Type': 'application/json' },
      chunks: [body.slice(0, 20), body.slice(20)],
    })
    expect([status, JSON.parse(text).revision]).toEqual([200, 0])
  })

  it.each([
    ['DELETE', '/v1/commands/RegisterDivision', 405],
    ['OPTIONS', '/v1/commands/RegisterDivision', 204],
    ['HEAD', '/v1/rules', 200],
    ['HEAD', '/healthz', 200],
    ['PUT', '/v1/nothing', 404],
    ['GET', '/v1/streams/%00', 400],
  ])('answers %s %s without a body with %d', async (method, path, status) => {
    expect((await send(url, { method, path, headers: bearer() })).status).toBe(status)
  })

  it('names its public address, with its path, in links, problems and schemas', async () => {
    const list = await send(url, { method: 'GET', path: '/v1/events?limit=1', headers: bearer() })
    expect(list.headers.link).toMatch(/^<\/skein\/v1\/events\?limit=1&after=/)
    expect(JSON.parse(list.text)[0].dataschema).toBe(
      'https://office.example.cn/skein/schemas/events/DivisionRegistered/1',
    )
    const { text } = await send(url, { method: 'GET', path: '/v1/nothing', headers: bearer() })
    expect(JSON.parse(text).type).toBe('/skein/problems/not-found')
    const schema = await send(url, { method: 'GET', path: '/schemas/commands/FoundBase' })
    expect(JSON.parse(schema.text).$id).toBe('/skein/schemas/commands/FoundBase')
  })
})

describe('skein serve --insecure-dev', () => {
  it('answers only requests to this machine by its own names', async () => {
    const server = startServer(folder, ['--store', 'memory:', '--insecure-dev'])
    const url = await server.url
    const status = async (host: string) =>
      (await send(url, { method: 'GET', path: '/v1/rules', headers: { Host: host } })).status
    expect([await status('localhost:8080'), await status('127.0.0.1')]).toEqual([200, 200])
    // a page of this name, led to 127.0.0.1 by its name server
    expect(await status('attacker.example')).toBe(421)
    server.child.kill('SIGTERM')
    expect(await server.exitCode).toBe(0)
  })
})

describe('a server that is asked to stop', () => {
  it('answers /readyz with 503 for a while, and other requests as before', async () => {
    const server = startServer(folder, ['--store', 'memory:', '--insecure-dev', '--drain-delay', '2'])
    const url = await server.url
    const get = (path: string) => send(url, { method: 'GET', path })
    await expect.poll(async () => (await get('/readyz')).status, { timeout: 20_000 }).toBe(200)
    server.child.kill('SIGTERM')
    await expect.poll(async () => (await get('/readyz')).text, { timeout: 2000 }).toBe('{"status":"closing"}')
    expect((await get('/v1/rules')).status).toBe(200)
    expect(await server.exitCode).toBe(0)
  }, 40_000)
})
