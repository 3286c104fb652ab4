import { alreadyRecordedBy, type Decider, Fen, withMirrors } from '@skein/kernel'
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
      { type: 'PovertyRelapsed', data: { ...data, ...membersAndAgreement(state) } },
    ])
    .exhaustive()

/** Records nothing unless the household is mentored under that agreement. */
const endMentor = (data: DataOf<'MentorEnded'>, state: State): readonly Event[] =>
  isMentoredUnder(state, data) ? [{ type: 'MentorEnded', data }] : []

const noMoney = Fen.parse(0)

/** Records the income of the year and the poverty line with which it is compared, in fen. */
const confirmExit = (
  data: Omit<DataOf<'PovertyExited'>, 'people' | 'agreementId' | 'perCapitaFen' | 'lineFen'>,
  state: State,
  { policy: { policy } }: Views,
): readonly Event[] => {
  const perCapitaFen = state.incomes.get(data.incomeYear)?.perCapitaFen ?? noMoney
  // sound: the lines of a policy are whole fen
  const lineFen = (povertyLine(policy, data.incomeYear)?.fen ?? noMoney) as Fen
  return [{ type: 'PovertyExited', data: { ...data, perCapitaFen, lineFen, ...membersAndAgreement(state) } }]
}

/** The number of people in the household, and the agreement under which they are mentored. */
const membersAndAgreement = ({ members, mentor }: State) => ({
  people: members?.people ?? 0,
  ...(mentor && { agreementId: mentor.agreementId }),
})

export const decider: Decider<Command, Event, State, Views> = {
  initialState,
  evolve,
  views,
  absentViews,
  propose: withMirrors(mirrors, propose),
  alreadyRecordedFor: alreadyRecordedBy(slots),
}
