// What a change of the past does in other streams, over HTTP.
import { domain } from '@skein/core'
import { readEntries, type Storage } from '@skein/engine'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { HttpApi } from '../src/index.js'
import { request, setUp, storageWithExamples, tokenOf } from './fixture.js'
import { answerValidator, contractOf, operationsOf } from './openapi.js'

const why = { reason: 'typing error', by: { role: 'accountant', id: 'a3' }, on: '2021-06-01' }

let storage: Storage
let api: HttpApi
let township: string
let village: string
let county: string
beforeAll(async () => {
  township = await tokenOf('township', '532329104')
  village = await tokenOf('village', '532329104207')
  county = await tokenOf('county', '*')
})
beforeEach(async () => {
  storage = await storageWithExamples()
  api = setUp({}, storage).api
})

interface Answer {
  readonly rule?: string
  readonly detail?: string
  readonly evidence?: Readonly<Record<string, unknown>>
  readonly blocked?: readonly { readonly stream?: string; readonly event: string }[]
  readonly consequences?: readonly object[]
  readonly plan?: {
    readonly streams: readonly {
      readonly stream: string
      readonly entries: readonly { readonly kind: string; readonly events: readonly { readonly data: object }[] }[]
    }[]
    readonly contradictions: readonly { readonly stream: string; readonly rule: string }[]
    readonly affected: readonly string[]
  }
}

const post = async (path: string, token: string, body: object, headers: Readonly<Record<string, string>> = {}) => {
  const response = await request(api, path, { token, body, headers })
  // boundary: what the API answers; each field is asserted by its test
  return { status: response.status, body: (await response.json()) as Answer }
}

const entryOf = async (
  stream: string,
  type: string,
): Promise<{ readonly stream: string; readonly eventId: string }> => {
  const entries = await readEntries({ domain, storage }, stream)
  const found = entries.find(({ command, annulled }) => command?.type === type && annulled === undefined)
  if (found === undefined) throw new Error(`${stream} has no ${type}`)
  return { stream, eventId: found.id }
}

const streamsIn = ({ plan }: Answer) => plan?.streams.map(({ stream }) => stream)

describe('a change that reaches other streams', () => {
  it('is shown with all of them in a dry run, and recorded in all of them', async () => {
    const correction = { ...(await entryOf('household-household-1', 'ReviseMembers')), data: { people: 7 }, ...why }
    const planned = await post('/v1/correct?dryRun=true', township, correction)
    expect([planned.status, streamsIn(planned.body)]).toEqual([200, ['household-household-1', 'agreement-agreement-1']])
    expect(planned.body.plan?.streams.flatMap(({ entries }) => entries.map(({ kind }) => kind))).toContain('recomputed')
    expect(planned.body.plan?.affected).toEqual(['household-household-1', 'agreement-agreement-1'])
    const recorded = await post('/v1/correct', township, correction)
    expect(streamsIn(recorded.body)).toEqual(streamsIn(planned.body))
    const placed = await readEntries({ domain, storage }, 'agreement-agreement-1')
    expect(placed.findLast(({ command }) => command?.type === 'PlaceHousehold')?.events[0]?.data).toMatchObject({
      people: 7,
    })
  })

  it('is shown by the other streams: what was computed again, why and when, and what took its place', async () => {
    const correction = { ...(await entryOf('household-household-1', 'ReviseMembers')), data: { people: 7 }, ...why }
    await post('/v1/correct', township, correction)
    const response = await request(api, '/v1/streams/agreement-agreement-1', { token: township })
    // boundary: what the API answers; each field is asserted
    const { events } = (await response.json()) as {
      readonly events: readonly {
        readonly eventId: string
        readonly type: string
        readonly annulled?: { replacedBy: string }
      }[]
    }
    const recomputed = events.find(({ type, annulled }) => type === 'HouseholdPlaced' && annulled !== undefined)
    expect(recomputed?.annulled).toEqual({
      eventId: expect.any(String),
      reason: 'recomputed',
      actor: 'engine',
      recordedAt: expect.stringMatching(/^20.*Z$/),
      replacedBy: expect.any(String),
    })
    expect(events.find(({ eventId }) => eventId === recomputed?.annulled?.replacedBy)).toMatchObject({
      type: 'HouseholdPlaced',
      data: { people: 7 },
    })
  })

  it('is shown without streams outside the divisions of the caller', async () => {
    const annulment = { ...(await entryOf('journey-trainee-1', 'RequestCourses')), ...why }
    const [toVillage, toTownship] = await Promise.all(
      [village, township].map((token) => post('/v1/annul?dryRun=true', token, annulment)),
    )
    expect(streamsIn(toTownship?.body ?? {})).toEqual(['journey-trainee-1', 'batch-batch-1'])
    expect(streamsIn(toVillage?.body ?? {})).toEqual(['journey-trainee-1'])
    expect(JSON.stringify(toVillage?.body.plan)).not.toContain('batch-batch-1')
  })

  it('is refused with the entries in the way in all streams; to the caller go those within its divisions', async () => {
    const annulment = { ...(await entryOf('journey-trainee-5', 'NominateCandidate')), ...why }
    const [toVillage, toTownship] = await Promise.all(
      [village, township].map((token) => post('/v1/annul', token, annulment)),
    )
    const streams = (body: Answer = {}) => [...new Set(body.blocked?.map(({ stream }) => stream))]
    expect([toTownship?.status, toTownship?.body.rule, streams(toTownship?.body)]).toEqual([
      422,
      'G8',
      ['journey-trainee-5', 'batch-batch-1'],
    ])
    expect([toVillage?.status, toVillage?.body.rule, streams(toVillage?.body)]).toEqual([
      422,
      'G8',
      ['journey-trainee-5'],
    ])
    // not even how many others there are
    expect(Object.values(toVillage?.body.evidence ?? {}).every((value) => value === null)).toBe(true)
  })

  it('is refused with the number of streams where there are more than the limit', async () => {
    api = setUp({ limits: { changedStreams: 1 } }, storage).api
    const correction = { ...(await entryOf('household-household-1', 'ReviseMembers')), data: { people: 7 }, ...why }
    const before = await storage.events.count()
    const { status, body } = await post('/v1/correct', township, correction, { 'Accept-Language': 'zh' })
    expect([status, body.rule, body.evidence]).toEqual([422, 'G11', { streams: 2, limit: 1 }])
    expect(body.detail).toContain('不得超过所设上限')
    expect(await storage.events.count()).toBe(before)
  })

  it('counts in the rate for more, also where it is refused for reaching too much', async () => {
    for (const changedStreams of [1, 1000]) {
      const limits = { requestsPerSecond: 0.001, burst: 6, changedStreams }
      api = setUp({ limits }, storage).api
      const correction = { ...(await entryOf('household-household-1', 'ReviseMembers')), data: { people: 7 }, ...why }
      const statuses = [
        (await post('/v1/correct?dryRun=true', township, correction)).status,
        (await post('/v1/correct?dryRun=true', township, correction)).status,
      ]
      // 1 and 4 for an amendment, 0.2 for two streams: not one whole request is left
      expect(statuses).toEqual([changedStreams === 1 ? 422 : 200, 429])
    }
  })

  it('is answered as the contract says', async () => {
    const contract = await contractOf(api)
    const violationsOf = answerValidator(contract)
    for (const [path, body] of [
      ['/v1/annul', { ...(await entryOf('journey-trainee-1', 'RequestCourses')), ...why }],
      ['/v1/annul', { ...(await entryOf('journey-trainee-1', 'RecordScale')), ...why }],
      ['/v1/annul', { ...(await entryOf('journey-trainee-5', 'NominateCandidate')), ...why }],
    ] as const) {
      const operation = operationsOf(contract).find((one) => one.path === path)
      if (operation === undefined) throw new Error(`the contract has no ${path}`)
      const response = await request(api, `${path}?dryRun=true`, { token: township, body })
      expect(await violationsOf(operation, response)).toEqual([])
    }
  })
})

