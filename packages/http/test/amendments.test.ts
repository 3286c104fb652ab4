// Entries annulled and corrected over HTTP.
import { domain } from '@skein/core'
import { createRuntime, readEntries, type Storage } from '@skein/engine'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type HttpApi, type Role, roles } from '../src/index.js'
import { masterKey, request, setUp, storageWithExamples, tokenOf } from './fixture.js'
import { answerValidator, contractOf, operationsOf } from './openapi.js'
import { storageOfTwoCounties } from './two-counties.js'

const why = { reason: 'typing error', by: { role: 'accountant', id: 'a3' }, on: '2019-06-01' }
const tokens = new Map<Role, string>()
beforeAll(async () => {
  for (const role of roles)
    tokens.set(
      role,
      await tokenOf(
        role,
        { county: '532329', auditor: '532329', village: '532329104207' }[String(role)] ?? '532329104',
      ),
    )
})

interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: {
    readonly type?: string
    readonly rule?: string
    readonly evidence?: Readonly<Record<string, unknown>>
    readonly issues?: readonly { readonly pointer: string; readonly code: string }[]
    readonly blocked?: readonly { readonly eventId: string; readonly rule: string }[]
    readonly events?: readonly { readonly type: string; readonly data: object }[]
    readonly consequences?: readonly { readonly type: string; readonly data: object }[]
  }
}

let storage: Storage
let api: HttpApi
beforeEach(async () => {
  storage = await storageWithExamples()
  api = setUp({}, storage).api
})

const amend = async (
  kind: 'annul' | 'correct',
  role: Role,
  body: object,
  { query = '', headers = {} }: { readonly query?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Answer> => {
  const token = tokens.get(role) ?? ''
  const response = await request(api, `/v1/${kind}${query}`, { token, body: { ...why, ...body }, headers })
  // boundary: what the API answers; each field is asserted by its test
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] }
}

/** The id of the last entry of a command in a stream. */
const entryOf = async (stream: string, type: string): Promise<string> => {
  const entries = await readEntries({ domain, storage }, stream)
  const found = entries.findLast(({ command, annulled }) => command?.type === type && annulled === undefined)
  if (found === undefined) throw new Error(`${stream} has no ${type}`)
  return found.id
}
const contribution = async () => ({
  stream: 'base-base-1',
  eventId: await entryOf('base-base-1', 'RecordContribution'),
})
const eventCount = async () => (await storage.events.count()) ?? 0

describe('a correction', () => {
  it('replaces the entry, and gives its events and what it changed besides', async () => {
    const { status, headers, body } = await amend('correct', 'township', {
      ...(await contribution()),
      data: { amountFen: 6_000_000 },
    })
    expect([status, body.events?.map(({ data }) => Reflect.get(data, 'amountFen'))]).toEqual([200, [6_000_000]])
    expect(body.consequences).toMatchObject([{ type: 'EntryAnnulled', data: { reason: 'typing error', by: why.by } }])
    expect(headers.get('etag')).toMatch(/^"\d+"$/)
  })

  it('in a dry run gives the same, and records nothing', async () => {
    const before = await eventCount()
    const sent = { ...(await contribution()), data: { amountFen: 6_000_000 } }
    const { status, body } = await amend('correct', 'township', sent, { query: '?dryRun=true' })
    expect([status, body.events?.length, body.consequences?.length, await eventCount()]).toEqual([200, 1, 1, before])
  })

  it('sent again with its key gives its original result', async () => {
    const sent = { ...(await contribution()), data: { amountFen: 6_000_000 } }
    const headers = { 'Idempotency-Key': 'k-1' }
    const first = await amend('correct', 'township', sent, { headers })
    const again = await amend('correct', 'township', sent, { headers })
    expect([again.status, again.headers.get('idempotent-replayed'), again.body]).toEqual([200, 'true', first.body])
  })

  it('is not recorded if the stream is at another revision', async () => {
    const sent = { ...(await contribution()), data: { amountFen: 6_000_000 } }
    expect((await amend('correct', 'township', sent, { headers: { 'If-Match': '"0"' } })).status).toBe(412)
  })

  it.each([
    ['a field that the command does not have', { colour: 'red' }, '/data/colour', 'unrecognized_keys'],
    ['a value of another type', { amountFen: 'much' }, '/data/amountFen', 'invalid_type'],
    ['a field that is not optional, removed', { amountFen: null }, '/data/amountFen', 'invalid_type'],
    ['another stream', { baseId: 'base-1' }, '/data/baseId', 'other_stream'],
  ])('with %s is invalid, with a pointer into the body', async (_what, data, pointer, code) => {
    const { status, body } = await amend('correct', 'county', { ...(await contribution()), data })
    expect([status, body.issues]).toEqual([400, [expect.objectContaining({ pointer, code })]])
  })

  it.each([
    ['what is recorded already', {}, { changes: false }],
    ['a day to come', { on: '2999-01-01' }, { on: '2999-01-01' }],
  ])('of %s is refused by rule G9', async (_what, data, evidence) => {
    const { status, body } = await amend('correct', 'township', { ...(await contribution()), data })
    expect([status, body]).toEqual([
      422,
      expect.objectContaining({ rule: 'G9', evidence: expect.objectContaining(evidence) }),
    ])
  })
})

