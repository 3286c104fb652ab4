import {
  type Command,
  CommandHandler,
  type Event,
  getInMemoryEventStore,
  IllegalStateError,
  inlineProjections,
  inMemorySingleStreamProjection,
} from '@event-driven-io/emmett'
import { z } from 'zod'

type Money = { memberId: string; amountFen: number; on: string }

type MemberJoined = Event<'MemberJoined', { memberId: string; on: string }>
type SharePaid = Event<'SharePaid', Money>
type LoanGranted = Event<'LoanGranted', Money>
type LoanRepaid = Event<'LoanRepaid', Money>
type GroupEvent = MemberJoined | SharePaid | LoanGranted | LoanRepaid

type Join = Command<'Join', { groupId: string; memberId: string; on: string }>
type PayShare = Command<'PayShare', { groupId: string } & Money>
type GrantLoan = Command<'GrantLoan', { groupId: string } & Money>
type RepayLoan = Command<'RepayLoan', { groupId: string } & Money>
type GroupCommand = Join | PayShare | GrantLoan | RepayLoan

const Id = z.string().min(1).max(200)
const member = { groupId: Id, memberId: Id, on: z.iso.date() }
const money = { ...member, amountFen: z.int() }
const Commands = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('Join'), data: z.strictObject(member) }),
  z.strictObject({ type: z.literal('PayShare'), data: z.strictObject(money) }),
  z.strictObject({ type: z.literal('GrantLoan'), data: z.strictObject(money) }),
  z.strictObject({ type: z.literal('RepayLoan'), data: z.strictObject(money) }),
])

type State = { readonly cashFen: number; readonly owedFen: Readonly<Record<string, number>> }
const initialState = (): State => ({ cashFen: 0, owedFen: {} })

const owedBy = ({ owedFen }: State, memberId: string): number => owedFen[memberId] ?? 0
const lend = ({ cashFen, owedFen }: State, memberId: string, fen: number): State => ({
  cashFen: cashFen - fen,
  owedFen: { ...owedFen, [memberId]: owedBy({ cashFen, owedFen }, memberId) + fen },
})

const evolve = (state: State, { type, data }: GroupEvent): State => {
  switch (type) {
    case 'MemberJoined':
      return lend(state, data.memberId, 0)
    case 'SharePaid':
      return { ...state, cashFen: state.cashFen + data.amountFen }
    case 'LoanGranted':
      return lend(state, data.memberId, data.amountFen)
    case 'LoanRepaid':
      return lend(state, data.memberId, -data.amountFen)
  }
}

const refuse = (reason: string): never => {
  throw new IllegalStateError(reason)
}

const assertMember = ({ owedFen }: State, { memberId, amountFen }: Money): void => {
  if (!(memberId in owedFen)) refuse('Only members pay, borrow and repay.')
  if (amountFen <= 0) refuse('An amount is positive.')
}

const decide = ({ type, data: { groupId: _, ...data } }: GroupCommand, state: State): GroupEvent => {
  if (type === 'Join') {
    if (data.memberId in state.owedFen) refuse('A person joins once.')
    return { type: 'MemberJoined', data }
  }
  // sound: every other command has an amount
  const money = data as Money
  assertMember(state, money)
  switch (type) {
    case 'PayShare':
      return { type: 'SharePaid', data: money }
    case 'GrantLoan':
      if (money.amountFen > state.cashFen) refuse('The group lends what it has.')
      if (owedBy(state, money.memberId) > 0) refuse('A member has one loan at a time.')
      return { type: 'LoanGranted', data: money }
    case 'RepayLoan':
      if (money.amountFen > owedBy(state, money.memberId)) refuse('A member repays at most what is owed.')
      return { type: 'LoanRepaid', data: money }
  }
}

export type Balance = { members: number; cashFen: number; lentFen: number }

const balance = inMemorySingleStreamProjection<Balance, GroupEvent>({
  collectionName: 'balance',
  canHandle: ['MemberJoined', 'SharePaid', 'LoanGranted', 'LoanRepaid'],
  initialState: () => ({ members: 0, cashFen: 0, lentFen: 0 }),
  evolve: ({ members, cashFen, lentFen }: Balance, { type, data }: GroupEvent): Balance => {
    switch (type) {
      case 'MemberJoined':
        return { members: members + 1, cashFen, lentFen }
      case 'SharePaid':
        return { members, cashFen: cashFen + data.amountFen, lentFen }
      case 'LoanGranted':
        return { members, cashFen: cashFen - data.amountFen, lentFen: lentFen + data.amountFen }
      case 'LoanRepaid':
        return { members, cashFen: cashFen + data.amountFen, lentFen: lentFen - data.amountFen }
    }
  },
})

export const openSavings = () => {
  const store = getInMemoryEventStore({ projections: inlineProjections([balance]) })
  const handle = CommandHandler({ initialState, evolve })
  return {
    async dispatch(input: GroupCommand) {
      const command = Commands.parse(input)
      await handle(store, `group-${command.data.groupId}`, (state) => decide(command, state))
    },
    readBalance: (groupId: string) =>
      store.database.collection<Balance & { _id: string }>('balance').findOne(({ _id }) => _id === `group-${groupId}`),
  }
}
