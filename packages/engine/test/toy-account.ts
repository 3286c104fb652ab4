// An account, for tests of late entries and corrections.
import {
  type AnyCommand,
  commandsTo,
  commandTypes,
  type DecisionContext,
  type Domain,
  day,
  emptyHistory,
  event,
  eventTypes,
  evolveWith,
  extendHistory,
  Id,
  ruleFor,
  withMirrors,
} from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { z } from 'zod'
import { recordedEventOf } from '../src/history/recorded-event.js'
import { check, codecOf, createRuntime, openMemory, type Runtime, type Storage } from '../src/index.js'
import { logOf } from './fixture.js'

// An account: what is paid in is limited by a permission, the balance is computed, and nothing is paid out without cover.
const Opened = event('Opened', { accountId: Id })
const PaidIn = event('PaidIn', { amount: z.int(), reference: z.string() })
const PaidOut = event('PaidOut', { amount: z.int(), reference: z.string(), balance: z.int() })
const Limited = event('Limited', { limit: z.int() })
const Ended = event('Ended', { balance: z.int() })
const schemas = [Opened, PaidIn, PaidOut, Limited, Ended] as const
type Event = z.infer<(typeof schemas)[number]>

const { command, mirror } = commandsTo({ accountId: Id })
const mirrors = [mirror('Open', Opened), mirror('PayIn', PaidIn), mirror('Limit', Limited)]
const decided = [
  command('PayOut', ['PaidOut'], PaidOut.shape.data.omit({ balance: true }).shape),
  command('End', ['Ended'], {}),
]

interface State {
  readonly isOpen: boolean
  readonly balance: number
  readonly limit: number
  readonly hasEnded: boolean
  readonly references: Readonly<Record<string, Event>>
}

const initialState: State = { isOpen: false, balance: 0, limit: 100, hasEnded: false, references: {} }
const used = (state: State, reference: string, by: Event) => ({ ...state.references, [reference]: by })
const rule = ruleFor<Event, State, DecisionContext>()
const title = { en: 'a rule', zh: '规则' }

const account = {
  name: 'account',
  decider: {
    initialState,
    evolve: evolveWith<State, Event>({
      Opened: (state) => ({ ...state, isOpen: true }),
      PaidIn: (state, data) => ({
        ...state,
        balance: state.balance + data.amount,
        references: used(state, data.reference, { type: 'PaidIn', data }),
      }),
      PaidOut: (state, data) => ({
        ...state,
        balance: state.balance - data.amount,
        references: used(state, data.reference, { type: 'PaidOut', data }),
      }),
      Limited: (state, { limit }) => ({ ...state, limit }),
      Ended: (state) => ({ ...state, hasEnded: true }),
    }),
    views: () => ({}),
    absentViews: {},
    propose: withMirrors<
      (typeof mirrors)[number],
      Event,
      State,
      DecisionContext,
      z.infer<(typeof decided)[number]['schema']>
    >(mirrors, (sent, { balance }): readonly Event[] => {
      if (sent.type === 'End') return [{ type: 'Ended', data: { balance, on: sent.data.on } }]
      const { accountId: _, ...data } = sent.data
      return [{ type: 'PaidOut', data: { ...data, balance: balance - data.amount } }]
    }),
    alreadyRecordedFor: (proposed: Event, { references }: State) => {
      if (proposed.type !== 'PaidIn' && proposed.type !== 'PaidOut') return undefined
      const known = references[proposed.data.reference]
      return known?.type === proposed.type && known.data.amount === proposed.data.amount ? known.data.on : undefined
    },
  },
  rules: [
    rule({
      id: 'open',
      title,
      basis: 'own',
      on: ['PaidIn', 'PaidOut', 'Limited', 'Ended'],
      breach: (_e, { isOpen }) => (isOpen ? undefined : { isOpen }),
    }),
    rule({
      id: 'ended',
      title,
      basis: 'own',
      on: ['PaidIn', 'PaidOut', 'Limited', 'Ended'],
      breach: (_e, { hasEnded }) => (hasEnded ? { hasEnded } : undefined),
    }),
    rule({
      id: 'cover',
      title,
      basis: 'own',
      on: ['PaidOut'],
      breach: ({ data }, { balance }) => (data.amount > balance ? { balance, amount: data.amount } : undefined),
    }),
    rule({
      id: 'limit',
      title,
      basis: 'own',
      permission: true,
      on: ['PaidIn'],
      breach: ({ data }, { limit }) => (data.amount > limit ? { limit, amount: data.amount } : undefined),
    }),
  ],
  commands: commandTypes([...mirrors, ...decided]),
  events: eventTypes(schemas, { opening: ['Opened'], ending: ['Ended'], observations: ['Limited'] }),
}

export const bank: Domain<AnyCommand> = {
  name: 'bank',
  // sound: an engine sees every aggregate with its types left out
  aggregates: [account as unknown as Domain['aggregates'][number]],
  processes: [],
  projections: [],
  views: [],
}

let next = 0
export const send = (runtime: Runtime<AnyCommand>, type: string, on: string, data: object = {}) => {
  next += 1
  const input = { type, data: { accountId: 'a', on: day(on), ...data } }
  return runtime.execute(input, { commandId: `c${next}`, actor: 'clerk' })()
}
export const openBank = (storage: Storage = openMemory()) =>
  createRuntime(bank, storage, { clock: () => new Date('2018-12-31T00:00:00Z') })
export const must = async (result: ReturnType<typeof send>) => {
  const outcome = await result
  if (E.isLeft(outcome)) throw new Error(JSON.stringify(outcome.left))
  return outcome.right
}
export const standing = async ({ events }: Storage) => {
  const codec = codecOf(bank)
  const recorded = (await logOf({ events } as Storage, 'account-a')).map((stored) => recordedEventOf(codec, stored))
  return extendHistory(emptyHistory, recorded, account).entries.flatMap((entry) => entry.events)
}
export const violations = async ({ events }: Storage) => {
  const found: string[] = []
  for await (const { rule: id, revision } of check(bank, events)) found.push(`${id}@${revision}`)
  return found
}
