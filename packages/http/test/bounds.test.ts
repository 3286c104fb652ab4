// Read models as of a day, as known at an instant, and both.
import { setTimeout as pause } from 'node:timers/promises'
import { domain } from '@skein/core'
import { readEntries, rebuild, type Storage } from '@skein/engine'
import { beforeAll, describe, expect, it } from 'vitest'
import type { HttpApi } from '../src/index.js'
import { request, setUp, storageWithExamples, tokenOf } from './fixture.js'

let storage: Storage
let api: HttpApi
let township: string
let village: string
/** An instant before the score was corrected. */
let before: string
beforeAll(async () => {
  storage = await storageWithExamples()
  const running = setUp({}, storage)
  api = running.api
  township = await tokenOf('township', '532329104')
  village = await tokenOf('village', '532329104207')
  await pause(5)
  before = new Date().toISOString()
  await pause(5)
  const stream = 'batch-batch-1'
  const entry = (await readEntries({ domain, storage }, stream)).find(
    ({ command }) => command?.type === 'RecordAssessment',
  )
  const by = { role: 'teacher', id: 't1' }
  const body = { stream, eventId: entry?.id, data: { score: 99 }, reason: 'typing error', by, on: '2018-03-01' }
  expect((await request(api, '/v1/correct', { token: township, body })).status).toBe(200)
  await running.runtime.settle()
})

const get = async (path: string, query: Readonly<Record<string, string>> = {}, token = township, from = api) => {
  const response = await request(from, `${path}?${new URLSearchParams(query)}`, { token })
  // boundary: what the API answers
  const isJson = response.headers.get('content-type')?.endsWith('json') === true
  return { status: response.status, body: isJson ? await response.json() : await response.text(), response }
}
const timeline = '/v1/projections/journeyTimeline/trainee-1'
interface Step {
  readonly event: string
  readonly on: string
  readonly detail: { readonly score?: number }
  readonly annulled?: { readonly reason: string }
}
const stepsOf = async (query: Readonly<Record<string, string>>, token = township): Promise<readonly Step[]> => {
  const { status, body } = await get(timeline, query, token)
  expect(status).toBe(200)
  // boundary: the schema of the read model
  return (body as { readonly steps: readonly Step[] }).steps
}
const scores = (steps: readonly Step[]) =>
  steps.filter(({ annulled }) => annulled === undefined).flatMap(({ detail }) => detail.score ?? [])

describe('a document', () => {
  it('as of a day has what happened up to it, and knows what was corrected since', async () => {
    const steps = await stepsOf({ asOf: '2018-02-28' })
    expect(steps.at(-1)?.on.slice(0, 7)).toBe('2018-02')
    expect(scores(steps)).toEqual([99])
  })

  it('as known at an instant has what was believed then', async () => {
    expect(scores(await stepsOf({}))).toEqual([99])
    const [believed] = scores(await stepsOf({ knownAt: before }))
    expect(believed).not.toBe(99)
    expect(scores(await stepsOf({ asOf: '2018-02-28', knownAt: before }))).toEqual([believed])
    expect(await stepsOf({ asOf: '2018-01-31', knownAt: before })).not.toContainEqual(
      expect.objectContaining({ event: 'TrainingCompleted' }),
    )
  })

  it('shows annulled and corrected steps, with the reason', async () => {
    expect((await stepsOf({})).filter(({ annulled }) => annulled).length).toBeGreaterThan(0)
    expect((await stepsOf({ knownAt: before })).filter(({ annulled }) => annulled)).toEqual([])
  })

  it('of which nothing had happened does not exist, and what lies outside does not either', async () => {
    expect((await get(timeline, { asOf: '2017-01-01' })).status).toBe(404)
    const elsewhere = await tokenOf('village', '532329104208')
    expect((await get(timeline, { asOf: '2018-02-28' }, elsewhere)).status).toBe(404)
    expect(JSON.stringify(await stepsOf({ asOf: '2018-02-28' }, village))).toContain('TrainingCompleted')
  })
})

