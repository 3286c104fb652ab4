// What was entered wrongly is annulled or corrected, and what lies after it is decided again.
import { builtInRules } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { beforeEach, describe, expect, it } from 'vitest'
import { metadataOf, openMemory, type Runtime, type Storage, verifyLog } from '../src/index.js'
import { logOf } from './fixture.js'
import { bank, must, openBank, send, standing, violations } from './toy-account.js'

const by = { role: 'accountant', id: 'a3' }
const why = { stream: 'account-a', reason: 'typing error', by, on: '2018-11-01' }
let storage: Storage
let runtime: Runtime<never>
let commands = 0
const options = () => {
  commands += 1
  return { commandId: `amend${commands}`, actor: 'clerk' }
}
const annul = (eventId: string, more: object = {}) => runtime.annul({ ...why, eventId, ...more }, options())()
const correct = (eventId: string, data: object, more: object = {}) =>
  runtime.correct({ ...why, eventId, data: { ...data }, ...more }, options())()
/** The ids of all events of a type, in the order of recording. */
const idsOf = async (type: string) =>
  (await logOf(storage)).filter((stored) => stored.type === type).map(({ eventId }) => eventId)
const idOf = async (type: string, at = -1) => (await idsOf(type)).at(at) ?? ''
const balances = async () =>
  (await standing(storage)).map(({ type, data }) => [type, 'balance' in data ? data.balance : undefined])

beforeEach(async () => {
  storage = openMemory()
  runtime = openBank(storage) as Runtime<never>
  const bankRuntime = openBank(storage)
  await must(send(bankRuntime, 'Open', '2018-01-01'))
  await must(send(bankRuntime, 'PayIn', '2018-02-01', { amount: 50, reference: 'x' }))
  await must(send(bankRuntime, 'PayIn', '2018-03-01', { amount: 50, reference: 'y' }))
  await must(send(bankRuntime, 'PayOut', '2018-04-01', { amount: 60, reference: 'z' }))
})

describe('a correction', () => {
  it('is as if the entry had been right at once, and keeps what it was in the log', async () => {
    const outcome = await must(correct(await idOf('PaidIn'), { amount: 55 }))
    expect(outcome.events).toMatchObject([{ type: 'PaidIn', data: { amount: 55, reference: 'y', on: '2018-03-01' } }])
    expect(outcome.consequences).toMatchObject([
      { type: 'EntryAnnulled', data: { reason: 'typing error', by, on: '2018-11-01' } },
      { type: 'EntryAnnulled', data: { reason: 'recomputed' } },
      { type: 'PaidOut', data: { balance: 45 } },
    ])
    expect((await standing(storage)).map(({ type }) => type)).toEqual(['Opened', 'PaidIn', 'PaidIn', 'PaidOut'])
    expect(await violations(storage)).toEqual([])
    expect((await verifyLog(bank, storage.events.readAll())).findingCount).toBe(0)
  })

  it('moves an entry to another day', async () => {
    await must(correct(await idOf('PaidIn'), { on: '2018-01-15' }))
    expect((await standing(storage)).map(({ type, data }) => `${type} ${data.on}`)).toEqual([
      'Opened 2018-01-01',
      'PaidIn 2018-01-15',
      'PaidIn 2018-02-01',
      'PaidOut 2018-04-01',
    ])
  })

  it('is refused where it makes later entries impossible, with each of them', async () => {
    expect(await correct(await idOf('PaidIn'), { amount: 5 })).toMatchObject(
      E.left({ rejection: { rule: builtInRules.laterEntries.id, evidence: { rule: 'cover', on: '2018-04-01' } } }),
    )
    expect(await standing(storage)).toHaveLength(4)
  })

  it('sent again gives its original result: what was corrected, and what was computed again', async () => {
    const sent = { ...why, eventId: await idOf('PaidIn'), data: { amount: 55 } }
    const {
      position: _position,
      plan: _plan,
      ...first
    } = await must(runtime.correct(sent, { commandId: 'once', actor: 'clerk' })())
    const again = await must(runtime.correct(sent, { commandId: 'once', actor: 'clerk' })())
    expect(again).toMatchObject({ ...first, duplicate: true })
  })

  it('takes those entries along where it is asked to', async () => {
    const outcome = await must(correct(await idOf('PaidIn'), { amount: 5 }, { withDependents: true }))
    expect(outcome.consequences).toMatchObject([
      { data: { reason: 'typing error' } },
      { data: { reason: 'dependent' } },
    ])
    expect((await standing(storage)).map(({ type }) => type)).toEqual(['Opened', 'PaidIn', 'PaidIn'])
  })

  it.each([
    ['the same again', { amount: 50 }, { changes: false }],
    ['a day to come', { on: '2019-05-01' }, { on: '2019-05-01', recordedOn: '2018-12-31' }],
  ])('is refused for %s', async (_what, data, evidence) => {
    expect(await correct(await idOf('PaidIn'), data)).toMatchObject(
      E.left({ rejection: { rule: builtInRules.amendment.id, evidence } }),
    )
  })

  it.each([
    ['a field that the command does not have', { colour: 'red' }, ['data', 'colour']],
    ['a value of another type', { amount: 'much' }, ['data', 'amount']],
    ['a field that is not optional, removed', { amount: null }, ['data', 'amount']],
    ['another stream', { accountId: 'b' }, ['data', 'accountId']],
  ])('is invalid with %s', async (_what, data, path) => {
    expect(await correct(await idOf('PaidIn'), data)).toMatchObject(E.left({ _tag: 'Invalid', issues: [{ path }] }))
  })

  it('of a corrected entry names the one in its place', async () => {
    const eventId = await idOf('PaidIn')
    await must(correct(eventId, { amount: 55 }))
    expect(await correct(eventId, { amount: 56 })).toMatchObject(
      E.left({ rejection: { evidence: { annulled: true, replacedBy: await idOf('PaidIn') } } }),
    )
    await must(correct(await idOf('PaidIn'), { amount: 56 }))
    expect(await balances()).toContainEqual(['PaidOut', 46])
  })
})

