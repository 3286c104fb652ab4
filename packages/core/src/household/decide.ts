import { type Decider, Fen, redundantBy, withMirrors } from '@skein/kernel'
import { match } from 'ts-pattern'
import { povertyLine } from '../policy/policy.js'
import { type Command, type Decided, mirrors } from './commands.js'
import type { DataOf, Event } from './events.js'
import { absentViews, type Views, views } from './reads.js'
import { slots } from './slots.js'
import { evolve, initialState, isMentoredUnder, type State } from './state.js'

const propose = (command: Decided, state: State, views: Views): readonly Event[] =>
  match(command)
    .returnType<readonly Event[]>()
    .with({ type: 'EndMentor' }, ({ data: { householdId: _, ...data } }) => endMentor(data, state))
    .with({ type: 'ConfirmExit' }, ({ data: { householdId: _, ...data } }) => confirmExit(data, state, views))
    .with({ type: 'RecordRelapse' }, ({ data: { householdId: _, ...data } }) => [
      { type: 'PovertyRelapsed', data: { ...data, ...counted(state) } },
    ])
    .exhaustive()

/** An ending that answers another mentor, or none, has nothing to end. */
const endMentor = (data: DataOf<'MentorEnded'>, state: State): readonly Event[] =>
  isMentoredUnder(state, data) ? [{ type: 'MentorEnded', data }] : []

const noMoney = Fen.parse(0)

const confirmExit = (
  data: Omit<DataOf<'PovertyExited'>, 'people' | 'agreementId' | 'perCapitaFen' | 'lineFen'>,
  state: State,
  { policy: { policy } }: Views,
): readonly Event[] => {
  const perCapitaFen = state.incomes.get(data.incomeYear)?.perCapitaFen ?? noMoney
  // sound: a policy's lines are whole fen
  const lineFen = (povertyLine(policy, data.incomeYear)?.fen ?? noMoney) as Fen
  return [{ type: 'PovertyExited', data: { ...data, perCapitaFen, lineFen, ...counted(state) } }]
}

/** How many people it is about, and under which agreement they are mentored. */
const counted = ({ members, mentor }: State) => ({
  people: members?.people ?? 0,
  ...(mentor && { agreementId: mentor.agreementId }),
})

export const decider: Decider<Command, Event, State, Views> = {
  initialState,
  evolve,
  views,
  absentViews,
  propose: withMirrors(mirrors, propose),
  isRedundant: redundantBy(slots),
}
