import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import {
  type AnyCommand,
  commandsTo,
  composeDomain,
  type Day,
  day,
  decide,
  defineAggregate,
  event,
  readView,
} from './index.js'

const on = day('2018-06-01')
const Opened = event('Opened', { limit: z.number() })
const Paid = event('Paid', { amount: z.number() })
const { mirror, command } = commandsTo({ groupId: z.string() })

type State = { readonly limit?: number; readonly paid: number }
const initialState: State = { paid: 0 }

const group = defineAggregate({
  name: 'group',
  events: [Opened, Paid],
  commands: [mirror('Open', Opened), command('PayTwice', ['Paid'], { amount: z.number() })],
  initialState,
  evolve: {
    Opened: (state, { limit }) => ({ ...state, limit }),
    Paid: (state, { amount }) => ({ ...state, paid: state.paid + amount }),
  },
  views: ({ data }) => ({ bank: readView(`bank-${data.groupId}`, (balance: number) => ({ balance })) }),
  absentViews: { bank: { balance: 0 } },
  propose: ({ type, data }) =>
    type === 'PayTwice' ? [1, 2].map(() => ({ type: 'Paid' as const, data: { amount: data.amount, on } })) : [],
  rules: (rule) => [
    rule({
      id: 'P1',
      title: { en: 'A group pays what its bank has.', zh: '付款不得超过余额。' },
      basis: 'own',
      on: ['Paid'],
      breach: ({ data: { amount } }, { paid }, { bank }) =>
        paid + amount > bank.balance ? { paid, amount, balance: bank.balance } : undefined,
    }),
  ],
})

const decideIn = (state: State, sent: Parameters<typeof group.decider.propose>[0], balance: number) =>
  decide(group, sent, state, { id: 'g', recordedOn: on, revision: 0, byProcess: false, bank: { balance } })

describe('defineAggregate', () => {
  it('copies mirrors, proposes other commands, and judges every event after the ones before it', () => {
    const open = { type: 'Open' as const, data: { groupId: 'g', limit: 3, on } }
    expect(decideIn(initialState, open, 0)).toEqual(E.right([{ type: 'Opened', data: { limit: 3, on } }]))
    const pay = { type: 'PayTwice' as const, data: { groupId: 'g', amount: 2, on } }
    expect(decideIn(initialState, pay, 4)).toMatchObject({ _tag: 'Right', right: { length: 2 } })
    expect(decideIn(initialState, pay, 3)).toMatchObject({ left: { rule: 'P1', evidence: { paid: 2, amount: 2 } } })
  })

  it('folds its events and requests its views', () => {
    const events = [
      { type: 'Opened' as const, data: { limit: 3, on } },
      { type: 'Paid' as const, data: { amount: 2, on } },
    ]
    expect(events.reduce(group.decider.evolve, initialState)).toEqual({ limit: 3, paid: 2 })
    const open = { type: 'Open' as const, data: { groupId: 'g', limit: 3, on } }
    expect(group.decider.views(open, initialState)).toMatchObject({ bank: { stream: 'bank-g' } })
  })

  it('needs neither views nor rules nor a proposal', () => {
    const log = defineAggregate({
      name: 'log',
      events: [Paid],
      commands: [mirror('Pay', Paid)],
      initialState: 0,
      evolve: { Paid: (sum, { amount }) => sum + amount },
    })
    const sent = { type: 'Pay' as const, data: { groupId: 'g', amount: 2, on } }
    expect(decide(log, sent, 0, { id: 'g', recordedOn: on, revision: 0, byProcess: false })).toMatchObject({
      right: { length: 1 },
    })
    expect(log.decider.views(sent, 0)).toEqual({})
  })

  it('gives a domain the types of its commands, as callers write them', () => {
    const domain = composeDomain({ name: 'test', aggregates: [group] })
    type Input = NonNullable<typeof domain.input>
    expectTypeOf<Input['type']>().toEqualTypeOf<'Open' | 'PayTwice'>()
    expectTypeOf<Extract<Input, { type: 'Open' }>['data']['on']>().toEqualTypeOf<string>()
    expectTypeOf<Parameters<typeof group.decider.propose>[0]['data']['on']>().toEqualTypeOf<Day>()
    expectTypeOf<Parameters<typeof group.decider.propose>[0]>().toExtend<AnyCommand>()
  })
})
