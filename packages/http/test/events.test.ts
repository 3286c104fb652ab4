import type { Storage } from '@skein/engine'
import { beforeAll, describe, expect, it } from 'vitest'
import type { FeedPage } from '../src/feed/pages.js'
import { sseOf } from '../src/feed/sse.js'
import { call, setUp, tokenOf, told } from './fixture.js'
import { contractOf, judgeOf, operationsOf } from './openapi.js'
import { SseReader } from './sse-reader.js'

let storage: Storage
let township: string
let village: string
beforeAll(async () => {
  storage = await told()
  township = await tokenOf('township', '532329104')
  village = await tokenOf('village', '532329104207')
})

interface Event {
  readonly id: string
  readonly subject: string
  readonly position: string
  readonly type: string
}
// boundary: what the API answers; judged by the contract in the first test
const eventsOf = async (response: Response): Promise<readonly Event[]> => (await response.json()) as readonly Event[]

const next = (response: Response): string => /^<([^>]+)>/.exec(response.headers.get('link') ?? '')?.[1] ?? ''

describe('a batch of events', () => {
  it('is what the contract says', async () => {
    const { api } = setUp({}, storage)
    const contract = await contractOf(api)
    const operation = operationsOf(contract).find(({ path }) => path === '/v1/events')
    if (operation === undefined) throw new Error('the contract has no events')
    const response = await call(api, '/v1/events?limit=1000', { token: township })
    expect(response.headers.get('content-type')).toBe('application/cloudevents-batch+json')
    expect(await judgeOf(contract)(operation, response)).toEqual([])
  })

  it.each([1, 7, 100])('of %d, read on from link to link, is every event once, in order', async (limit) => {
    const { api } = setUp({}, storage)
    const whole = await eventsOf(await call(api, '/v1/events?limit=1000', { token: village }))
    expect(whole.length).toBeGreaterThan(20)
    const read: string[] = []
    let path = `/v1/events?limit=${limit}`
    for (let empty = 0; empty < 2; ) {
      const response = await call(api, path, { token: village })
      const events = await eventsOf(response)
      expect(events.length).toBeLessThanOrEqual(limit)
      read.push(...events.map(({ id }) => id))
      empty = events.length === 0 ? empty + 1 : 0
      path = next(response)
    }
    expect(read).toEqual(whole.map(({ id }) => id))
  })

  it('goes on later where it stopped', async () => {
    const fresh = setUp()
    const token = await tokenOf('county', '532329')
    const record = (code: string, level: string) =>
      call(fresh.api, '/v1/commands/RegisterDivision', { token, body: { code, level, name: 'x', on: '2018-01-01' } })
    await record('532329', 'county')
    const first = await call(fresh.api, '/v1/events?types=DivisionRegistered', { token })
    expect(await eventsOf(first)).toHaveLength(1)
    expect(await eventsOf(await call(fresh.api, next(first), { token }))).toHaveLength(0)
    await record('532329104', 'township')
    expect((await eventsOf(await call(fresh.api, next(first), { token }))).map(({ subject }) => subject)).toEqual([
      'division-532329104',
    ])
  })

  it('holds only the types that were asked for', async () => {
    const { api } = setUp({}, storage)
    const events = await eventsOf(
      await call(api, '/v1/events?types=TraineeSelected,HouseholdPlaced', { token: township }),
    )
    expect([...new Set(events.map(({ type }) => type))].sort()).toEqual([
      'skein.HouseholdPlaced',
      'skein.TraineeSelected',
    ])
  })
})

