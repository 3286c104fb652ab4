import { createRuntime, openMemory } from '@skein/engine'
import { commandsTo, composeDomain, defineAggregate, event, Fen, idOf, type Projection, rows } from '@skein/kernel'
import { z } from 'zod'

const GroupId = idOf('GroupId', { aggregate: 'group' })
const MemberId = idOf('MemberId')

const MemberJoined = event('MemberJoined', { memberId: MemberId })
const SharePaid = event('SharePaid', { memberId: MemberId, amountFen: Fen })
const LoanGranted = event('LoanGranted', { memberId: MemberId, amountFen: Fen })
const LoanRepaid = event('LoanRepaid', { memberId: MemberId, amountFen: Fen })
const events = [MemberJoined, SharePaid, LoanGranted, LoanRepaid]
type Event = z.output<(typeof events)[number]>

const { mirror } = commandsTo({ groupId: GroupId })
const commands = [
  mirror('Join', MemberJoined),
  mirror('PayShare', SharePaid),
  mirror('GrantLoan', LoanGranted),
  mirror('RepayLoan', LoanRepaid),
]

type State = { readonly cashFen: number; readonly owedFen: Readonly<Record<string, number>> }
const initialState: State = { cashFen: 0, owedFen: {} }

const owedBy = ({ owedFen }: State, memberId: string): number => owedFen[memberId] ?? 0
const lend = ({ cashFen, owedFen }: State, memberId: string, fen: number): State => ({
  cashFen: cashFen - fen,
  owedFen: { ...owedFen, [memberId]: owedBy({ cashFen, owedFen }, memberId) + fen },
})

const group = defineAggregate({
  name: 'group',
  events,
  commands,
  initialState,
  evolve: {
    MemberJoined: (state, { memberId }) => lend(state, memberId, 0),
    SharePaid: (state, { amountFen }) => ({ ...state, cashFen: state.cashFen + amountFen }),
    LoanGranted: (state, { memberId, amountFen }) => lend(state, memberId, amountFen),
    LoanRepaid: (state, { memberId, amountFen }) => lend(state, memberId, -amountFen),
  },
  rules: (rule) => [
    rule({
      id: 'joinsOnce',
      title: { en: 'A person joins once.', zh: '每人只加入一次。' },
      basis: 'own',
      on: ['MemberJoined'],
      breach: ({ data }, { owedFen }) => (data.memberId in owedFen ? { memberId: data.memberId } : undefined),
    }),
    rule({
      id: 'membersOnly',
      title: { en: 'Only members pay, borrow and repay.', zh: '只有成员可以缴款、借款和还款。' },
      basis: 'own',
      on: ['SharePaid', 'LoanGranted', 'LoanRepaid'],
      breach: ({ data }, { owedFen }) => (data.memberId in owedFen ? undefined : { memberId: data.memberId }),
    }),
    rule({
      id: 'positiveAmount',
      title: { en: 'An amount is positive.', zh: '金额须为正数。' },
      basis: 'own',
      on: ['SharePaid', 'LoanGranted', 'LoanRepaid'],
      breach: ({ data: { amountFen } }) => (amountFen > 0 ? undefined : { amountFen }),
    }),
    rule({
      id: 'enoughCash',
      title: { en: 'The group lends what it has.', zh: '借款不得超过现有资金。' },
      basis: 'own',
      on: ['LoanGranted'],
      breach: ({ data: { amountFen } }, { cashFen }) => (amountFen > cashFen ? { amountFen, cashFen } : undefined),
    }),
    rule({
      id: 'oneLoan',
      title: { en: 'A member has one loan at a time.', zh: '每名成员同时只有一笔借款。' },
      basis: 'own',
      on: ['LoanGranted'],
      breach: ({ data }, state) => {
        const owedFen = owedBy(state, data.memberId)
        return owedFen > 0 ? { owedFen } : undefined
      },
    }),
    rule({
      id: 'owesEnough',
      title: { en: 'A member repays at most what is owed.', zh: '还款不得超过所欠金额。' },
      basis: 'own',
      on: ['LoanRepaid'],
      breach: ({ data: { memberId, amountFen } }, state) => {
        const owedFen = owedBy(state, memberId)
        return amountFen > owedFen ? { amountFen, owedFen } : undefined
      },
    }),
  ],
})

const Balance = z.object({ members: z.number(), cashFen: z.number(), lentFen: z.number() })
type Balance = z.infer<typeof Balance>

const empty: Balance = { members: 0, cashFen: 0, lentFen: 0 }
const add = (row: Balance = empty, change: Partial<Balance>): Balance => ({
  members: row.members + (change.members ?? 0),
  cashFen: row.cashFen + (change.cashFen ?? 0),
  lentFen: row.lentFen + (change.lentFen ?? 0),
})

export const balance: Projection<Balance, Balance, Balance> = {
  name: 'balance',
  version: 1,
  ...rows<Balance, Event>({
    MemberJoined: (row) => add(row, { members: 1 }),
    SharePaid: (row, { amountFen }) => add(row, { cashFen: amountFen }),
    LoanGranted: (row, { amountFen }) => add(row, { cashFen: -amountFen, lentFen: amountFen }),
    LoanRepaid: (row, { amountFen }) => add(row, { cashFen: amountFen, lentFen: -amountFen }),
  }),
  documents: (row, id) => [[id, row]],
  publish: ({ own }) => own,
  schema: Balance,
}

export const domain = composeDomain({ name: 'savings', aggregates: [group], projections: [balance] })

export const openSavings = () => createRuntime(domain, openMemory())
