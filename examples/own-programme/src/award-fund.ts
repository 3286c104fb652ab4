// An aggregate of this programme's own: the fund from which a base pays for certificates.
import {
  type Aggregate,
  Base,
  BaseId,
  Code,
  type CommandInputOf,
  type CommandOf,
  commandsTo,
  commandTypes,
  type Day,
  type DecisionContext,
  event,
  eventTypes,
  evolveWith,
  Fen,
  GeneralRules,
  readView,
  ruleFor,
  TraineeId,
  withBase,
  withMirrors,
} from '@skein/core'
import type { z } from 'zod'

const FundOpened = event('FundOpened', { baseId: BaseId, amountFen: Fen })
const AwardPaid = event('AwardPaid', { traineeId: TraineeId, title: Code, amountFen: Fen })
export type Event = z.output<typeof FundOpened> | z.output<typeof AwardPaid>

const { mirror } = commandsTo({ baseId: BaseId })
const mirrors = [mirror('OpenFund', FundOpened), mirror('PayAward', AwardPaid, { byProcess: true })]
export type Command = CommandOf<(typeof mirrors)[number]>
type Input = CommandInputOf<(typeof mirrors)[number]>

type State = { readonly openedOn?: Day; readonly leftFen: number }
type Views = DecisionContext & { readonly base: Base.Existence }
const rule = ruleFor<Event, State, Views>()
const { G3, G6, G7, misdated, openedWrongly } = GeneralRules

export const awardFund: Aggregate<Command, Event, State, Views, Input> = {
  name: 'awardFund',
  decider: {
    initialState: { leftFen: 0 },
    evolve: evolveWith<State, Event>({
      FundOpened: (_state, { amountFen, on }) => ({ openedOn: on, leftFen: amountFen }),
      AwardPaid: (state, { amountFen }) => ({ ...state, leftFen: state.leftFen - amountFen }),
    }),
    views: ({ type, data }) =>
      type === 'OpenFund' ? { base: readView(Base.stream(data.baseId), Base.existence) } : {},
    absentViews: { base: Base.absent },
    propose: withMirrors(mirrors),
  },
  rules: [
    rule({
      ...G6,
      on: ['FundOpened', 'AwardPaid'],
      breach: ({ type }, { openedOn }) => openedWrongly(type, 'FundOpened', openedOn !== undefined),
    }),
    rule({
      ...G7,
      on: ['FundOpened'],
      breach: ({ data: { baseId } }, _before, { base }) =>
        base.foundedOn === undefined ? { baseId, founded: false } : undefined,
    }),
    rule({
      id: 'F1',
      title: { en: 'An award is paid from a fund that has enough.', zh: '奖励须由余额充足的基金支付。' },
      basis: 'own: a fund is never in debt',
      on: ['AwardPaid'],
      breach: ({ data: { amountFen } }, { leftFen }) => (amountFen <= leftFen ? undefined : { leftFen, amountFen }),
    }),
    rule({
      ...G3,
      on: ['FundOpened', 'AwardPaid'],
      breach: ({ data: { on } }, { openedOn }, { recordedOn, base }) =>
        misdated(on, recordedOn, { baseFounded: base.foundedOn, fundOpened: openedOn }),
    }),
  ],
  commands: commandTypes(mirrors),
  events: eventTypes([FundOpened, AwardPaid]),
  division: { determinedBy: { FundOpened: withBase } },
}
