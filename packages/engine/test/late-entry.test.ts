// What is entered late takes its place in the history, and what lies after it is decided again.
import { builtInRules, day } from '@skein/kernel'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { openMemory, verifyLog } from '../src/index.js'
import { logOf } from './fixture.js'
import { bank, must, openBank, send, standing, violations } from './toy-account.js'

describe('an entry for an earlier day', () => {
  it('takes its place, and what lies after it is computed again in the same append', async () => {
    const storage = openMemory()
    const runtime = openBank(storage)
    await must(send(runtime, 'Open', '2018-01-01'))
    await must(send(runtime, 'PayIn', '2018-02-01', { amount: 50, reference: 'x' }))
    await must(send(runtime, 'PayOut', '2018-04-01', { amount: 10, reference: 'y' }))
    const late = await must(send(runtime, 'PayIn', '2018-03-01', { amount: 5, reference: 'z' }))
    expect(late.events).toMatchObject([{ type: 'PaidIn', data: { reference: 'z' } }])
    expect(late.consequences).toMatchObject([
      { type: 'EntryAnnulled', data: { reason: 'recomputed' } },
      { type: 'PaidOut', data: { reference: 'y', balance: 45 } },
    ])
    expect((await standing(storage)).map(({ type, data }) => `${type} ${data.on}`)).toEqual([
      'Opened 2018-01-01',
      'PaidIn 2018-02-01',
      'PaidIn 2018-03-01',
      'PaidOut 2018-04-01',
    ])
    expect(await violations(storage)).toEqual([])
    expect((await verifyLog(bank, storage.events.readAll())).findingCount).toBe(0)
  })

  it('is refused with all entries that it would make impossible', async () => {
    const runtime = openBank()
    await must(send(runtime, 'Open', '2018-01-01'))
    await must(send(runtime, 'PayIn', '2018-02-01', { amount: 50, reference: 'x' }))
    await must(send(runtime, 'PayOut', '2018-04-01', { amount: 50, reference: 'y' }))
    const refused = await send(runtime, 'PayOut', '2018-03-01', { amount: 10, reference: 'z' })
    expect(refused).toMatchObject(
      E.left({
        _tag: 'Rejected',
        rejection: {
          rule: builtInRules.laterEntries.id,
          evidence: { rule: 'cover', event: 'PaidOut', on: '2018-04-01', balance: 40, amount: 50, entries: 1 },
          blocked: [{ rule: 'cover', event: 'PaidOut', on: '2018-04-01' }],
        },
      }),
    )
  })

  it('contradicts what was permitted on what was known, and a later change resolves it', async () => {
    const storage = openMemory()
    const runtime = openBank(storage)
    await must(send(runtime, 'Open', '2018-01-01'))
    const paid = await must(send(runtime, 'PayIn', '2018-05-01', { amount: 80, reference: 'x' }))
    expect(paid.consequences).toBeUndefined()
    const limited = await must(send(runtime, 'Limit', '2018-03-01', { limit: 60 }))
    expect(limited.consequences).toMatchObject([
      { type: 'EntryContradicted', data: { rule: 'limit', evidence: { limit: 60, amount: 80 } } },
    ])
    const raised = await must(send(runtime, 'Limit', '2018-04-01', { limit: 90 }))
    expect(raised.consequences).toMatchObject([{ type: 'ContradictionResolved', data: { rule: 'limit' } }])
    expect(await violations(storage)).toEqual([])
  })

  it('of a day on which the stream ended comes before its end', async () => {
    const storage = openMemory()
    const runtime = openBank(storage)
    await must(send(runtime, 'Open', '2018-01-01'))
    await must(send(runtime, 'End', '2018-06-01'))
    const late = await must(send(runtime, 'PayIn', '2018-06-01', { amount: 7, reference: 'x' }))
    expect(late.consequences).toMatchObject([{ type: 'EntryAnnulled' }, { type: 'Ended', data: { balance: 7 } }])
    expect((await standing(storage)).map(({ type }) => type)).toEqual(['Opened', 'PaidIn', 'Ended'])
    expect(await send(runtime, 'PayIn', '2018-06-02', { amount: 7, reference: 'y' })).toMatchObject(
      E.left({ rejection: { rule: 'ended' } }),
    )
  })

  it('that says what is recorded for another day is refused with that day, and for the same day records nothing', async () => {
    const runtime = openBank()
    await must(send(runtime, 'Open', '2018-01-01'))
    await must(send(runtime, 'PayIn', '2018-02-01', { amount: 5, reference: 'x' }))
    expect((await must(send(runtime, 'PayIn', '2018-02-01', { amount: 5, reference: 'x' }))).events).toEqual([])
    expect(await send(runtime, 'PayIn', '2018-03-01', { amount: 5, reference: 'x' })).toMatchObject(
      E.left({ rejection: { rule: builtInRules.recordedForAnotherDay.id, evidence: { recordedFor: '2018-02-01' } } }),
    )
    expect(await send(runtime, 'PayIn', '2018-01-15', { amount: 5, reference: 'x' })).toMatchObject(
      E.left({ rejection: { rule: builtInRules.laterEntries.id, evidence: { on: '2018-02-01' } } }),
    )
  })

  it('gives its original result, consequences included, when it is sent again', async () => {
    const runtime = openBank()
    await must(send(runtime, 'Open', '2018-01-01'))
    await must(send(runtime, 'PayIn', '2018-02-01', { amount: 50, reference: 'x' }))
    await must(send(runtime, 'PayOut', '2018-04-01', { amount: 10, reference: 'y' }))
    const input = { type: 'PayIn', data: { accountId: 'a', on: day('2018-03-01'), amount: 5, reference: 'z' } }
    const options = { commandId: 'late', actor: 'clerk' }
    const first = await must(runtime.execute(input, options)())
    const { position: _, ...again } = await must(runtime.execute(input, options)())
    expect(again).toMatchObject({ events: first.events, consequences: first.consequences, duplicate: true })
  })
})

