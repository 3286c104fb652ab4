import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { type Day, day } from './days.js'
import { decide, evolveWith } from './decider.js'
import { judge, ruleFor } from './rules.js'

type Added = { readonly type: 'Added'; readonly data: { readonly amount: number; readonly on: Day } }
const on = day('2018-03-27')
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
      isRedundant: ([event]: readonly Added[]) => event?.data.amount === 0,
    },
    rules: [limit],
  }
  const add = (amount: number, sum: number) => decide(aggregate, { type: 'Add', data: { amount, on } }, sum, {})

  it('gives the proposed events if no rule refuses them', () => {
    expect(add(4, 6)).toEqual(E.right([added(4)]))
    expect(add(5, 6)).toMatchObject(E.left({ rule: 'limit' }))
  })

  it('gives no event for a redundant command, whatever the rules say', () => {
    expect(add(0, 11)).toEqual(E.right([]))
  })
})

describe('evolveWith', () => {
  it('leaves the state as it is after an event of an unknown type', () => {
    // a log may hold types that the union does not have
    for (const type of ['Unknown', 'constructor', '__proto__', 'toString'])
      expect(evolve(3, { ...added(1), type } as unknown as Added)).toBe(3)
  })
})
