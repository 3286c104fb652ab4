import type { Storage } from '@skein/engine'
import { SignJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import type { FeedPage } from '../src/feed/feed-page.js'
import { serverSentEvents } from '../src/feed/server-sent-events.js'
import { request, secret, setUp, storageWithExamples, tokenOf } from './fixture.js'
import { answerValidator, contractOf, operationsOf } from './openapi.js'
import { SseClient } from './sse-client.js'

let storage: Storage
let township: string
let village: string
beforeAll(async () => {
  storage = await storageWithExamples()
  township = await tokenOf('township', '532329104')
  village = await tokenOf('village', '532329104207')
})

interface Event {
  readonly id: string
  readonly subject: string
  readonly position: string
  readonly type: string
}
// boundary: what the API answers; the first test validates it
const eventsOf = async (response: Response): Promise<readonly Event[]> => (await response.json()) as readonly Event[]

const next = (response: Response): string => /^<([^>]+)>/.exec(response.headers.get('link') ?? '')?.[1] ?? ''

describe('a batch of events', () => {
  it('is as the contract says', async () => {
    const { api } = setUp({}, storage)
    const contract = await contractOf(api)
    const operation = operationsOf(contract).find(({ path }) => path === '/v1/events')
    if (operation === undefined) throw new Error('the contract has no events')
    const response = await request(api, '/v1/events?limit=1000', { token: township })
    expect(response.headers.get('content-type')).toBe('application/cloudevents-batch+json')
    expect(await answerValidator(contract)(operation, response)).toEqual([])
  })

  it.each([1, 7, 100])('of at most %d leads through its links to every event once, in order', async (limit) => {
    // one batch must hold the whole log, however busy the machine is
    const { api } = setUp({ limits: { scanTimeMs: 60_000 } }, storage)
    const whole = await eventsOf(await request(api, '/v1/events?limit=1000', { token: village }))
    expect(whole.length).toBeGreaterThan(20)
    const read: string[] = []
    let path = `/v1/events?limit=${limit}`
    for (let empty = 0; empty < 2; ) {
      const response = await request(api, path, { token: village })
      const events = await eventsOf(response)
      expect(events.length).toBeLessThanOrEqual(limit)
      read.push(...events.map(({ id }) => id))
      empty = events.length === 0 ? empty + 1 : 0
      path = next(response)
    }
    expect(read).toEqual(whole.map(({ id }) => id))
  })

  it('links to the events that are appended later', async () => {
    const fresh = setUp()
    const token = await tokenOf('county', '532329')
    const record = (code: string, level: string) =>
      request(fresh.api, '/v1/commands/RegisterDivision', { token, body: { code, level, name: 'x', on: '2018-01-01' } })
    await record('532329', 'county')
    const first = await request(fresh.api, '/v1/events?types=DivisionRegistered', { token })
    expect(await eventsOf(first)).toHaveLength(1)
    expect(await eventsOf(await request(fresh.api, next(first), { token }))).toHaveLength(0)
    await record('532329104', 'township')
    expect((await eventsOf(await request(fresh.api, next(first), { token }))).map(({ subject }) => subject)).toEqual([
      'division-532329104',
    ])
  })

  it('holds only the requested types', async () => {
    const { api } = setUp({}, storage)
    const events = await eventsOf(
      await request(api, '/v1/events?types=TraineeSelected,HouseholdPlaced', { token: township }),
    )
    expect([...new Set(events.map(({ type }) => type))].sort()).toEqual([
      'skein.HouseholdPlaced',
      'skein.TraineeSelected',
    ])
  })
})

describe('an event feed', () => {
  const open = (api: ReturnType<typeof setUp>['api'], token: string, headers: Record<string, string> = {}) =>
    request(api, '/v1/events', { token, headers: { Accept: 'text/event-stream', ...headers } })

  it('sends the events in the log, then new ones', async () => {
    const fresh = setUp()
    const token = await tokenOf('county', '532329')
    const record = (code: string, level: string) =>
      request(fresh.api, '/v1/commands/RegisterDivision', { token, body: { code, level, name: 'x', on: '2018-01-01' } })
    await record('532329', 'county')
    const client = new SseClient(await open(fresh.api, token))
    expect((await client.take(1)).map(({ subject }) => subject)).toEqual(['division-532329'])
    await record('532329104', 'township')
    expect((await client.take(1)).map(({ subject }) => subject)).toEqual(['division-532329104'])
    await client.cancel()
  })

  it('resumes behind the last event that the reader received', async () => {
    const { api } = setUp({}, storage)
    const whole = await eventsOf(await request(api, '/v1/events?limit=1000', { token: village }))
    const read: string[] = []
    let lastId: string | undefined
    while (read.length < whole.length) {
      const client = new SseClient(await open(api, village, lastId === undefined ? {} : { 'Last-Event-ID': lastId }))
      const events = await client.take(Math.min(9, whole.length - read.length))
      read.push(...events.map(({ id }) => id))
      lastId = events.at(-1)?.position
      await client.cancel()
    }
    expect(read).toEqual(whole.map(({ id }) => id))
  })

  it('sends heartbeats, and the position behind events that the reader may not see', async () => {
    const { api } = setUp({ limits: { heartbeatIntervalMs: 5 } }, storage)
    const foreign = await tokenOf('village', '532329104208')
    const client = new SseClient(await open(api, foreign))
    await client.readUntil(() => client.heartbeats >= 2)
    expect([client.events, client.lastEventId]).toEqual([[], await storage.events.head()])
    await client.cancel()
  })

  it('ends when its token expires, and when the API closes', async () => {
    const fresh = setUp({}, storage)
    const expiring = new SseClient(await open(fresh.api, await expiredToken()))
    await expiring.readToEnd()
    const client = new SseClient(await open(fresh.api, township))
    await client.take(1)
    fresh.api.close()
    await client.readToEnd()
    expect((await open(fresh.api, township)).status).toBe(503)
  })

  it('is refused beyond the limit of open feeds', async () => {
    const { api } = setUp({ limits: { openFeeds: 1 } }, storage)
    const first = new SseClient(await open(api, township))
    await first.take(1)
    expect((await open(api, township)).status).toBe(503)
    await first.cancel()
    const second = new SseClient(await open(api, township))
    await second.take(1)
    await second.cancel()
  })

  it('answers 400 to a Last-Event-ID that is no position of the log', async () => {
    const { api } = setUp({}, storage)
    for (const id of ['not a position', '99999999', 'x'])
      expect((await open(api, township, { 'Last-Event-ID': id })).status).toBe(400)
  })
})

describe('a slow reader', () => {
  const page = (position: number): FeedPage => ({ events: [], position: String(position) })

  it('takes no more pages from the log than it reads', async () => {
    let read = 0
    let ended = 0
    const pages = async function* () {
      for (;;) yield page(++read)
    }
    const body = serverSentEvents(pages(), {
      heartbeatIntervalMs: 10_000,
      stalledReaderTimeoutMs: 10_000,
      onEnd: () => ended++,
    })
    const reader = body.getReader()
    for (let taken = 0; taken < 20; taken++) {
      await reader.read()
      await new Promise((resolve) => setImmediate(resolve))
      expect(read - taken).toBeLessThanOrEqual(2)
    }
    await reader.cancel()
    expect(ended).toBe(1)
  })

  it('is disconnected if it takes nothing, and its pages are closed', async () => {
    let returned = false
    const pages = async function* () {
      try {
        for (let position = 1; ; position++) yield page(position)
      } finally {
        returned = true
      }
    }
    const ended = await new Promise<boolean>((resolve) => {
      const body = serverSentEvents(pages(), {
        heartbeatIntervalMs: 10_000,
        stalledReaderTimeoutMs: 10,
        onEnd: () => resolve(true),
      })
      void body.getReader().read()
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect([ended, returned]).toEqual([true, true])
  })
})

/** Accepted within the clock tolerance, so that its feed opens and ends at once. */
const expiredToken = () =>
  new SignJWT({ sub: 'x', role: 'county', division: '*', exp: Math.floor(Date.now() / 1000) })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(secret))
