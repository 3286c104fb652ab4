// Small inputs that once went wrong, sent over real connections to the listener that `skein serve` uses.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { domain } from '@skein/core'
import { createRuntime, type Runtime, type Storage } from '@skein/engine'
import { openSqlite } from '@skein/storage-sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exampleCommands } from '../src/index.js'
import { type Listening, listen } from '../src/node.js'
import { masterKey, setUp, tokenOf } from './fixture.js'
import { storageOfTwoCounties } from './two-counties.js'

interface Answer {
  readonly status: number
  readonly body: string
  readonly headers: Headers
  readonly milliseconds: number
}

const get = async (url: string, token: string | undefined, init: RequestInit = {}): Promise<Answer> => {
  const startedAt = performance.now()
  const headers = { ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }), ...init.headers }
  const response = await fetch(url, { ...init, headers })
  const body = await response.text()
  return { status: response.status, body, headers: response.headers, milliseconds: performance.now() - startedAt }
}

const post = (url: string, token: string, body: string): Promise<Answer> =>
  get(url, token, {
    method: 'POST',
    body,
    headers: { 'Content-Type': 'application/json', 'X-Request-Id': 'the-same-id' },
  })

describe('two counties', () => {
  let storage: Storage
  let runtime: Runtime<unknown>
  let server: Listening
  let township: string
  let village: string
  beforeAll(async () => {
    storage = await storageOfTwoCounties()
    const running = setUp({}, storage)
    runtime = running.runtime
    server = await listen(running.api, { port: 0 })
    township = await tokenOf('township', '532329104')
    village = await tokenOf('village', '532329104207')
  }, 60_000)
  afterAll(() => server.close({ timeoutMs: 100 }))

  const dataOf = (type: string, changes: object) =>
    JSON.stringify({ ...exampleCommands.find((step) => step.type === type)?.data, ...changes })
  let conditional = 0
  /** Everything that readers of the other county see. */
  const otherCounty = async () => {
    await runtime.settle()
    const token = await tokenOf('township', '532330104')
    const paths = ['journeyTimeline', 'facilityUse', 'journeyFunnel', 'batchRegister', 'fiveTasks', 'worklist']
    return Promise.all(
      paths.map(async (name) => (await get(`${server.url}/v1/projections/${name}?today=2022-01-01`, token)).body),
    )
  }

  it.each([
    ['TakeSeat', { batchId: 'batch-2', traineeId: 'trainee-5-other' }, { batchId: 'batch-2', traineeId: 'nobody' }],
    ['NominateCandidate', { traineeId: 'new', baseId: 'base-1-other' }, { traineeId: 'new', baseId: 'no-base' }],
    ['RegisterHousehold', { householdId: 'new', baseId: 'base-1-other' }, { householdId: 'new', baseId: 'no-base' }],
    ['ScheduleSession', { placeId: 'classroom-1-other' }, { placeId: 'no-place' }],
  ])(
    '%s that names something of the other county is refused, as if it did not exist',
    async (type, foreign, absent) => {
      const before = await otherCounty()
      for (const search of ['', '?dryRun=true']) {
        const answers = await Promise.all(
          [foreign, absent].map((changes) =>
            post(`${server.url}/v1/commands/${type}${search}`, township, dataOf(type, changes)),
          ),
        )
        expect(answers.map(({ status }) => status)).toEqual([403, 403])
        expect(answers[0]?.body).toBe(answers[1]?.body)
      }
      expect(await otherCounty()).toEqual(before)
    },
  )

  it('a place of the other county is not taken over by opening it again', async () => {
    const before = await otherCounty()
    const opened = await post(
      `${server.url}/v1/commands/OpenFacility`,
      township,
      dataOf('OpenFacility', { placeId: 'classroom-1-other' }),
    )
    expect(opened.status).toBe(403)
    expect(await otherCounty()).toEqual(before)
  })

  it('a dry run says nothing of whom a foreign base knows', async () => {
    const nomination = (idNumber: string) =>
      dataOf('NominateCandidate', { traineeId: 'new', baseId: 'base-1-other', personal: { name: 'x', idNumber } })
    const answers = await Promise.all(
      ['530102199001011234', 'unknown'].map((idNumber) =>
        post(`${server.url}/v1/commands/NominateCandidate?dryRun=true`, village, nomination(idNumber)),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual([403, 403])
    expect(answers[0]?.body).toBe(answers[1]?.body)
  })

  it('a cursor, decoded in any way, has no id in it', async () => {
    const { headers } = await get(`${server.url}/v1/projections/journeyTimeline?limit=1`, village)
    const cursor = new URLSearchParams(/\?([^>]*)>/.exec(headers.get('link') ?? '')?.[1]).get('cursor') ?? ''
    expect(cursor).not.toBe('')
    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toMatch(/trainee|other/)
  })

  it('the contract and its page are small and known by their tag', async () => {
    for (const path of ['/openapi.json', '/reference']) {
      const first = await get(server.url + path, undefined)
      expect(first.headers.get('content-encoding')).toBe('gzip')
      const again = await get(server.url + path, undefined, {
        headers: { 'If-None-Match': first.headers.get('etag') ?? '' },
      })
      expect([first.status, again.status, again.body]).toEqual([200, 304, ''])
      expect(again.milliseconds).toBeLessThan(500)
    }
  })

  it.each([
    ['If-Match', 'W/"0"', 412],
    ['If-Match', '*', 200],
    ['If-Match', '"7", "0"', 200],
    ['If-Match', 'W/"0", "7"', 412],
    ['If-None-Match', '*', 412],
    ['If-None-Match', 'W/"0"', 412],
    ['If-None-Match', '"7", "8"', 200],
  ])('%s: %s of a command is understood: %d', async (name, value, status) => {
    const code = `532329${301 + conditional++}`
    const county = await tokenOf('county', '532329')
    const register = JSON.stringify({ code, level: 'township', name: '镇', on: '2018-01-01' })
    expect((await post(`${server.url}/v1/commands/RegisterDivision`, county, register)).status).toBe(200)
    const { status: answered } = await get(`${server.url}/v1/commands/CountWilling`, county, {
      method: 'POST',
      body: JSON.stringify({ code, people: 3, on: '2018-01-02' }),
      headers: { 'Content-Type': 'application/json', [name]: value },
    })
    expect(answered).toBe(status)
  })

  it('a table begins with a byte order mark, and guards a cell that a spreadsheet would run', async () => {
    const county = await tokenOf('county', '532329')
    const register = JSON.stringify({ code: '532329199', level: 'township', name: '＝1+1', on: '2018-01-01' })
    expect((await post(`${server.url}/v1/commands/RegisterDivision`, county, register)).status).toBe(200)
    await runtime.settle()
    const response = await fetch(`${server.url}/v1/tables/povertyIncidence?prefix=532329199`, {
      headers: { Authorization: `Bearer ${county}` },
    })
    const bytes = Buffer.from(await response.arrayBuffer())
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    expect(bytes.toString()).toContain("'＝1+1")
  })

  it.each([
    ['/v1/rules', 'application/xml', 406],
    ['/openapi.json', 'text/html', 406],
    ['/v1/tables/worklist', 'application/json', 406],
    ['/v1/events', 'text/plain', 406],
    ['/v1/streams/%00', '*/*', 400],
  ])('%s with Accept: %s is answered with %d', async (path, accept, status) => {
    expect((await get(server.url + path, township, { headers: { Accept: accept } })).status).toBe(status)
  })

  it('a body of another type is answered with the type that is accepted', async () => {
    const answer = await get(`${server.url}/v1/commands/RecordScale`, township, { method: 'POST', body: 'a=b' })
    expect([answer.status, answer.headers.get('accept')]).toEqual([415, 'application/json'])
  })

  it.each([
    ['escaped quotes, 256 kB', `{"a":"${'\\"'.repeat(131_000)}`, 413],
    ['escaped quotes, 64 kB', `{"a":"${'\\"'.repeat(32_000)}`, 400],
    [
      '20,000 unknown keys',
      JSON.stringify(Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`key-${at}`, at]))),
      413,
    ],
    [
      'unknown keys, 64 kB',
      JSON.stringify(Object.fromEntries(Array.from({ length: 6000 }, (_, at) => [`k${at}`, 0]))),
      400,
    ],
    ['a list of wrong elements, 64 kB', JSON.stringify({ present: Array.from({ length: 30_000 }, () => 1) }), 400],
    ['nesting, 64 kB', '['.repeat(64_000), 400],
    ['escaped keys, 64 kB', `{${Array.from({ length: 4000 }, (_, at) => `"\\u006b${at}":0`).join(',')}}`, 400],
    ['objects of escaped keys, 64 kB', `{"present":[${'{"\\u0061":0,"\\"":1},'.repeat(2700)}{}]}`, 400],
    ['duplicate keys, 64 kB', `{${Array.from({ length: 6000 }, (_, at) => `"k${at}":0`).join(',')},"k1":0}`, 400],
  ])('a body of %s is answered soon, and with few issues', async (_what, body, status) => {
    const answer = await post(`${server.url}/v1/commands/DeliverSession`, township, body)
    expect([answer.status, answer.body.length < 40_000]).toEqual([status, true])
    // quadratic checks took many seconds
    expect(answer.milliseconds).toBeLessThan(1500)
  })
})

