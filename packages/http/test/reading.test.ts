import type { Storage } from '@skein/engine'
import { beforeAll, describe, expect, it } from 'vitest'
import { exampleCommands } from '../src/index.js'
import { csvOf } from '../src/reading/csv.js'
import { request, setUp, storageWithExamples, tokenOf } from './fixture.js'

let storage: Storage
let township: string
let county: string
beforeAll(async () => {
  storage = await storageWithExamples()
  township = await tokenOf('township', '532329104')
  county = await tokenOf('county', '532329')
})

interface List {
  readonly items: readonly { readonly key: string; readonly doc: Readonly<Record<string, unknown>> }[]
}
// boundary: what the API answers; each field is asserted by its test
const list = async (response: Response): Promise<List> => (await response.json()) as List

const next = (response: Response): string | undefined =>
  /^<([^>]+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1]

describe('a list', () => {
  it('leads through its links to every document, with pages of any size', async () => {
    const { api } = setUp({}, storage)
    const whole = await list(await request(api, '/v1/projections/journeyTimeline', { token: township }))
    expect(whole.items.map(({ key }) => key)).toEqual(['trainee-1', 'trainee-2', 'trainee-3', 'trainee-4', 'trainee-5'])
    for (const limit of [1, 2, 3, 5]) {
      const keys: string[] = []
      let path: string | undefined = `/v1/projections/journeyTimeline?limit=${limit}`
      for (let pages = 0; path !== undefined && pages < 10; pages++) {
        const response: Response = await request(api, path, { token: township })
        const { items } = await list(response)
        expect(items.length).toBeLessThanOrEqual(limit)
        keys.push(...items.map(({ key }) => key))
        path = next(response)
      }
      expect(keys).toEqual(whole.items.map(({ key }) => key))
    }
  })

  it('is filtered by fields and by prefix, and computed for a day', async () => {
    const { api } = setUp({}, storage)
    const all = await list(await request(api, '/v1/projections/worklist?today=2022-01-01', { token: township }))
    const overdue = await list(
      await request(api, '/v1/projections/worklist?today=2022-01-01&kind=training&overdue=true', { token: township }),
    )
    expect(overdue.items.length).toBeGreaterThan(0)
    expect(overdue.items).toEqual(all.items.filter(({ doc }) => doc.kind === 'training' && doc.overdue === true))
    const notYetOverdue = await list(
      await request(api, '/v1/projections/worklist?today=2018-01-12&kind=training&overdue=true', { token: township }),
    )
    expect(notYetOverdue.items).toEqual([])
    const bases = await list(await request(api, '/v1/projections/facilityUse?prefix=base:', { token: township }))
    expect(bases.items.map(({ key }) => key)).toEqual(['base:base-1'])
  })

  it('is answered with 304 to a caller that has its ETag', async () => {
    const { api } = setUp({}, storage)
    const first = await request(api, '/v1/projections/cadrePipeline', { token: township })
    const tag = first.headers.get('etag') ?? ''
    const repeated = await request(api, '/v1/projections/cadrePipeline', {
      token: township,
      headers: { 'If-None-Match': tag },
    })
    expect([repeated.status, await repeated.text(), repeated.headers.get('etag')]).toEqual([304, '', tag])
    const csv = await request(api, '/v1/tables/cadrePipeline', { token: township })
    expect(csv.headers.get('etag')).not.toBe(tag)
  })

  it('is a table at an address of its own, with the same columns on every page', async () => {
    const { api } = setUp({}, storage)
    const headers = { Accept: 'text/csv;q=0.9, application/json;q=0.1' }
    const response = await request(api, '/v1/tables/povertyIncidence?limit=2', { token: county, headers })
    expect(response.headers.get('content-type')).toMatch(/^text\/csv; charset=utf-8/)
    const bytes = new Uint8Array(await response.clone().arrayBuffer())
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    const [head, ...rows] = (await response.text()).trimEnd().split('\r\n')
    expect(head).toMatch(/^key,code,level,name,.*latest\.incidence\.rate.*parts\.statuses$/)
    expect(rows).toHaveLength(2)
    const second = await request(api, next(response) ?? '', { token: county, headers })
    expect((await second.text()).split('\r\n')[0]).toBe(head)
    expect(next(response)).toMatch(/^\/v1\/tables\/povertyIncidence\?/)
    for (const [path, accept] of [
      ['/v1/tables/povertyIncidence', 'application/json'],
      ['/v1/projections/povertyIncidence', 'text/csv'],
    ] as const)
      expect((await request(api, path, { token: county, headers: { Accept: accept } })).status).toBe(406)
  })

  it.each([
    ['/v1/projections/unknown', 404],
    ['/v1/projections/constructor', 404],
    ['/v1/projections/worklist?limit=0', 400],
    ['/v1/projections/worklist?limit=1001', 400],
    ['/v1/projections/worklist?colour=red', 400],
    ['/v1/projections/worklist?overdue=perhaps', 400],
    ['/v1/projections/worklist?overdue=true&overdue=false', 400],
    ['/v1/projections/worklist?cursor=%25%25', 400],
    ['/v1/projections/worklist?today=2018-02-30', 400],
    ['/v1/projections/worklist?after=none', 400],
    ['/v1/projections/worklist?after=999999', 400],
    ['/v1/projections/worklist/nobody', 404],
    ['/v1/projections/worklist/nobody?limit=1', 400],
    ['/v1/streams/journey-nobody', 404],
    ['/v1/streams/constructor', 404],
    ['/v1/streams/journey-trainee-1?from=-1', 400],
    ['/v1/events?types=Unknown', 400],
    ['/v1/events?after=999999', 400],
  ])('answers %s with %d', async (path, status) => {
    const { api } = setUp({}, storage)
    expect((await request(api, path, { token: county })).status).toBe(status)
  })

  it('answers 406 to a media type that it does not have', async () => {
    const { api } = setUp({}, storage)
    for (const path of ['/v1/projections/worklist', '/v1/projections/fiveTasks/base-1', '/v1/events'])
      expect((await request(api, path, { token: county, headers: { Accept: 'image/png' } })).status).toBe(406)
  })
})