describe('a stream of events', () => {
  const open = (api: ReturnType<typeof setUp>['api'], token: string, headers: Record<string, string> = {}) =>
    call(api, '/v1/events', { token, headers: { Accept: 'text/event-stream', ...headers } })

  it('tells the same as a batch, then what comes', async () => {
    const fresh = setUp()
    const token = await tokenOf('county', '532329')
    const record = (code: string, level: string) =>
      call(fresh.api, '/v1/commands/RegisterDivision', { token, body: { code, level, name: 'x', on: '2018-01-01' } })
    await record('532329', 'county')
    const reader = new SseReader(await open(fresh.api, token))
    expect((await reader.take(1)).map(({ subject }) => subject)).toEqual(['division-532329'])
    await record('532329104', 'township')
    expect((await reader.take(1)).map(({ subject }) => subject)).toEqual(['division-532329104'])
    await reader.cancel()
  })

  it('goes on behind the last event that the reader had', async () => {
    const { api } = setUp({}, storage)
    const whole = await eventsOf(await call(api, '/v1/events?limit=1000', { token: village }))
    const read: string[] = []
    let lastId: string | undefined
    while (read.length < whole.length) {
      const reader = new SseReader(await open(api, village, lastId === undefined ? {} : { 'Last-Event-ID': lastId }))
      const events = await reader.take(Math.min(9, whole.length - read.length))
      read.push(...events.map(({ id }) => id))
      lastId = events.at(-1)?.position
      await reader.cancel()
    }
    expect(read).toEqual(whole.map(({ id }) => id))
  })

  it('gives signs of life, and also lets know how far others’ events were read', async () => {
    const { api } = setUp({ limits: { heartbeatMilliseconds: 5 } }, storage)
    const foreign = await tokenOf('village', '532329104208')
    const reader = new SseReader(await open(api, foreign))
    await reader.until(() => reader.beats >= 2)
    expect([reader.events, reader.lastEventId]).toEqual([[], await storage.events.head()])
    await reader.cancel()
  })

  it('ends with the token, and when the service closes', async () => {
    const fresh = setUp({}, storage)
    const short = new SseReader(await open(fresh.api, await shortLived()))
    await short.end()
    const reader = new SseReader(await open(fresh.api, township))
    await reader.take(1)
    fresh.api.close()
    await reader.end()
    expect((await open(fresh.api, township)).status).toBe(503)
  })

  it('is not opened for more readers than there is room for', async () => {
    const { api } = setUp({ limits: { streams: 1 } }, storage)
    const first = new SseReader(await open(api, township))
    await first.take(1)
    expect((await open(api, township)).status).toBe(503)
    await first.cancel()
    const second = new SseReader(await open(api, township))
    await second.take(1)
    await second.cancel()
  })

  it('refuses an id that is none of its own', async () => {
    const { api } = setUp({}, storage)
    for (const id of ['not a position', '99999999', 'x'])
      expect((await open(api, township, { 'Last-Event-ID': id })).status).toBe(400)
  })
})

describe('a slow reader', () => {
  const page = (position: number): FeedPage => ({ events: [], position: String(position) })

  it('holds back the log: no more is read than it takes', async () => {
    let read = 0
    let ended = 0
    const pages = async function* () {
      for (;;) yield page(++read)
    }
    const body = sseOf(pages(), { heartbeat: 10_000, stalled: 10_000, onEnd: () => ended++ })
    const reader = body.getReader()
    for (let taken = 0; taken < 20; taken++) {
      await reader.read()
      await new Promise((resolve) => setImmediate(resolve))
      expect(read - taken).toBeLessThanOrEqual(2)
    }
    await reader.cancel()
    expect(ended).toBe(1)
  })

  it('that takes nothing is sent away, and what it held is let go', async () => {
    let returned = false
    const pages = async function* () {
      try {
        for (let position = 1; ; position++) yield page(position)
      } finally {
        returned = true
      }
    }
    const ended = await new Promise<boolean>((resolve) => {
      const body = sseOf(pages(), { heartbeat: 10_000, stalled: 10, onEnd: () => resolve(true) })
      void body.getReader().read()
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect([ended, returned]).toEqual([true, true])
  })
})

const shortLived = async () => {
  const { SignJWT } = await import('jose')
  const { secret } = await import('./fixture.js')
  // within the leeway that a token is given: it is let in, and its stream ends at once
  return new SignJWT({ sub: 'x', role: 'county', division: '*', exp: Math.floor(Date.now() / 1000) })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(secret))
}
