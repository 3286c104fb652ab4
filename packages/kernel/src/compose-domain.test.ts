import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  type Aggregate,
  type AnyCommand,
  type AnyEvent,
  type AnyProcess,
  type AnyProjection,
  type CommandOf,
  commandsTo,
  commandTypes,
  composeDomain,
  type DecisionContext,
  day,
  decide,
  event,
  eventTypes,
  extendAggregate,
  Misconfigured,
  ruleFor,
  withMirrors,
} from './index.js'

const Opened = event('Opened', { groupId: z.string() })
const Paid = event('Paid', { amount: z.number() })
type Event = z.infer<typeof Opened> | z.infer<typeof Paid>
type State = { readonly isOpen: boolean; readonly paid: number }

const { mirror } = commandsTo({ groupId: z.string() })
const mirrors = [mirror('Open', Opened), mirror('Pay', Paid)]
type Command = CommandOf<(typeof mirrors)[number]>
const rule = ruleFor<Event, State, DecisionContext>()
const title = { en: 'A rule.', zh: '一条规则。' }

const group: Aggregate<Command, Event, State, DecisionContext> = {
  name: 'group',
  decider: {
    initialState: { isOpen: false, paid: 0 },
    evolve: (state, { type, data }) =>
      type === 'Opened'
        ? { isOpen: true, paid: 0 }
        : type === 'Paid'
          ? { ...state, paid: state.paid + data.amount }
          : state,
    views: () => ({}),
    absentViews: {},
    propose: withMirrors(mirrors),
  },
  rules: [
    rule({
      id: 'O1',
      title,
      basis: 'own',
      on: ['Paid'],
      breach: (_event, { isOpen }) => (isOpen ? undefined : { isOpen }),
    }),
    rule({
      id: 'O2',
      title,
      basis: 'own',
      on: ['Paid'],
      breach: ({ data: { amount } }) => (amount > 10 ? { amount } : undefined),
    }),
  ],
  commands: commandTypes(mirrors),
  events: eventTypes([Opened, Paid]),
}

const on = day('2018-06-01')
const process = (name: string, types: readonly string[]): AnyProcess => ({ name, on: types, react: () => [] })
const projection = (name: string, reads: readonly string[]): AnyProjection => ({
  name,
  version: 1,
  reads,
  row: (row) => row,
  publish: () => undefined,
  schema: z.unknown(),
})
const other = { ...group, name: 'other', commands: {}, events: {}, rules: [] }
const named = { name: 'test', aggregates: [group] }

describe('composeDomain', () => {
  it('combines its parts; a list that no part has is empty', () => {
    const domain = composeDomain(named, { aggregates: [other], processes: [process('p', ['Paid'])] })
    expect(domain.aggregates.map(({ name }) => name)).toEqual(['group', 'other'])
    expect(domain).toMatchObject({ name: 'test', projections: [], views: [], processes: [{ name: 'p' }] })
  })

  it.each([
    [
      'two aggregates with one name',
      { aggregates: [{ ...other, name: 'group' }] },
      'Two aggregates are named "group".',
    ],
    [
      'two events with one name',
      { aggregates: [{ ...other, events: eventTypes([Paid]) }] },
      "The event Paid is both group's and other's.",
    ],
    [
      'two commands with one name',
      { aggregates: [{ ...other, commands: { Pay: { ...group.commands.Pay, records: [] } } }] },
      "The command Pay is both group's and other's.",
    ],
    [
      'two read models with one name',
      { projections: [projection('sums', []), projection('sums', [])] },
      'Two read models are named "sums".',
    ],
    [
      'two processes with one name',
      { processes: [process('p', []), process('p', [])] },
      'Two processes are named "p".',
    ],
    [
      'a dash in the name of an aggregate',
      { aggregates: [{ ...other, name: 'a-b' }] },
      'The aggregate name "a-b" is invalid',
    ],
    [
      'a read model that reads an unknown event',
      { projections: [projection('sums', ['Payed'])] },
      'The read model sums names the event Payed in `reads`',
    ],
    [
      'a process that reacts to an unknown event',
      { processes: [process('p', ['Payed'])] },
      'The process p names the event Payed in `on`',
    ],
    [
      'a command that records an unknown event',
      { aggregates: [{ ...other, commands: { Close: { ...group.commands.Open, records: ['Closed'] } } }] },
      'The command Close of other names the event Closed in `records`',
    ],
    [
      "a command whose key is not its schema's type",
      { aggregates: [{ ...other, commands: { Close: { ...group.commands.Open, records: [] } } }] },
      'other.commands has "Close", but its schema says type "Open".',
    ],
    [
      'a target that is not a field of the command',
      { aggregates: [{ ...other, commands: { Open: { ...group.commands.Open, target: 'id', records: [] } } }] },
      'The command Open of other has the target "id", which is not a field of its data (groupId, on).',
    ],
    [
      'a rule that judges an unknown event',
      { aggregates: [{ ...other, rules: group.rules }] },
      'The rule O1 of other names the event Paid in `on`',
    ],
    [
      'an invariant that reads an unknown aggregate',
      { invariants: [{ id: 'V1', title, basis: 'own', views: { nobody: () => undefined }, violations: () => [] }] },
      'Invariant V1 reads the aggregate "nobody"',
    ],
  ])('refuses %s', (_what, part, text) => {
    // sound: each mistake is one that the types do not find
    const compose = () => composeDomain(named, part as Parameters<typeof composeDomain>[1])
    expect(compose).toThrow(Misconfigured)
    expect(compose).toThrow(text)
  })

  it('reports every problem at once, in both languages', () => {
    const part = { processes: [process('p', ['Payed']), process('p', [])] }
    try {
      composeDomain(named, part)
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({ _tag: 'Misconfigured', problems: { length: 2 } })
      if (error instanceof Misconfigured) expect(error.text.zh.split('\n')).toHaveLength(2)
    }
  })
})

