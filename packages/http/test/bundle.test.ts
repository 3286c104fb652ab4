// Several commands in one request.
import type { Storage } from '@skein/engine'
import { beforeAll, describe, expect, it } from 'vitest'
import { exampleCommands, type HttpApi } from '../src/index.js'
import { countTurns } from './event-loop.js'
import { request, setUp, storageWithExamples, tokenOf } from './fixture.js'
import { answerValidator, contractOf, operationsOf } from './openapi.js'
import { storageOfTwoCounties } from './two-counties.js'

let county: string
let township: string
let village: string
beforeAll(async () => {
  county = await tokenOf('county', '532329')
  township = await tokenOf('township', '532329104')
  village = await tokenOf('village', '532329104207')
})

interface Answer {
  readonly status: number
  readonly replayed?: boolean
  readonly result?: { readonly stream: string; readonly revision: number; readonly events: readonly object[] }
  readonly problem?: {
    readonly type: string
    readonly rule?: string
    readonly issues?: readonly { readonly pointer: string }[]
    readonly blocked?: readonly object[]
  }
}

interface Sent {
  readonly type: string
  readonly idempotencyKey: string
  readonly data: unknown
}

const post = async (api: HttpApi, token: string, commands: unknown, query = '') => {
  const response = await request(api, `/v1/commands${query}`, { token, body: { commands } })
  // boundary: what the API answers; each field is asserted by its test
  const body = (await response.clone().json()) as Answer['problem'] & { readonly results?: readonly Answer[] }
  return { response, status: response.status, body, results: body.results ?? [] }
}

const divisions: readonly Sent[] = exampleCommands
  .filter(({ type }) => type === 'RegisterDivision')
  .map(({ type, data }, index) => ({ type, idempotencyKey: `division-${index}`, data }))
const willing = (people: number, on: string, code = '532329'): Sent => ({
  type: 'CountWilling',
  idempotencyKey: `willing-${code}-${people}-${on}`,
  data: { code, people, on },
})
const kindsOf = (results: readonly Answer[]) =>
  results.map(({ status, replayed, problem }) => problem?.rule ?? (replayed ? 'replayed' : status))
const eventCount = async ({ events }: Storage) => (await events.count()) ?? 0

describe('a bundle', () => {
  it('records commands of several streams, and answers each in their order', async () => {
    const { api } = setUp()
    const { status, results } = await post(api, county, [...divisions, willing(3, '2018-01-01')])
    expect(status).toBe(200)
    expect(results.map(({ result }) => [result?.stream, result?.events.length])).toEqual([
      ['division-532329', 1],
      ['division-532329104', 1],
      ['division-532329104207', 1],
      ['division-532329', 1],
    ])
  })

  it('takes the papers of one stream unsorted, each at its own day', async () => {
    const { api } = setUp()
    await post(api, county, divisions)
    const { results } = await post(api, county, [
      willing(5, '2018-03-01'),
      willing(3, '2018-01-01'),
      willing(4, '2018-02-01'),
    ])
    expect(kindsOf(results)).toEqual([200, 200, 200])
  })

  it('records all commands of one stream or none, whatever becomes of other streams', async () => {
    const { api, storage } = setUp()
    await post(api, county, divisions.slice(0, 2))
    const before = await eventCount(storage)
    const impossible = {
      type: 'CountPoverty',
      idempotencyKey: 'impossible',
      data: {
        code: '532329',
        population: 10,
        poorPeople: 11,
        source: 'counted',
        dateCertainty: 'exact',
        on: '2018-01-02',
      },
    }
    const { results } = await post(api, county, [
      willing(3, '2018-01-01'),
      willing(7, '2018-01-01', '532329104'),
      impossible,
      willing(4, '2018-01-03'),
    ])
    expect(kindsOf(results)).toEqual([424, 200, 'X5', 424])
    expect(results[0]?.problem).toMatchObject({
      type: '/problems/bundle-refused',
      issues: [{ pointer: '/commands/2', code: 'refused' }],
    })
    expect(await eventCount(storage)).toBe(before + 1)
  })

  it('sent again, gives what was recorded as repetitions, and decides the rest', async () => {
    const { api, storage } = setUp()
    const first = await post(api, county, divisions.slice(0, 2))
    expect(kindsOf(first.results)).toEqual([200, 200])
    const again = await post(api, county, [...divisions, willing(3, '2018-01-01')])
    expect(kindsOf(again.results)).toEqual(['replayed', 'replayed', 200, 200])
    expect(again.results[0]?.result).toEqual(first.results[0]?.result)
    expect(await eventCount(storage)).toBe(4)
  })

  it('has the same keys as single commands', async () => {
    const { api, storage } = setUp()
    const [first] = divisions
    const headers = { 'Idempotency-Key': first?.idempotencyKey ?? '' }
    await request(api, '/v1/commands/RegisterDivision', { token: county, body: first?.data, headers })
    expect(kindsOf((await post(api, county, [first])).results)).toEqual(['replayed'])
    expect(await eventCount(storage)).toBe(1)
  })

  it('records nothing with dryRun', async () => {
    const { api, storage } = setUp()
    const { results } = await post(api, county, divisions, '?dryRun=true')
    // each stream is decided on what is recorded: for the township there is no county yet
    expect(kindsOf(results)[0]).toBe(200)
    expect(results[0]?.result?.revision).toBe(-1)
    expect(await eventCount(storage)).toBe(0)
  })

  it('answers as the contract says', async () => {
    const { api } = setUp()
    const contract = await contractOf(api)
    const operation = operationsOf(contract).find(({ path }) => path === '/v1/commands')
    if (operation === undefined) throw new Error('the contract has no bundles')
    const violationsOf = answerValidator(contract)
    for (const commands of [divisions, [willing(3, '2018-01-01'), willing(4, '2016-01-01')], [{}], []]) {
      const { response } = await post(api, county, commands)
      expect(await violationsOf(operation, response)).toEqual([])
    }
  })

  it('of two hundred commands lets other requests have their turn', async () => {
    const { api } = setUp()
    await post(api, county, divisions)
    const villages = Array.from({ length: 200 }, (_, n) => {
      const code = `532329104${String(300 + n)}`
      const data = { code, level: 'village', name: code, parent: '532329104', on: '2017-01-01' }
      return { type: 'RegisterDivision', idempotencyKey: code, data }
    })
    const startedAt = performance.now()
    const turns = countTurns()
    const { status, results } = await post(api, county, villages)
    const taken = turns.stop()
    expect([status, kindsOf(results).filter((kind) => kind === 200).length]).toEqual([200, 200])
    // one at least every 10 ms, as long as no command takes longer
    expect(taken).toBeGreaterThan((performance.now() - startedAt) / 50)
  })
})