describe('an annulment', () => {
  it('takes the entry back; a second one is refused, with the sender and the time of the first one', async () => {
    const sent = await contribution()
    expect((await amend('annul', 'township', sent)).status).toBe(200)
    const { status, body } = await amend('annul', 'township', sent)
    expect([status, body.rule, body.evidence]).toEqual([
      422,
      'G9',
      expect.objectContaining({ annulled: true, annulledBy: 'township-1', annulledAt: expect.stringMatching(/^20/) }),
    ])
  })

  it('of an annulment lets the entry stand again', async () => {
    const { stream, eventId } = await contribution()
    await amend('annul', 'township', { stream, eventId })
    const annulment = (await readEntries({ domain, storage }, stream)).at(-1)?.id
    expect((await amend('annul', 'township', { stream, eventId: annulment })).status).toBe(200)
    expect((await readEntries({ domain, storage }, stream)).find(({ id }) => id === eventId)?.annulled).toBeUndefined()
  })

  it('of what is not there is refused by rule G9', async () => {
    const { body } = await amend('annul', 'township', { stream: 'base-base-1', eventId: 'nothing' })
    expect(body).toMatchObject({ rule: 'G9', evidence: { found: false } })
  })

  it('of what a process entered names the entry from which it follows', async () => {
    const stream = 'journey-trainee-1'
    const enrolled = await entryOf(stream, 'Enrol')
    const { status, body } = await amend('annul', 'township', { stream, eventId: enrolled })
    const seat = await entryOf('batch-batch-1', 'TakeSeat')
    expect([status, body.rule, body.evidence]).toEqual([
      422,
      'G9',
      expect.objectContaining({ cause: expect.stringMatching(/^batch-batch-1@\d+$/), root: expect.any(String) }),
    ])
    expect(seat).toBeDefined()
    // a village does not see the batch
    const village = await amend('annul', 'village', { stream, eventId: enrolled })
    expect(village.body.evidence).toMatchObject({ cause: null, root: null })
  })

  it('that leaves later entries impossible is refused with all of them', async () => {
    const stream = 'journey-trainee-1'
    const { status, body } = await amend('annul', 'township', {
      stream,
      eventId: await entryOf(stream, 'NominateCandidate'),
    })
    expect([status, body.rule, (body.blocked?.length ?? 0) > 1]).toEqual([422, 'G8', true])
  })

  it.each([{}, { stream: 7 }, { more: 1 }, { by: { role: 'x' } }, { on: '2019-02-30' }])(
    'with %j does not fit',
    async (body) => {
      const sent = Object.keys(body).length === 0 ? body : { ...(await contribution()), ...body }
      const answer = await amend('annul', 'township', sent)
      expect([answer.status, answer.body.type]).toEqual([400, '/problems/invalid-command'])
    },
  )
})

describe('the access of corrections', () => {
  it.each(roles)('is that of the command of the entry, for %s', async (role) => {
    for (const [stream, type, allowed] of [
      ['base-base-1', 'RecordContribution', ['township', 'county']],
      ['base-base-1', 'OpenFacility', ['base', 'township']],
      ['journey-trainee-1', 'RequestCourses', ['base', 'township', 'village']],
      ['journey-trainee-1', 'SelectTrainee', ['township']],
    ] as const) {
      const sent = { stream, eventId: await entryOf(stream, type) }
      const isAllowed = allowed.some((one) => one === role)
      for (const kind of ['annul', 'correct'] as const) {
        const body = kind === 'annul' ? sent : { ...sent, data: { on: '2018-01-11' } }
        const { status } = await amend(kind, role, body, { query: '?dryRun=true' })
        expect([type, kind, isAllowed ? [200, 422].includes(status) : status === 403]).toEqual([type, kind, true])
      }
    }
  })

  it('is refused alike for a stream of another division and one that does not exist', async () => {
    storage = await storageOfTwoCounties()
    api = setUp({}, storage).api
    const eventId = await entryOf('base-base-1-other', 'RecordContribution')
    const headers = { 'X-Request-Id': 'the-same-id' }
    for (const kind of ['annul', 'correct'] as const) {
      const [foreign, absent] = await Promise.all(
        ['base-base-1-other', 'base-nowhere'].map((stream) =>
          amend(kind, 'township', { stream, eventId, ...(kind === 'correct' && { data: {} }) }, { headers }),
        ),
      )
      expect([foreign?.status, foreign?.body]).toEqual([403, absent?.body])
    }
  })

  it('is refused alike for data that refers to another division, and to what does not exist', async () => {
    storage = await storageOfTwoCounties()
    api = setUp({}, storage).api
    const cases = [
      ['journey-trainee-1', 'NominateCandidate', 'divisionCode', '532330104207', '532331104207'],
      ['household-household-1', 'RegisterHousehold', 'baseId', 'base-1-other', 'base-absent'],
      ['agreement-agreement-1', 'PlaceHousehold', 'householdId', 'household-1-other', 'household-absent'],
    ] as const
    const headers = { 'X-Request-Id': 'the-same-id' }
    for (const [stream, type, field, foreignValue, absentValue] of cases) {
      const eventId = await entryOf(stream, type)
      const [foreign, absent] = await Promise.all(
        [foreignValue, absentValue].map((value) =>
          amend('correct', 'township', { stream, eventId, data: { [field]: value } }, { headers }),
        ),
      )
      expect([type, foreign?.status, foreign?.body]).toEqual([type, 403, absent?.body])
    }
  })

  it('extends to every entry that is taken along', async () => {
    const runtime = createRuntime(domain, storage, { masterKey })
    const enter = async (type: string, data: object) =>
      // sound: commands of the domain
      runtime.dispatch({ type, data } as never, { commandId: `${type}-new`, actor: 'x' })
    await enter('NominateCandidate', {
      traineeId: 'new',
      baseId: 'base-1',
      divisionCode: '532329104207',
      category: 'villager',
      partyMember: false,
      willing: true,
      potential: ['growing'],
      needs: ['skills'],
      by: { role: 'villageBranch', id: 'branch-7' },
      lawfulBasis: 'consent',
      personal: { name: 'made up' },
      on: '2018-01-06',
    })
    await enter('ReviewEligibility', {
      traineeId: 'new',
      passed: true,
      findings: [],
      by: { role: 'townshipParty', id: 'office-3' },
      on: '2018-01-08',
    })
    const sent = {
      stream: 'journey-new',
      eventId: await entryOf('journey-new', 'NominateCandidate'),
      withDependents: true,
    }
    const before = await eventCount()
    // a village may nominate, but not review
    const village = await amend('annul', 'village', sent)
    expect([village.status, village.body.type, await eventCount()]).toEqual([403, '/problems/forbidden', before])
    const planned = await amend('annul', 'township', sent, { query: '?dryRun=true' })
    expect(planned.body.consequences).toMatchObject([{ type: 'EntryAnnulled' }, { data: { reason: 'dependent' } }])
    expect((await amend('annul', 'township', sent)).status).toBe(200)
    expect(
      (await readEntries({ domain, storage }, 'journey-new')).filter(({ annulled, command }) => command && !annulled),
    ).toEqual([])
  })
})