type Paper = readonly [type: string, on: string, data?: object]
const papers: readonly Paper[] = [
  ['Open', '2018-01-01'],
  ['PayIn', '2018-02-01', { amount: 30, reference: 'a' }],
  ['PayOut', '2018-02-10', { amount: 30, reference: 'b' }],
  ['Limit', '2018-03-01', { limit: 60 }],
  ['PayIn', '2018-03-02', { amount: 60, reference: 'c' }],
  ['PayOut', '2018-04-01', { amount: 20, reference: 'd' }],
  ['PayIn', '2018-04-01', { amount: 1, reference: 'e' }],
  ['End', '2018-05-01'],
]
const bundleOf = (some: readonly Paper[]) =>
  some.map(([type, on, data = {}], index) => ({
    command: { type, data: { accountId: 'a', on: day(on), ...data } },
    commandId: `p${type}${on}${index}`,
  }))

describe('a bundle', () => {
  it('records all of its commands in one append, whatever their order, or none', async () => {
    const inOrder = openMemory()
    for (const [type, on, data] of papers) await must(send(openBank(inOrder), type, on, data))
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...papers], { minLength: papers.length }), async (shuffled) => {
        const storage = openMemory()
        const results = await openBank(storage).executeAll(bundleOf(shuffled), { actor: 'clerk' })()
        expect(results.every(E.isRight)).toBe(true)
        // of one day, the order of the papers counts
        const sameDay = (events: readonly { readonly data: { readonly on: string } }[]) =>
          events.filter(({ data }) => data.on !== '2018-04-01')
        expect(sameDay(await standing(storage))).toEqual(sameDay(await standing(inOrder)))
        expect(await violations(storage)).toEqual([])
      }),
      { numRuns: 30 },
    )
  })

  it('is judged as a whole by check: what lies after it is decided again once', async () => {
    const storage = openMemory()
    const runtime = openBank(storage)
    await must(send(runtime, 'Open', '2018-01-01'))
    await must(send(runtime, 'PayIn', '2018-02-01', { amount: 50, reference: 'x' }))
    await must(send(runtime, 'PayOut', '2018-04-01', { amount: 10, reference: 'y' }))
    const late: readonly Paper[] = [
      ['PayIn', '2018-03-10', { amount: 5, reference: 'z' }],
      ['PayIn', '2018-03-01', { amount: 7, reference: 'w' }],
    ]
    expect((await runtime.executeAll(bundleOf(late), { actor: 'clerk' })()).every(E.isRight)).toBe(true)
    expect((await standing(storage)).at(-1)).toMatchObject({ type: 'PaidOut', data: { balance: 52 } })
    expect(await violations(storage)).toEqual([])
  })

  it('with a refused command records nothing, and names that command to the others', async () => {
    const storage = openMemory()
    const bad: readonly Paper[] = [...papers.slice(0, 2), ['PayOut', '2018-02-10', { amount: 31, reference: 'b' }]]
    const bundle = bundleOf(bad)
    const results = await openBank(storage).executeAll(bundle, { actor: 'clerk' })()
    expect(results).toMatchObject([
      E.left({ _tag: 'BundleRefused', commandId: bundle[2]?.commandId }),
      E.left({ _tag: 'BundleRefused' }),
      E.left({ _tag: 'Rejected', rejection: { rule: 'cover' } }),
    ])
    expect(await logOf(storage)).toEqual([])
  })

  it('with one id for two commands records nothing', async () => {
    const storage = openMemory()
    const [first, second] = bundleOf(papers.slice(0, 2))
    const bundle = [first, { ...second, commandId: first?.commandId }]
    // sound: a test of what callers without types may pass
    const results = await openBank(storage).executeAll(bundle as ReturnType<typeof bundleOf>, { actor: 'clerk' })()
    expect(results).toMatchObject([
      E.left({ _tag: 'BundleRefused', commandId: first?.commandId }),
      E.left({ _tag: 'Invalid', issues: [{ path: ['commandId'], code: 'repeated_id' }] }),
    ])
    expect(await logOf(storage)).toEqual([])
  })

  it('sent again answers what was recorded as duplicates and decides the rest', async () => {
    const storage = openMemory()
    const runtime = openBank(storage)
    const first = bundleOf(papers.slice(0, 3))
    await runtime.executeAll(first, { actor: 'clerk' })()
    const results = await runtime.executeAll([...first, ...bundleOf(papers.slice(3, 5))], { actor: 'clerk' })()
    expect(results.map((result) => E.isRight(result) && result.right.duplicate)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
    expect((await standing(storage)).map(({ type }) => type)).toEqual([
      'Opened',
      'PaidIn',
      'PaidOut',
      'Limited',
      'PaidIn',
    ])
  })
})

it('papers that are accepted one by one, in whatever order, lead to the same history', async () => {
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(papers.slice(1, 6), { minLength: 5 }), async (shuffled) => {
      const storage = openMemory()
      const runtime = openBank(storage)
      await must(send(runtime, 'Open', '2018-01-01'))
      let waiting: readonly Paper[] = shuffled
      for (let before = -1; before !== waiting.length; ) {
        before = waiting.length
        const refused: Paper[] = []
        for (const paper of waiting) if (E.isLeft(await send(runtime, ...paper))) refused.push(paper)
        waiting = refused
      }
      if (waiting.length > 0) return
      expect(await standing(storage)).toMatchObject([
        { type: 'Opened' },
        { type: 'PaidIn', data: { reference: 'a' } },
        { type: 'PaidOut', data: { reference: 'b', balance: 0 } },
        { type: 'Limited' },
        { type: 'PaidIn', data: { reference: 'c' } },
        { type: 'PaidOut', data: { reference: 'd', balance: 40 } },
      ])
      expect(await violations(storage)).toEqual([])
    }),
    { numRuns: 100 },
  )
})