describe('extendAggregate', () => {
  const Noted = event('Noted', { text: z.string() })
  const note = mirror('Note', Noted)
  type Added = z.infer<typeof Noted>
  const ownRule = ruleFor<Event | Added, State & { readonly notes: number }, DecisionContext>()
  const extended = extendAggregate(group, {
    events: [Noted],
    commands: [note],
    initialState: { notes: 0 },
    evolve: (state, { type }) => (type === 'Noted' ? { ...state, notes: state.notes + 1 } : state),
    rules: [
      ownRule({
        id: 'N1',
        title,
        basis: 'own',
        on: ['Noted'],
        breach: (_event, { notes }) => (notes > 0 ? { notes } : undefined),
      }),
      ownRule({
        id: 'O2',
        title,
        basis: 'own',
        on: ['Paid'],
        breach: ({ data: { amount } }) => (amount > 20 ? { amount } : undefined),
      }),
    ],
    inherit: { O1: ['Noted'] },
    without: ['O2'],
  })
  const { decider } = extended
  const context = { id: 'g', recordedOn: on, revision: 0, byProcess: false }
  const run = (commands: readonly { readonly type: string; readonly data: object }[]) =>
    commands.reduce(
      ({ state }: { state: typeof decider.initialState; rule?: string | undefined }, { type, data }) => {
        // sound: parsed by the schema of its type
        const command = extended.commands[type]?.schema.parse({ type, data: { groupId: 'g', on, ...data } }) as Command
        const decided = decide(extended, command, state, context)
        return E.isLeft(decided)
          ? { state, rule: decided.left.rule }
          : { state: decided.right.reduce(decider.evolve, state), rule: undefined }
      },
      { state: decider.initialState },
    )
  const [open, noteIt] = [
    { type: 'Open', data: {} },
    { type: 'Note', data: { text: 'x' } },
  ]
  const pay = (amount: number) => ({ type: 'Pay', data: { amount } })

  it('keeps what the decisions of an aggregate see, unless an extension has views of its own', () => {
    const sees = { bank: (isOpen: boolean) => isOpen }
    const looking = { ...group, sees }
    const views = () => ({})
    const other = { bank: () => 'anything' }
    expect(extendAggregate(looking, { rules: [] }).sees).toBe(sees)
    expect(extendAggregate(looking, { views }).sees).toBeUndefined()
    expect(extendAggregate(looking, { views, sees: other }).sees).toBe(other)
  })

  it('records added events, and keeps its fields when the original makes a new state', () => {
    expect(run([open, noteIt, pay(5)]).state).toEqual({ isOpen: true, paid: 5, notes: 1 })
    expect(decider.evolve({ isOpen: true, paid: 5, notes: 1 }, { type: 'Opened', data: { groupId: 'g', on } })).toEqual(
      {
        isOpen: true,
        paid: 0,
        notes: 1,
      },
    )
  })

  it('judges by added, inherited, removed and replaced rules', () => {
    expect(run([open, noteIt, noteIt]).rule).toBe('N1')
    expect(run([noteIt]).rule).toBe('O1')
    expect(run([open, pay(15)]).rule).toBeUndefined()
    expect(run([open, pay(25)]).rule).toBe('O2')
  })

  it('replaces the original in a domain, alone', () => {
    expect(composeDomain(named, { aggregates: [extended] }).aggregates).toEqual([extended])
    const other = extendAggregate(group, { without: ['O1'] })
    expect(() => composeDomain(named, { aggregates: [extended] }, { aggregates: [other] })).toThrow(
      'Two extensions extend the same aggregate group, so one would be lost. Let the second extend the first',
    )
    const again = extendAggregate(extended, { without: ['N1'] })
    expect(composeDomain(named, { aggregates: [extended, again] }).aggregates).toEqual([again])
  })

  it.each([
    ['an unknown rule', { without: ['O9'] }, 'names the rule O9, which group does not have (it has O1, O2)'],
    [
      'an inheriting event that is not added',
      { inherit: { O1: ['Noted'] } },
      'lets Noted inherit the rule O1, but does not add that event',
    ],
    ['an event that exists already', { events: [Paid] }, 'adds the event Paid, which group already has'],
    ['a command that exists already', { commands: [mirrors[1]] }, 'adds the command Pay, which group already has'],
    [
      'a field that exists already',
      { initialState: { paid: 1 } },
      'adds the field "paid" to its state, which group already has',
    ],
  ])('refuses %s', (_what, extension, text) => {
    // sound: each mistake is one that the types do not find
    const original = group as unknown as Aggregate<AnyCommand, AnyEvent, object, object>
    expect(() => extendAggregate(original, extension as never)).toThrow(text)
  })
})