describe('a large store', () => {
  const folder = mkdtempSync(join(tmpdir(), 'skein-http-'))
  let storage: Awaited<ReturnType<typeof openSqlite>>
  let server: Listening
  beforeAll(async () => {
    storage = await openSqlite({ path: join(folder, 'base.db'), durability: 'normal' })
    const runtime = createRuntime(domain, storage, { masterKey })
    const register = (code: string, level: string) =>
      // sound: a command of the domain
      runtime.execute({ type: 'RegisterDivision', data: { code, level, name: 'x', on: '2018-01-01' } } as never, {
        commandId: code,
        actor: 'x',
      })()
    const codes = Array.from({ length: 5000 }, (_, at) => `532330${String(100_000 + at)}`)
    for (let from = 0; from < codes.length; from += 200)
      await Promise.all(codes.slice(from, from + 200).map((code) => register(code, 'village')))
    await register('532329', 'county')
    await runtime.settle()
    server = await listen(setUp({ runtime }, storage).api, { port: 0 })
  }, 120_000)
  afterAll(async () => {
    await server.close({ timeoutMs: 100 })
    await storage.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it.each([
    ['one document a page, of which 5,000 are foreign', '/v1/projections/povertyIncidence?limit=1&prefix=53233'],
    ['a filter that matches nothing', '/v1/projections/povertyIncidence?limit=1&name=nobody'],
    ['a batch of foreign events', '/v1/events?limit=1&types=DivisionRegistered'],
    ['a table', '/v1/tables/povertyIncidence?limit=1&name=nobody'],
  ])('%s: ten at once let others be answered', { retry: 3 }, async (_what, path) => {
    const token = await tokenOf('county', '532329')
    const lists = Promise.all(Array.from({ length: 10 }, () => get(server.url + path, token)))
    const healthy: number[] = []
    let isDone = false
    void lists.finally(() => {
      isDone = true
    })
    while (!isDone) healthy.push((await get(`${server.url}/healthz`, undefined)).milliseconds)
    for (const { status, headers } of await lists)
      expect([status, status === 200 && headers.get('link') !== '']).toEqual([200, true])
    // it took five seconds; most of what is left is the load of the machine that runs the tests
    expect(Math.max(...healthy)).toBeLessThan(1500)
  })

  it('leads through its links to the end, though every page is short', async () => {
    const token = await tokenOf('county', '532329')
    let path: string | undefined = '/v1/projections/povertyIncidence?limit=10'
    const keys: string[] = []
    for (let pages = 0; path !== undefined && pages < 200; pages++) {
      const { body, headers }: Answer = await get(server.url + path, token)
      // boundary: what the API answers
      keys.push(
        ...(JSON.parse(body) as { readonly items: readonly { readonly key: string }[] }).items.map(({ key }) => key),
      )
      path = /<([^>]+)>/.exec(headers.get('link') ?? '')?.[1]
    }
    expect([path, keys]).toEqual([undefined, ['532329']])
  })
})