describe('a bundle is refused as a whole', () => {
  const [first, second] = divisions
  it.each([
    ['no body of a bundle', 'x', 400, '/problems/invalid-command', ['']],
    ['no commands', [], 400, '/problems/invalid-command', ['/commands']],
    [
      'more than 200 commands',
      Array.from({ length: 201 }, (_, n) => ({ ...first, idempotencyKey: `k-${n}` })),
      400,
      '/problems/invalid-command',
      ['/commands'],
    ],
    [
      'a command without a key',
      [{ ...first, idempotencyKey: undefined }],
      400,
      '/problems/invalid-command',
      ['/commands/0/idempotencyKey'],
    ],
    [
      'a key twice',
      [first, { ...second, idempotencyKey: first?.idempotencyKey }],
      400,
      '/problems/invalid-command',
      ['/commands/1/idempotencyKey'],
    ],
    [
      'an unknown command',
      [first, { ...second, type: 'Promote' }],
      400,
      '/problems/invalid-command',
      ['/commands/1/type'],
    ],
    [
      'a property of Object.prototype as command',
      [{ ...first, type: 'constructor' }],
      400,
      '/problems/invalid-command',
      ['/commands/0/type'],
    ],
    ['an unknown key', [{ ...first, more: 1 }], 400, '/problems/invalid-command', ['/commands/0']],
    [
      'data that does not fit',
      [first, { ...second, data: { code: '532329104', level: 'x', name: 'y', parent: '532329', on: '2017-01-01' } }],
      400,
      '/problems/invalid-command',
      ['/commands/1/data/level'],
    ],
    [
      'a command that only processes send',
      [first, { type: 'Enrol', idempotencyKey: 'k', data: {} }],
      403,
      '/problems/by-process',
      ['/commands/1'],
    ],
    [
      'a command of another role',
      [first, { ...willing(1, '2018-01-01'), type: 'SelectTrainee' }],
      403,
      '/problems/forbidden',
      ['/commands/1'],
    ],
  ])('with %s', async (_what, commands, status, type, pointers) => {
    const { api, storage } = setUp()
    const answer = await post(api, county, commands)
    expect([answer.status, answer.body.type, answer.body.issues?.map(({ pointer }) => pointer)]).toEqual([
      status,
      type,
      pointers,
    ])
    expect(await eventCount(storage)).toBe(0)
  })

  it.each(['Idempotency-Key', 'If-Match', 'If-None-Match'])('with the header %s', async (name) => {
    const { api, storage } = setUp()
    const options = { token: county, body: { commands: divisions }, headers: { [name]: '"1"' } }
    expect((await request(api, '/v1/commands', options)).status).toBe(400)
    expect(await eventCount(storage)).toBe(0)
  })

  it('with more than a megabyte, and not with a little less', async () => {
    const { api } = setUp()
    const padded = (size: number) => {
      const text = JSON.stringify({ commands: divisions })
      return text.slice(0, -1) + ' '.repeat(size - Buffer.byteLength(text)) + text.slice(-1)
    }
    expect((await request(api, '/v1/commands', { token: county, body: padded(1024 * 1024) })).status).toBe(200)
    expect((await request(api, '/v1/commands', { token: county, body: padded(1024 * 1024 + 1) })).status).toBe(413)
  })
})

