// Requests as they arrive over real connections, at the listener that `skein serve` uses.
import { openMemory } from '@skein/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Logger } from '../src/index.js'
import { type Listening, listen } from '../src/node.js'
import { setUp, tokenOf } from './fixture.js'
import { answersIn, chunked, connected, exchange, messageOf, type RawAnswer } from './raw-http.js'

const errors: string[] = []
const logger: Logger = {
  info: () => undefined,
  warn: () => undefined,
  error: (fields, message) => void errors.push(JSON.stringify([message, fields])),
}
const { api, storage } = setUp({ logger, limits: { openFeeds: 3, openFeedsOfSubject: 2 } }, openMemory())
let listening: Listening
let token: string
beforeAll(async () => {
  listening = await listen(api, { port: 0 })
  token = await tokenOf('county', '532329')
})
afterAll(async () => {
  await listening.close({ timeoutMs: 500 })
  // the store is in order: the only failures are those that a test asked for
  expect(errors.filter((line) => !line.includes('"status":503'))).toEqual([])
})

const json = { 'Content-Type': 'application/json' }
const withToken = () => ({ Authorization: `Bearer ${token}` })
const commandPath = '/v1/commands/RegisterDivision'
let codes = 0
/** A county that was not registered before, within the division of the token. */
const register = () => {
  codes += 1
  return JSON.stringify({
    code: `532329${String(codes).padStart(3, '0')}`,
    level: 'township',
    name: '镇',
    on: '2018-01-01',
  })
}

const answerTo = async (...message: Parameters<typeof messageOf>): Promise<RawAnswer> => {
  const [answer] = answersIn(await exchange(listening.url, messageOf(...message)), [message[0]])
  if (answer === undefined) throw new Error('no answer')
  return answer
}

describe('a body', () => {
  it.each([1, 7, 1000])('in chunks of %d bytes is read', async (size) => {
    const headers = { ...withToken(), ...json, 'Transfer-Encoding': 'chunked' }
    const message = messageOf('POST', commandPath, headers)
    const received = await exchange(listening.url, message + chunked(register(), size))
    expect(received).toMatch(/^HTTP\/1.1 200 /)
  })

  it('that arrives byte by byte, headers too, is read', async () => {
    const body = register()
    const message = messageOf(
      'POST',
      commandPath,
      { ...withToken(), ...json, 'Content-Length': String(Buffer.byteLength(body)) },
      body,
    )
    expect(await exchange(listening.url, message, { pieceSize: 1 })).toMatch(/^HTTP\/1.1 200 /)
    const chunks = messageOf(
      'POST',
      commandPath,
      { ...withToken(), ...json, 'Transfer-Encoding': 'chunked' },
      chunked('{}', 1),
    )
    expect(await exchange(listening.url, chunks, { pieceSize: 1 })).toMatch(/^HTTP\/1.1 400 /)
  })

  it.each([
    ['announced', 'Content-Length', String(65 * 1024), 'x'.repeat(65 * 1024)],
    ['in chunks', 'Transfer-Encoding', 'chunked', chunked('x'.repeat(65 * 1024), 4096)],
  ])('of more than 64 kB, %s, is answered with 413', async (_how, name, value, body) => {
    expect((await answerTo('POST', commandPath, { ...withToken(), ...json, [name]: value }, body)).status).toBe(413)
  })

  it('is never read without a token, and does not confuse the next request', async () => {
    const body = register()
    const first = messageOf('POST', commandPath, { ...json, 'Content-Length': String(Buffer.byteLength(body)) }, body, {
      close: false,
    })
    const received = await exchange(listening.url, first + messageOf('GET', '/healthz', {}))
    expect(answersIn(received).map(({ status }) => status)).toEqual([401, 200])
  })

  it('that is cut off in the middle is no command, and no error of the server', async () => {
    const before = await storage.events.count()
    for (const headers of [{ 'Content-Length': '500' }, { 'Transfer-Encoding': 'chunked' }]) {
      const socket = await connected(listening.url)
      socket.write(
        messageOf(
          'POST',
          commandPath,
          { ...withToken(), ...json, ...headers },
          headers['Content-Length'] ? '{"code":' : '8\r\n{"code":\r\n',
        ),
      )
      await new Promise((resolve) => setTimeout(resolve, 50))
      socket.destroy()
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect([await storage.events.count(), errors]).toEqual([before, []])
  })

  it('is asked for with 100 Continue', async () => {
    const body = register()
    const headers = {
      ...withToken(),
      ...json,
      'Content-Length': String(Buffer.byteLength(body)),
      Expect: '100-continue',
    }
    const received = await exchange(listening.url, messageOf('POST', commandPath, headers, body))
    expect(answersIn(received).map(({ status }) => status)).toEqual([100, 200])
  })
})

describe('a request without a body', () => {
  it.each([
    ['DELETE', commandPath, 405],
    ['PUT', commandPath, 405],
    ['PATCH', '/v1/rules', 405],
    ['POST', '/v1/rules', 405],
    ['POST', commandPath, 415],
    ['DELETE', '/v1/nothing', 404],
    ['TRACE', '/v1/rules', 405],
    ['PROPFIND', '/v1/rules', 405],
  ])('%s %s is answered with %d', async (method, path, status) => {
    const answer = await answerTo(method, path, withToken())
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json'])
  })

  it.each([
    [commandPath, 'POST, OPTIONS'],
    ['/v1/events', 'GET, HEAD, OPTIONS'],
    ['/openapi.json', 'GET, HEAD, OPTIONS'],
  ])('OPTIONS %s is answered with its methods, with and without a token', async (path, allow) => {
    for (const headers of [{}, withToken()]) {
      const answer = await answerTo('OPTIONS', path, headers)
      expect([answer.status, answer.headers.get('allow')]).toEqual([204, allow])
    }
  })

  it('POST with an empty JSON body is answered with 400', async () => {
    expect((await answerTo('POST', commandPath, { ...withToken(), ...json, 'Content-Length': '0' })).status).toBe(400)
  })
})

describe('HEAD', () => {
  it.each(['/healthz', '/openapi.json', '/reference', '/v1/rules', '/v1/events', '/schemas/commands/FoundBase'])(
    '%s has the headers of GET and no body',
    async (path) => {
      const [got, headed] = [await answerTo('GET', path, withToken()), await answerTo('HEAD', path, withToken())]
      expect([headed.status, headed.body]).toEqual([got.status, ''])
      for (const name of ['content-type', 'etag', 'cache-control'])
        expect(headed.headers.get(name)).toBe(got.headers.get(name))
    },
  )

  it('opens no event feed, however often', async () => {
    for (let n = 0; n < 20; n++) {
      const answer = await answerTo('HEAD', '/v1/events', { ...withToken(), Accept: 'text/event-stream' })
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
    }
    const socket = await connected(listening.url)
    socket.write(messageOf('GET', '/v1/events', { ...withToken(), Accept: 'text/event-stream' }))
    const first = await new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(chunk.toString())))
    expect(first).toMatch(/^HTTP\/1.1 200 /)
    socket.destroy()
  })
})

