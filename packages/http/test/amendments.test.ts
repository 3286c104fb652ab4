// Entries annulled and corrected over HTTP.
import { domain } from '@skein/core'
import { readEntries } from '@skein/engine'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Amending, startAmending, why } from './amending.js'
import { request } from './fixture.js'
import { answerValidator, contractOf, operationsOf } from './openapi.js'

let office: Amending
beforeEach(async () => {
  office = await startAmending()
})

describe('a correction', () => {
  it('replaces the entry, and gives its events and what it changed besides', async () => {
    const { status, headers, body } = await office.amend('correct', 'township', {
      ...(await office.contribution()),
      data: { amountFen: 6_000_000 },
    })
    expect([status, body.events?.map(({ data }) => Reflect.get(data, 'amountFen'))]).toEqual([200, [6_000_000]])
    expect(body.consequences).toMatchObject([{ type: 'EntryAnnulled', data: { reason: 'typing error', by: why.by } }])
    expect(headers.get('etag')).toMatch(/^"\d+"$/)
  })

  it('in a dry run gives the same, and records nothing', async () => {
    const before = await office.eventCount()
    const sent = { ...(await office.contribution()), data: { amountFen: 6_000_000 } }
    const { status, body } = await office.amend('correct', 'township', sent, { query: '?dryRun=true' })
    expect([status, body.events?.length, body.consequences?.length, await office.eventCount()]).toEqual([
      200,
      1,
      1,
      before,
    ])
  })

  it('sent again with its key gives its original result', async () => {
    const sent = { ...(await office.contribution()), data: { amountFen: 6_000_000 } }
    const headers = { 'Idempotency-Key': 'k-1' }
    const first = await office.amend('correct', 'township', sent, { headers })
    const again = await office.amend('correct', 'township', sent, { headers })
    expect([again.status, again.headers.get('idempotent-replayed'), again.body]).toEqual([200, 'true', first.body])
  })

  it('is not recorded if the stream is at another revision', async () => {
    const sent = { ...(await office.contribution()), data: { amountFen: 6_000_000 } }
    expect((await office.amend('correct', 'township', sent, { headers: { 'If-Match': '"0"' } })).status).toBe(412)
  })

  it.each([
    ['a field that the command does not have', { colour: 'red' }, '/data/colour', 'unrecognized_keys'],
    ['a value of another type', { amountFen: 'much' }, '/data/amountFen', 'invalid_type'],
    ['a field that is not optional, removed', { amountFen: null }, '/data/amountFen', 'invalid_type'],
    ['another stream', { baseId: 'base-1' }, '/data/baseId', 'other_stream'],
  ])('with %s is invalid, with a pointer into the body', async (_what, data, pointer, code) => {
    const { status, body } = await office.amend('correct', 'county', { ...(await office.contribution()), data })
    expect([status, body.issues]).toEqual([400, [expect.objectContaining({ pointer, code })]])
  })

  it.each([
    [
      'what is recorded already',
      {},
      { changes: false },
      { en: /It says what is recorded already\.$/, zh: /与已登记的相同。$/ },
    ],
    [
      'a day to come',
      { on: '2999-01-01' },
      { on: '2999-01-01' },
      { en: /2999-01-01 lies in the future: today is \d/, zh: /2999-01-01 尚未到来:今天是 \d/ },
    ],
  ])('of %s is refused by rule G9, in both languages', async (_what, data, evidence, text) => {
    for (const language of ['en', 'zh'] as const) {
      const headers = { 'Accept-Language': language }
      const sent = { ...(await office.contribution()), data }
      const { status, body } = await office.amend('correct', 'township', sent, { headers })
      expect([status, body]).toEqual([
        422,
        expect.objectContaining({ rule: 'G9', evidence: expect.objectContaining(evidence) }),
      ])
      expect(body.detail).toMatch(text[language])
    }
  })
})

