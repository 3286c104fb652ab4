// How much work one request can ask for.
import { domain } from '@skein/core'
import { createRuntime, openMemory, type ReadModel, type Storage } from '@skein/engine'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Service } from '../src/context.js'
import { exampleCommands } from '../src/index.js'
import { RateLimit } from '../src/middleware/rate-limit.js'
import { documentPage } from '../src/reading/document-page.js'
import { countTurns } from './event-loop.js'
import { masterKey, request, setUp, storageWithExamples, tokenOf } from './fixture.js'

let storage: Storage
let township: string
beforeAll(async () => {
  storage = await storageWithExamples()
  township = await tokenOf('township', '532329104')
})

/** A read model of many documents, each of which takes a while to read. */
const largeReadModel = (size: number, busyMs: number, onList = () => {}) => {
  const calls: number[] = []
  const keys = Array.from({ length: size }, (_, at) => String(at).padStart(6, '0'))
  const readModel: ReadModel = {
    get: async () => undefined,
    list: async ({ limit = 100, cursor } = {}) => {
      calls.push(limit)
      onList()
      const end = performance.now() + busyMs
      while (performance.now() < end);
      const start = cursor === undefined ? 0 : keys.indexOf(cursor) + 1
      const items = keys.slice(start, start + limit).map((key) => ({ key, doc: { n: Number(key) } }))
      const last = items.at(-1)
      return { items, ...(last === undefined || start + limit >= size ? {} : { cursor: last.key }) }
    },
  }
  return { calls, readModel }
}

const scan = (readModel: ReadModel, limit: number, matches: (n: number) => boolean, cursor?: string) => {
  const { runtime } = setUp({}, storage)
  const service = {
    runtime: { ...runtime, read: () => readModel },
    divisions: { isWithin: async () => true, index: { refOfDocument: () => undefined } },
    limits: { scanTimeMs: 200 },
  }
  const principal = { subject: 'x', roles: ['county'], divisions: 'all' } as const
  return documentPage(
    // sound: what the function uses of a service
    service as unknown as Service,
    principal,
    {
      name: 'x',
      limit,
      matches: (doc) => matches((doc as { n: number }).n),
      ...(cursor === undefined ? {} : { cursor }),
    },
  )
}