describe('event feeds', () => {
  const open = async (bearer: string) => {
    const socket = await connected(listening.url)
    socket.write(messageOf('GET', '/v1/events', { Authorization: `Bearer ${bearer}`, Accept: 'text/event-stream' }))
    const first = await new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(chunk.toString())))
    return { socket, status: Number(first.split(' ')[1]) }
  }

  it('are limited for one subject and for all, and free again when their connections end', async () => {
    const [one, two] = [await tokenOf('county', '532329', 'one'), await tokenOf('county', '532329', 'two')]
    const opened = [await open(one), await open(one), await open(one), await open(two), await open(two)]
    expect(opened.map(({ status }) => status)).toEqual([200, 200, 429, 200, 503])
    for (const { socket } of opened) socket.destroy()
    await expect
      .poll(async () => {
        const again = await open(one)
        again.socket.destroy()
        return again.status
      })
      .toBe(200)
  })
})

describe('several requests in one connection', () => {
  it('are answered in their order, however they are mixed', async () => {
    const body = register()
    const length = { 'Content-Length': String(Buffer.byteLength(body)) }
    const open = { close: false }
    const messages = [
      ['GET', messageOf('GET', '/v1/rules', withToken(), '', open)],
      ['POST', messageOf('POST', commandPath, { ...withToken(), ...json, ...length }, body, open)],
      ['HEAD', messageOf('HEAD', '/v1/rules', withToken(), '', open)],
      ['DELETE', messageOf('DELETE', '/v1/rules', withToken(), '', open)],
      [
        'POST',
        messageOf(
          'POST',
          commandPath,
          { ...withToken(), ...json, 'Transfer-Encoding': 'chunked' },
          chunked('{}', 1),
          open,
        ),
      ],
      ['OPTIONS', messageOf('OPTIONS', '/v1/rules', {}, '', open)],
      ['GET', messageOf('GET', '/v1/nothing', withToken())],
    ] as const
    const received = await exchange(listening.url, messages.map(([, message]) => message).join(''))
    const answers = answersIn(
      received,
      messages.map(([method]) => method),
    )
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 405, 400, 204, 404])
  })
})

describe('a request that cannot be understood', () => {
  it.each([
    ['a path without a slash', messageOf('GET', 'healthz', {})],
    ['no Host', 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['a Host with a space', messageOf('GET', '/healthz', { Host: 'a b' })],
    ['two lengths', 'POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    [
      'a length and chunks',
      messageOf('POST', '/healthz', { 'Content-Length': '3', 'Transfer-Encoding': 'chunked' }, '0\r\n\r\n'),
    ],
    [
      'a chunk that is no number',
      messageOf('POST', commandPath, { ...json, 'Transfer-Encoding': 'chunked' }, 'zz\r\n'),
    ],
    ['a bare line feed in a header', 'GET /healthz HTTP/1.1\r\nHost: x\r\nA: b\nC: d\r\n\r\n'],
    ['no HTTP at all', 'hello\r\n\r\n'],
  ])('%s is answered with 4xx', async (_what, message) => {
    const [answer] = answersIn(await exchange(listening.url, message))
    expect(answer?.status).toBeGreaterThanOrEqual(400)
    expect(answer?.status).toBeLessThan(500)
  })

  it.each(['%00', 'journey-%00', 'a%0Ab', '%ED%A0%80x%7F'])(
    'a stream named %s is answered with 400 or 404',
    async (name) => {
      const { status } = await answerTo('GET', `/v1/streams/${name}`, withToken())
      expect(name.includes('%ED') ? [400, 404] : [400]).toContain(status)
      expect([400, 404]).toContain((await answerTo('GET', `/v1/projections/worklist/${name}`, withToken())).status)
    },
  )

  it('headers of more than 16 kB are answered with 431', async () => {
    expect((await answerTo('GET', '/healthz', { 'X-Large': 'x'.repeat(20_000) })).status).toBe(431)
  })
})
