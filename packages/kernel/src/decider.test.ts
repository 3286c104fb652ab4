import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Day, day } from './days.js'
import { decide, evolveWith } from './decider.js'
import { event, eventTypes } from './events.js'
import { judge, ruleFor } from './rules.js'

type Added = { readonly type: 'Added'; readonly data: { readonly amount: number; readonly on: Day } }
const on = day('2018-03-27')
const earlier = day('2018-03-01')
const added = (amount: number): Added => ({ type: 'Added', data: { amount, on } })
const evolve = evolveWith<number, Added>({ Added: (sum, { amount }) => sum + amount })
const limit = ruleFor<Added, number, object>()({
  id: 'limit',
  title: { en: 'At most ten.', zh: '至多十。' },
  basis: 'own: a test',
  on: ['Added'],
  breach: ({ data: { amount } }, sum) => (sum + amount > 10 ? { sum, amount } : undefined),
})

describe('judge', () => {
  const judged = (events: readonly Added[], sum: number) => judge([limit], evolve, events, sum, {})

  it('judges each event on the state after the events before it', () => {
    expect(judged([added(6), added(4)], 0)).toEqual(E.right([added(6), added(4)]))
    expect(judged([added(6), added(5)], 0)).toMatchObject(E.left({ rule: 'limit', evidence: { sum: 6, amount: 5 } }))
  })
})

describe('decide', () => {
  const aggregate = {
    decider: {
      initialState: 0,
      evolve,
      views: () => ({}),
      absentViews: {},
      propose: ({ data }: { readonly type: string; readonly data: Added['data'] }) => [added(data.amount)],
      alreadyRecordedFor: ({ data }: Added) => (data.amount === 0 ? earlier : data.amount === -1 ? data.on : undefined),
    },
    rules: [limit],
    events: eventTypes([event('Added', { amount: z.number() })]),
  }
  const observed = {
    ...aggregate,
    events: eventTypes([event('Added', { amount: z.number() })], { observations: ['Added'] }),
  }
  const decideAdd = (of: typeof aggregate, amount: number, sum: number, byProcess = false) =>
    decide(of, { type: 'Add', data: { amount, on } }, sum, { id: 'a', recordedOn: on, revision: 0, byProcess })
  const add = (amount: number, sum: number, byProcess = false) => decideAdd(aggregate, amount, sum, byProcess)

  it('gives the proposed events if no rule refuses them', () => {
    expect(add(4, 6)).toEqual(E.right([added(4)]))
    expect(add(5, 6)).toMatchObject(E.left({ rule: 'limit' }))
  })

  it('gives no event for what is recorded for the same day, whatever the rules say', () => {
    expect(add(-1, 12)).toEqual(E.right([]))
  })

  it('refuses an act that is recorded for another day, and records an observation', () => {
    expect(add(0, 3)).toMatchObject(
      E.left({ rule: 'recorded-for-another-day', evidence: { event: 'Added', recordedFor: earlier } }),
    )
    expect(decideAdd(observed, 0, 3)).toEqual(E.right([added(0)]))
  })

  it('gives no event for what is recorded for any day if a process sends it', () => {
    expect(add(0, 11, true)).toEqual(E.right([]))
  })

  it('refuses a person whose command finds nothing to act on, and lets a process pass', () => {
    const idle = { ...aggregate, decider: { ...aggregate.decider, propose: () => [] } }
    expect(decideAdd(idle, 1, 0)).toMatchObject(E.left({ rule: 'nothing-to-record', evidence: { command: 'Add' } }))
    expect(decideAdd(idle, 1, 0, true)).toEqual(E.right([]))
  })
})

describe('evolveWith', () => {
  it('leaves the state as it is after an event of an unknown type', () => {
    // a log may hold types that the union does not have
    for (const type of ['Unknown', 'constructor', '__proto__', 'toString'])
      expect(evolve(3, { ...added(1), type } as unknown as Added)).toBe(3)
  })
})