describe('a document', () => {
  it('is found by a key with slashes and colons', async () => {
    const { api } = setUp({}, storage)
    for (const path of [
      'rotationCoverage/base-1/532329104207',
      'menuBoard/base-1/gap:skills',
      'journeyFunnel/base:base-1',
    ])
      expect((await request(api, `/v1/projections/${path}`, { token: township })).status).toBe(200)
  })
})

describe('`after`', () => {
  it('waits until the read model has applied the events of a command', async () => {
    const { api, runtime } = setUp()
    const stop = new AbortController()
    const following = runtime.project({ signal: stop.signal })
    for (const step of exampleCommands.slice(0, 6)) {
      const answer = await request(api, `/v1/commands/${step.type}`, { token: county, body: step.data })
      // boundary: what the API answers
      const { position } = (await answer.json()) as { readonly position: string }
      const code = String(step.data.code)
      const read = await request(api, `/v1/projections/povertyIncidence/${code}?after=${position}`, { token: county })
      expect([step.type, read.status]).toEqual([step.type, 200])
      if (step.type === 'CountPoverty') expect(await read.json()).toMatchObject({ latest: { poorPeople: 312 } })
    }
    stop.abort()
    await following
  })

  it('answers 503 after the time limit', async () => {
    const { api, runtime, storage: fresh } = setUp({ limits: { projectionTimeoutMs: 30 } })
    const [step] = exampleCommands
    await request(api, `/v1/commands/${step?.type}`, { token: county, body: step?.data })
    await runtime.settle()
    const [, second] = exampleCommands
    await request(api, `/v1/commands/${second?.type}`, { token: county, body: second?.data })
    const head = await fresh.events.head()
    const response = await request(api, `/v1/projections/povertyIncidence?after=${head}`, { token: county })
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1'])
    expect(await response.json()).toMatchObject({ type: '/problems/not-caught-up' })
    // a read model that reads none of the missing events is not waited for
    expect((await request(api, `/v1/projections/cadrePipeline?after=${head}`, { token: county })).status).toBe(200)
  })

  it('does not help before the first build: the read model is not ready', async () => {
    const { api } = setUp()
    const response = await request(api, '/v1/projections/worklist', { token: county })
    expect([response.status, await response.json()]).toEqual([
      503,
      expect.objectContaining({ type: '/problems/not-ready' }),
    ])
  })
})

describe('a stream', () => {
  it('is read in pages, with its revision as ETag', async () => {
    const { api } = setUp({}, storage)
    const whole = await request(api, '/v1/streams/journey-trainee-1', { token: township })
    // boundary: what the API answers
    const { events, revision } = (await whole.json()) as {
      readonly events: readonly { readonly revision: number }[]
      readonly revision: number
    }
    expect(whole.headers.get('etag')).toBe(`"${revision}"`)
    expect(events.map((event) => event.revision)).toEqual(Array.from({ length: revision + 1 }, (_, at) => at))
    const page = await request(api, '/v1/streams/journey-trainee-1?from=2&limit=3', { token: township })
    expect(await page.json()).toMatchObject({ events: [{ revision: 2 }, { revision: 3 }, { revision: 4 }] })
    expect(next(page)).toBe('/v1/streams/journey-trainee-1?from=5&limit=3')
    const known = await request(api, '/v1/streams/journey-trainee-1', {
      token: township,
      headers: { 'If-None-Match': `"${revision}"` },
    })
    expect(known.status).toBe(304)
  })
})

describe('csvOf', () => {
  it('quotes special characters and escapes formulas', () => {
    const items = [{ key: 'a,b', doc: { text: '=1+1', quote: 'say "x"\r\n', list: [1], empty: null, count: -3 } }]
    expect(csvOf(items, [['text'], ['quote'], ['list'], ['empty'], ['count']])).toBe(
      `\ufeffkey,text,quote,list,empty,count\r\n"a,b",'=1+1,"say ""x""\r\n",[1],,-3\r\n`,
    )
  })

  it.each(['=1', '+1', '-1', '@A1', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠A1'])('escapes %j', (text) => {
    const [, row = ''] = csvOf([{ key: 'k', doc: { text } }], [['text']]).split(/\r\n(?=k)/)
    expect(row.replaceAll('"', '')).toBe(`k,'${text}\r\n`)
  })
})