describe('an annulment', () => {
  it('takes the entry out, and what lies after it is computed again', async () => {
    await must(send(openBank(storage), 'PayIn', '2018-03-15', { amount: 40, reference: 'w' }))
    await must(annul(await idOf('PaidIn', 0)))
    expect(await balances()).toContainEqual(['PaidOut', 30])
    expect(await violations(storage)).toEqual([])
  })

  it('of an annulment lets the entry stand again, as if nothing had happened', async () => {
    const before = await standing(storage)
    await must(annul(await idOf('PaidOut')))
    expect(await standing(storage)).toHaveLength(3)
    await must(annul(await idOf('EntryAnnulled')))
    expect(await standing(storage)).toEqual(before)
  })

  it('is refused for what is not there, and for what is annulled, with who did it and when', async () => {
    expect(await annul('nothing')).toMatchObject(E.left({ rejection: { evidence: { found: false } } }))
    const eventId = await idOf('PaidOut')
    await must(annul(eventId))
    expect(await annul(eventId)).toMatchObject(
      E.left({ rejection: { evidence: { annulled: true, annulledBy: 'clerk', reason: 'typing error' } } }),
    )
  })

  it('in a dry run shows what it would change, and records nothing', async () => {
    const log = await logOf(storage)
    const outcome = await must(
      runtime.annul({ ...why, eventId: await idOf('PaidOut') }, { ...options(), dryRun: true })(),
    )
    expect(outcome.consequences).toMatchObject([{ type: 'EntryAnnulled' }])
    expect(await logOf(storage)).toEqual(log)
  })

  it('sent again gives its original result', async () => {
    const sent = { ...why, eventId: await idOf('PaidOut') }
    const first = await must(runtime.annul(sent, { commandId: 'once', actor: 'clerk' })())
    const again = await must(runtime.annul(sent, { commandId: 'once', actor: 'clerk' })())
    expect(again).toMatchObject({ duplicate: true, revision: first.revision, consequences: first.consequences })
    expect(await runtime.annul({ ...sent, reason: 'other' }, { commandId: 'once', actor: 'clerk' })()).toMatchObject(
      E.left({ rejection: { rule: builtInRules.reusedCommandId.id } }),
    )
  })

  it('at the same time as another one of the same entry: one wins, the other is refused', async () => {
    const eventId = await idOf('PaidOut')
    const results = await Promise.all([annul(eventId), annul(eventId)])
    expect(results.filter(E.isRight)).toHaveLength(1)
  })

  it('keeps its metadata: the command, the sender, and the hash chain', async () => {
    await must(annul(await idOf('PaidOut')))
    const [stored] = (await logOf(storage)).slice(-1)
    expect(stored && metadataOf(stored)).toMatchObject({
      actor: 'clerk',
      correlationId: expect.stringContaining('amend'),
    })
  })
})