describe('a list', () => {
  it('of one document a page reads pages of a hundred, not one document at a time', async () => {
    const { calls, readModel } = largeReadModel(10_000, 0)
    const { items, cursor, examined } = await scan(readModel, 1, (n) => n === 250)
    expect([items.map(({ key }) => key), cursor, examined]).toEqual([['000250'], '000250', 251])
    expect(calls).toEqual([100, 100, 100])
  })

  it('of a filter that matches nothing ends after 5,000 documents, with a cursor', async () => {
    const { calls, readModel } = largeReadModel(20_000, 0)
    expect(await scan(readModel, 100, () => false)).toEqual({ items: [], cursor: '004999', examined: 5000 })
    expect(calls).toHaveLength(50)
  })

  it('ends when its time is over, and lets other work go on meanwhile', async () => {
    const turns = countTurns()
    const callsByTurn = new Map<number, number>()
    const { readModel } = largeReadModel(20_000, 20, () => {
      callsByTurn.set(turns.turn(), (callsByTurn.get(turns.turn()) ?? 0) + 1)
    })
    const pages = await Promise.all(Array.from({ length: 5 }, () => scan(readModel, 1, () => false)))
    turns.stop()
    for (const { items, cursor } of pages) expect([items, cursor === undefined]).toEqual([[], false])
    // 200 ms are ten pages at the most, of which each scan reads one before other work has its turn
    const calls = [...callsByTurn.values()]
    expect(calls.reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(5 * 11)
    expect(Math.max(...calls)).toBeLessThanOrEqual(5)
  })

  it.each([1, 7, 100, 1000])('of %d a page leads to every match once', async (limit) => {
    const { readModel } = largeReadModel(1234, 0)
    const found: string[] = []
    let cursor: string | undefined
    do {
      const page = await scan(readModel, limit, (n) => n % 3 === 0, cursor)
      found.push(...page.items.map(({ key }) => key))
      cursor = page.cursor
    } while (cursor !== undefined)
    expect(found).toHaveLength(412)
    expect(new Set(found).size).toBe(412)
  })
})

describe('a cursor', () => {
  const next = (response: Response) =>
    new URL(/<([^>]+)>/.exec(response.headers.get('link') ?? '')?.[1] ?? '', 'http://x')
  const get = (path: string, runtimeStorage = storage) =>
    request(setUp({}, runtimeStorage).api, path, { token: township })

  it('says nothing of the documents that were examined, and is another one each time', async () => {
    const cursors = await Promise.all(
      ['', ''].map(
        async () => next(await get('/v1/projections/journeyTimeline?limit=1')).searchParams.get('cursor') ?? '',
      ),
    )
    expect(new Set(cursors).size).toBe(2)
    for (const cursor of cursors) {
      expect(cursor.length).toBeGreaterThan(30)
      for (const encoding of ['base64url', 'latin1', 'hex'] as const)
        expect(Buffer.from(cursor, encoding).toString('latin1')).not.toContain('trainee')
    }
  })

  it('goes on in another process with the same master key, and in no other list', async () => {
    const link = next(await get('/v1/projections/journeyTimeline?limit=2'))
    // another runtime on the same store
    const rest = await get(`${link.pathname}${link.search}`)
    expect((await rest.json()) as object).toMatchObject({ items: [{ key: 'trainee-3' }, { key: 'trainee-4' }] })
    const cursor = link.searchParams.get('cursor')
    expect((await get(`/v1/projections/leadHouseholds?cursor=${cursor}`)).status).toBe(400)
    expect((await get(`/v1/projections/journeyTimeline?prefix=t&cursor=${cursor}`)).status).toBe(400)
  })

  it('that was changed, made up, or given in clear is refused', async () => {
    const cursor = next(await get('/v1/projections/journeyTimeline?limit=2')).searchParams.get('cursor') ?? ''
    const clear = Buffer.from('trainee-1').toString('base64url')
    for (const one of [
      `${cursor}A`,
      cursor.slice(0, -2),
      cursor.slice(5),
      clear,
      'trainee-1',
      'x',
      '%00',
      '%F0%9F%98%80',
    ])
      expect([one, (await get(`/v1/projections/journeyTimeline?cursor=${one}`)).status]).toEqual([one, 400])
    const flipped = cursor.startsWith('A') ? `B${cursor.slice(1)}` : `A${cursor.slice(1)}`
    expect((await get(`/v1/projections/journeyTimeline?cursor=${flipped}`)).status).toBe(400)
  })
})

describe('the last revision of a stream', () => {
  it('costs one event', async () => {
    const asked: unknown[] = []
    const { events } = storage
    const counting: Storage = {
      ...storage,
      events: new Proxy(events, {
        get: (target, name) => {
          const value: unknown = Reflect.get(target, name)
          if (typeof value !== 'function') return value
          return (...args: unknown[]) => {
            if (name === 'readStream') asked.push(args)
            return Reflect.apply(value, target, args)
          }
        },
      }),
    }
    const county = await tokenOf('county', '*')
    const { api } = setUp({ runtime: createRuntime(domain, counting, { masterKey }) }, counting)
    const response = await request(api, '/v1/streams/journey-trainee-1', {
      token: county,
      headers: { 'If-None-Match': '*' },
    })
    expect([response.status, asked]).toEqual([304, [['journey-trainee-1', { direction: 'backwards', batchSize: 1 }]]])
  })
})

describe('the rate', () => {
  it('counts large answers for more than one request', async () => {
    const { api } = setUp({ limits: { requestsPerSecond: 0.001, burst: 5 } }, storage)
    const statuses: number[] = []
    for (let n = 0; n < 3; n++) statuses.push((await request(api, '/v1/events?limit=1000', { token: township })).status)
    // one for the request, one or two for the events of the log
    expect(statuses).toEqual([200, 200, 429])
  })

  it('counts commands that refer to much for more than one request', async () => {
    const { api } = setUp({ limits: { requestsPerSecond: 0.001, burst: 5 } }, storage)
    const body = {
      ...exampleCommands.find(({ type }) => type === 'DeliverSession')?.data,
      present: Array.from({ length: 200 }, (_, at) => `nobody-${at}`),
    }
    const statuses: number[] = []
    for (let n = 0; n < 2; n++)
      statuses.push((await request(api, '/v1/commands/DeliverSession', { token: township, body })).status)
    // one for the request, four for the people who were there
    expect(statuses).toEqual([403, 429])
  })

  it('is paid off over time, but never from deeper than one burst', () => {
    const limit = new RateLimit(10, 20)
    expect(limit.take('x', 0)).toBe(0)
    limit.charge('x', 1e6, 0)
    expect(limit.take('x', 0)).toBeGreaterThan(0)
    expect(limit.take('x', 2000)).toBeGreaterThan(0)
    expect(limit.take('x', 2200)).toBe(0)
  })
})

describe('the contract', () => {
  it('is built once, whatever asks for it', async () => {
    const { api } = setUp({}, openMemory())
    const first = await request(api, '/openapi.json')
    const tag = first.headers.get('etag') ?? ''
    const size = (await first.text()).length
    const startedAt = performance.now()
    for (let n = 0; n < 200; n++) {
      const zipped = await request(api, '/openapi.json', { headers: { 'Accept-Encoding': 'gzip, br' } })
      expect([zipped.status, zipped.headers.get('content-encoding')]).toEqual([200, 'gzip'])
      expect((await zipped.arrayBuffer()).byteLength).toBeLessThan(size / 5)
      expect((await request(api, '/reference', { headers: { 'If-None-Match': tag } })).status).toBe(200)
    }
    expect(performance.now() - startedAt).toBeLessThan(5000)
    expect((await request(api, '/openapi.json', { headers: { 'If-None-Match': tag } })).status).toBe(304)
  })
})