describe('two people who correct the same entry at once', () => {
  it('one of them does; the refusal of the other one says by whom and when', async () => {
    const entry = await entryOf('base-base-1', 'RecordContribution')
    const tokens = await Promise.all(['clerk-1', 'clerk-2'].map((subject) => tokenOf('township', '532329104', subject)))
    const answers = await Promise.all(
      tokens.map((token, n) => post('/v1/correct', token, { ...entry, data: { amountFen: 100 + n }, ...why })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422])
    const winner = answers.findIndex(({ status }) => status === 200)
    expect(answers[1 - winner]?.body).toMatchObject({
      rule: 'G9',
      evidence: {
        annulled: true,
        annulledBy: `clerk-${winner + 1}`,
        annulledAt: expect.stringMatching(/^20/),
        replacedBy: expect.any(String),
      },
    })
  })

  it('with the revision that they read, the other one has to read it again', async () => {
    const entry = await entryOf('base-base-1', 'RecordContribution')
    const { headers } = await request(api, '/v1/streams/base-base-1', { token: township })
    const condition = { 'If-Match': headers.get('etag') ?? '' }
    const answers = await Promise.all(
      [100, 101].map((amountFen) =>
        post('/v1/correct', township, { ...entry, data: { amountFen }, ...why }, condition),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412])
  })
})

describe('an entry that is not there', () => {
  it.each([
    [
      'an event of another stream',
      async () => ({ ...(await entryOf('base-base-1', 'FoundBase')), stream: 'journey-trainee-1' }),
    ],
    ['an event that nobody recorded', async () => ({ stream: 'base-base-1', eventId: 'nothing' })],
    ['a stream that does not exist', async () => ({ stream: 'base-nowhere', eventId: 'nothing' })],
  ])('%s is refused by rule G9, in both languages', async (_what, entry) => {
    for (const [language, text] of [
      ['en', 'Only an entry of a person that stands'],
      ['zh', '只能撤销或更正'],
    ] as const)
      for (const [path, more] of [
        ['/v1/annul', {}],
        ['/v1/correct', { data: { on: '2018-01-01' } }],
      ] as const) {
        const { status, body } = await post(
          path,
          county,
          { ...(await entry()), ...why, ...more },
          { 'Accept-Language': language },
        )
        expect([status, body.rule, body.evidence]).toEqual([422, 'G9', expect.objectContaining({ found: false })])
        expect(body.detail).toContain(text)
      }
  })

  it('in a stream of no aggregate is invalid, in both languages', async () => {
    for (const [language, text] of [
      ['en', 'this domain has no such streams'],
      ['zh', '没有这样的流'],
    ] as const) {
      const sent = { stream: 'village-1', eventId: 'nothing', ...why }
      const { status, body } = await post('/v1/annul', county, sent, { 'Accept-Language': language })
      expect([status, body]).toEqual([
        400,
        expect.objectContaining({
          issues: [{ pointer: '/stream', code: 'unknown_stream', message: expect.stringContaining(text) }],
        }),
      ])
    }
  })
})