describe('an annulment', () => {
  it('takes the entry back; a second one is refused, with the sender and the time of the first one', async () => {
    const sent = await office.contribution()
    expect((await office.amend('annul', 'township', sent)).status).toBe(200)
    const { status, body } = await office.amend('annul', 'township', sent)
    expect([status, body.rule, body.evidence]).toEqual([
      422,
      'G9',
      expect.objectContaining({ annulled: true, annulledBy: 'township-1', annulledAt: expect.stringMatching(/^20/) }),
    ])
    expect(body.detail).toMatch(
      /It was annulled by township-1 at 20\S+ \(typing error\)\. To let it stand again, annul \S+\.$/,
    )
    const chinese = await office.amend('annul', 'township', sent, { headers: { 'Accept-Language': 'zh' } })
    expect(chinese.body.detail).toMatch(/该项已由 township-1 于 20\S+ 撤销\(typing error\)。如需恢复,请撤销 \S+。$/)
  })

  it('of an annulment lets the entry stand again', async () => {
    const { stream, eventId } = await office.contribution()
    await office.amend('annul', 'township', { stream, eventId })
    const annulment = (await readEntries({ domain, storage: office.storage }, stream)).at(-1)?.id
    expect((await office.amend('annul', 'township', { stream, eventId: annulment })).status).toBe(200)
    expect(
      (await readEntries({ domain, storage: office.storage }, stream)).find(({ id }) => id === eventId)?.annulled,
    ).toBeUndefined()
  })

  it('of what is not there is refused by rule G9', async () => {
    const { body } = await office.amend('annul', 'township', { stream: 'base-base-1', eventId: 'nothing' })
    expect(body).toMatchObject({ rule: 'G9', evidence: { found: false } })
  })

  it('of what a process entered names the entry from which it follows', async () => {
    const stream = 'journey-trainee-1'
    const enrolled = await office.entryOf(stream, 'Enrol')
    const { status, body } = await office.amend('annul', 'township', { stream, eventId: enrolled })
    const seat = await office.entryOf('batch-batch-1', 'TakeSeat')
    expect([status, body.rule, body.evidence]).toEqual([
      422,
      'G9',
      expect.objectContaining({ cause: expect.stringMatching(/^batch-batch-1@\d+$/), root: expect.any(String) }),
    ])
    expect(seat).toBeDefined()
    // a village does not see the batch
    const village = await office.amend('annul', 'village', { stream, eventId: enrolled })
    expect(village.body.evidence).toMatchObject({ cause: null, root: null })
    expect(body.detail).toMatch(
      /in reaction to batch-batch-1@\d+\. What it follows from is \S+@\d+: annul or correct that one \(event \S+\)\.$/,
    )
    expect(village.body.detail).toMatch(
      /process:\S+ entered it: what it follows from is annulled or corrected instead\.$/,
    )
  })

  it('that leaves later entries impossible is refused with all of them', async () => {
    const stream = 'journey-trainee-1'
    const { status, body } = await office.amend('annul', 'township', {
      stream,
      eventId: await office.entryOf(stream, 'NominateCandidate'),
    })
    expect([status, body.rule, (body.blocked?.length ?? 0) > 1]).toEqual([422, 'G8', true])
  })

  it.each([{}, { stream: 7 }, { more: 1 }, { by: { role: 'x' } }, { on: '2019-02-30' }])(
    'with %j does not fit',
    async (body) => {
      const sent = Object.keys(body).length === 0 ? body : { ...(await office.contribution()), ...body }
      const answer = await office.amend('annul', 'township', sent)
      expect([answer.status, answer.body.type]).toEqual([400, '/problems/invalid-command'])
    },
  )
})

it('answers as the contract says', async () => {
  const contract = await contractOf(office.api)
  const violationsOf = answerValidator(contract)
  const { stream, eventId } = await office.contribution()
  for (const [kind, body] of [
    ['correct', { stream, eventId, data: { amountFen: 1 } }],
    ['correct', { stream, eventId, data: { amountFen: 'x' } }],
    ['annul', { stream, eventId: 'nothing' }],
    ['annul', { stream: 'journey-trainee-1', eventId: await office.entryOf('journey-trainee-1', 'NominateCandidate') }],
    ['annul', { stream: 'base-nowhere', eventId }],
  ] as const) {
    const operation = operationsOf(contract).find(({ path }) => path === `/v1/${kind}`)
    if (operation === undefined) throw new Error(`the contract has no ${kind}`)
    const options = { token: office.tokens.get('township') ?? '', body: { ...why, ...body } }
    expect(await violationsOf(operation, await request(office.api, `/v1/${kind}`, options))).toEqual([])
  }
})