describe('the events of a stream', () => {
  interface Shown {
    readonly type: string
    readonly eventId: string
    readonly metadata: { readonly replaces?: string }
    readonly annulled?: Readonly<Record<string, unknown>>
  }
  const shown = async (stream: string, query = '') => {
    const token = tokens.get('township') ?? ''
    // boundary: what the API answers; each field is asserted
    const body = (await (await request(api, `/v1/streams/${stream}${query}`, { token })).json()) as { events: Shown[] }
    return body.events
  }

  it('have the reason, the decider and the time where they no longer stand, and what took their place', async () => {
    const { stream, eventId } = await contribution()
    expect((await shown(stream)).filter(({ annulled }) => annulled)).toEqual([])
    await amend('correct', 'township', { stream, eventId, data: { amountFen: 6_000_000 } })
    const events = await shown(stream)
    const replacement = events.find(({ metadata }) => metadata.replaces === eventId)
    expect(events.filter(({ annulled }) => annulled)).toEqual([
      expect.objectContaining({
        eventId,
        annulled: {
          eventId: events.at(-2)?.eventId,
          reason: 'typing error',
          by: why.by,
          actor: 'township-1',
          recordedAt: expect.stringMatching(/^20.*Z$/),
          replacedBy: replacement?.eventId,
        },
      }),
    ])
    // on a page that ends before the annulment, too
    const [first, second] = await shown(stream, `?limit=2`)
    expect([first, second].map((event) => events.find(({ eventId: id }) => id === event?.eventId))).toEqual([
      first,
      second,
    ])
    await amend('annul', 'township', { stream, eventId: replacement?.eventId })
    // an annulment that was annulled itself
    await amend('annul', 'township', { stream, eventId: (await shown(stream)).at(-1)?.eventId })
    const last = await shown(stream)
    expect(last.filter(({ annulled }) => annulled).map((event) => event.eventId)).toEqual([
      eventId,
      last.at(-2)?.eventId,
    ])
  })
})

it('answers as the contract says', async () => {
  const contract = await contractOf(api)
  const violationsOf = answerValidator(contract)
  const { stream, eventId } = await contribution()
  for (const [kind, body] of [
    ['correct', { stream, eventId, data: { amountFen: 1 } }],
    ['correct', { stream, eventId, data: { amountFen: 'x' } }],
    ['annul', { stream, eventId: 'nothing' }],
    ['annul', { stream: 'journey-trainee-1', eventId: await entryOf('journey-trainee-1', 'NominateCandidate') }],
    ['annul', { stream: 'base-nowhere', eventId }],
  ] as const) {
    const operation = operationsOf(contract).find(({ path }) => path === `/v1/${kind}`)
    if (operation === undefined) throw new Error(`the contract has no ${kind}`)
    const options = { token: tokens.get('township') ?? '', body: { ...why, ...body } }
    expect(await violationsOf(operation, await request(api, `/v1/${kind}`, options))).toEqual([])
  }
})
