// An aggregate of this programme's own: the fund from which a base pays for certificates.
import {
  Base,
  BaseId,
  Code,
  type CommandOf,
  commandsTo,
  type Day,
  defineAggregate,
  event,
  Fen,
  GeneralRules,
  readView,
  TraineeId,
  withBase,
} from '@skein/core'
import type { z } from 'zod'

const FundOpened = event('FundOpened', { baseId: BaseId, amountFen: Fen })
const AwardPaid = event('AwardPaid', { traineeId: TraineeId, title: Code, amountFen: Fen })
export type Event = z.output<typeof FundOpened> | z.output<typeof AwardPaid>

const { mirror } = commandsTo({ baseId: BaseId })
const commands = [mirror('OpenFund', FundOpened), mirror('PayAward', AwardPaid, { byProcess: true })]
export type Command = CommandOf<(typeof commands)[number]>

type State = { readonly openedOn?: Day; readonly leftFen: number }
const initialState: State = { leftFen: 0 }
const { G3, G6, G7, misdated, openedWrongly } = GeneralRules

export const awardFund = defineAggregate({
  name: 'awardFund',
  events: [FundOpened, AwardPaid],
  commands,
  initialState,
  evolve: {
    FundOpened: (_state, { amountFen, on }) => ({ openedOn: on, leftFen: amountFen }),
    AwardPaid: (state, { amountFen }) => ({ ...state, leftFen: state.leftFen - amountFen }),
  },
  views: ({ type, data }) => (type === 'OpenFund' ? { base: readView(Base.stream(data.baseId), Base.existence) } : {}),
  absentViews: { base: Base.absent },
  rules: (rule) => [
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
  division: { determinedBy: { FundOpened: withBase } },
})