describe('a list', () => {
  it('and a table have the documents within the bounds, and views are composed of them', async () => {
    const count = async (path: string, query: Readonly<Record<string, string>>) => {
      const { status, body } = await get(path, query)
      expect([path, status]).toEqual([path, 200])
      return typeof body === 'string'
        ? body.trimEnd().split('\n').length - 1
        : (body as { items: unknown[] }).items.length
    }
    for (const path of ['/v1/projections/mentoringNetwork', '/v1/tables/mentoringNetwork']) {
      expect(await count(path, { asOf: '2018-01-31' })).toBeLessThan(await count(path, {}))
    }
    const { body } = await get('/v1/projections/fiveTasks/base-1', { asOf: '2018-01-31' })
    expect(body).toMatchObject({ today: '2018-01-31' })
  })

  it('has pages whose cursors belong to the bounds', async () => {
    const first = await get('/v1/projections/journeyTimeline', { asOf: '2018-02-28', limit: '1' })
    const next = new URL(/<([^>]+)>/.exec(first.response.headers.get('link') ?? '')?.[1] ?? '', 'http://skein.test')
    expect(next.searchParams.get('asOf')).toBe('2018-02-28')
    expect((await get(next.pathname, Object.fromEntries(next.searchParams))).status).toBe(200)
    next.searchParams.set('asOf', '2018-02-27')
    expect((await get(next.pathname, Object.fromEntries(next.searchParams))).status).toBe(400)
  })
})

describe('a large log', () => {
  it('is read only within bounds that a rebuild kept, until something that counts is recorded', async () => {
    const large = setUp({ limits: { pastEvents: 10 } }, storage)
    const query = { asOf: '2018-02-28', knownAt: before }
    const refused = await get(timeline, query, township, large.api)
    expect([refused.status, refused.body]).toEqual([
      404,
      expect.objectContaining({ type: '/problems/not-kept', detail: expect.stringContaining('as of 2018-02-28') }),
    ])
    await rebuild(domain, storage, { ...query, into: 'february' })
    expect((await get(timeline, query, township, large.api)).body).toEqual((await get(timeline, query)).body)

    await rebuild(domain, storage, { asOf: '2018-02-28', into: 'february-now' })
    expect((await get(timeline, { asOf: '2018-02-28' }, township, large.api)).status).toBe(200)
    const late = { traineeId: 'trainee-1', subjects: ['late'], on: '2018-01-10' }
    expect((await request(api, '/v1/commands/RequestCourses', { token: township, body: late })).status).toBe(200)
    // a late entry changes the past, but not what was known before
    expect((await get(timeline, { asOf: '2018-02-28' }, township, large.api)).status).toBe(404)
    expect((await get(timeline, query, township, large.api)).status).toBe(200)
    expect(JSON.stringify(await stepsOf({ asOf: '2018-02-28' }))).toContain('"late"')
  })

  it('built on demand counts in the rate of the caller', async () => {
    const limits = { requestsPerSecond: 0.001, burst: 3 }
    const slow = setUp({ limits }, storage).api
    const count = (await storage.events.count()) ?? 0
    expect(count).toBeGreaterThan(50)
    const statuses: number[] = []
    for (const asOf of ['2018-01-01', '2018-01-02', '2018-01-03', '2018-01-04'])
      statuses.push((await get(timeline, { asOf }, township, slow)).status)
    expect(statuses).toEqual([404, 404, 429, 429])
  })
})

it.each([
  { asOf: '2018-02-30' },
  { asOf: 'yesterday' },
  { knownAt: '2018-02-28' },
  { knownAt: '2018-02-31T00:00:00Z' },
  { knownAt: '2018-02-28T25:00:00Z' },
  { knownAt: '2018-02-28T12:00:00' },
  { asOf: '2018-02-28', after: '1' },
])('%j is refused', async (query) => {
  expect((await get(timeline, query)).status).toBe(400)
  expect((await get('/v1/projections/journeyTimeline', query)).status).toBe(400)
})