describe('the access of a bundle', () => {
  const dataOf = (type: string) => exampleCommands.find((one) => one.type === type)?.data
  const sent = (type: string, changes: object = {}): Sent => ({
    type,
    idempotencyKey: `${type}-${Buffer.from(JSON.stringify(changes)).toString('hex').slice(0, 150)}`,
    data: { ...dataOf(type), ...changes },
  })

  it('is refused alike for what is foreign and what is absent, in any of its commands and references', async () => {
    const storage = await storageOfTwoCounties()
    const { api } = setUp({}, storage)
    const before = await eventCount(storage)
    const own = sent('ReviseProfile', { reason: 'again', on: '2018-01-08' })
    for (const [type, field] of [
      ['RequestCourses', 'traineeId'],
      ['TakeSeat', 'traineeId'],
      ['TakeSeat', 'batchId'],
      ['PlaceHousehold', 'householdId'],
    ] as const) {
      const value = String(Reflect.get(dataOf(type) ?? {}, field))
      const answers = await Promise.all(
        [`${value}-other`, `${value}-absent`].map((id) =>
          request(api, '/v1/commands', {
            token: township,
            body: { commands: [own, sent(type, { [field]: id })] },
            headers: { 'X-Request-Id': 'the-same-id' },
          }),
        ),
      )
      const [foreign, absent] = await Promise.all(answers.map((answer) => answer.text()))
      expect([type, field, ...answers.map(({ status }) => status)]).toEqual([type, field, 403, 403])
      expect(foreign).toBe(absent)
      expect(foreign).toContain('"pointer":"/commands/1","code":"outside-division"')
    }
    expect(await eventCount(storage)).toBe(before)
  })

  it('lets commands refer to what others of the bundle open, in any order', async () => {
    const { api } = setUp({}, await storageWithExamples())
    const opened = [
      sent('ReviewEligibility', { traineeId: 'new', on: '2018-01-08' }),
      sent('NominateCandidate', { traineeId: 'new', personal: { name: 'made up' }, on: '2018-01-06' }),
      sent('SelectTrainee', { traineeId: 'new', on: '2018-01-09' }),
      sent('OpenFacility', { placeId: 'new-room', on: '2018-01-02' }),
    ]
    const { status, results } = await post(api, township, opened)
    expect([status, kindsOf(results)]).toEqual([200, [200, 200, 200, 200]])
  })

  it('does not take for opened what a refused command would open, nor what is opened outside', async () => {
    const { api } = setUp({}, await storageOfTwoCounties())
    const nomination = sent('NominateCandidate', {
      traineeId: 'new',
      divisionCode: '532330104207',
      baseId: 'base-1-other',
      personal: { name: 'made up' },
    })
    const answer = await post(api, village, [nomination, sent('RequestCourses', { traineeId: 'new' })])
    expect([answer.status, answer.body.issues?.map(({ pointer }) => pointer)]).toEqual([
      403,
      ['/commands/0', '/commands/1'],
    ])
    // somebody of the other county, whom a command would nominate here as well
    const theirs = sent('NominateCandidate', { traineeId: 'trainee-1-other', personal: { name: 'made up' } })
    expect((await post(api, village, [theirs])).status).toBe(403)
  })

  it('keeps personal data of its answers from roles that may not see it', async () => {
    const { api } = setUp({}, await storageWithExamples())
    const nomination = sent('NominateCandidate', { traineeId: 'new', personal: { name: 'somebody' } })
    const { response } = await post(api, village, [nomination])
    expect(await response.text()).toContain('somebody')
  })
})

it('a large body counts in the rate by its size, whatever is in it', async () => {
  const limits = { requestsPerSecond: 0.001, burst: 10 }
  const { api } = setUp({ limits })
  const body = `{"commands":[]${' '.repeat(700 * 1024)}}`
  const statuses: number[] = []
  for (let n = 0; n < 2; n += 1) statuses.push((await request(api, '/v1/commands', { token: county, body })).status)
  expect(statuses).toEqual([400, 429])
})

it('only a bundle may be larger than 64 kB', async () => {
  const { api } = setUp()
  const body = `{${' '.repeat(64 * 1024)}}`
  for (const path of ['/v1/annul', '/v1/correct', '/v1/commands/CountWilling'])
    expect([path, (await request(api, path, { token: county, body })).status]).toEqual([path, 413])
  expect((await request(api, '/v1/commands', { token: county, body })).status).toBe(400)
})

it('a bundle counts in the rate for as many requests as it has commands', async () => {
  const limits = { requestsPerSecond: 0.001, burst: 5 }
  const { api } = setUp({ limits })
  expect((await post(api, county, divisions)).status).toBe(200)
  expect((await post(api, county, [willing(1, '2018-01-01')])).status).toBe(200)
  expect((await post(api, county, [willing(2, '2018-01-01')])).status).toBe(429)
})
