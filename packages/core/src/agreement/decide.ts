import { alreadyRecordedBy, type Decider, withMirrors } from '@skein/kernel'
import { match } from 'ts-pattern'
import { type Command, type Decided, mirrors } from './commands.js'
import type { DataOf, Event } from './events.js'
import { absentViews, type Views, views } from './reads.js'
import { slots } from './slots.js'
import { currentPlacement, currentPlacements, evolve, initialState, type State } from './state.js'

const propose = (command: Decided, state: State, views: Views): readonly Event[] =>
  match(command)
    .returnType<readonly Event[]>()
    .with({ type: 'PlaceHousehold' }, ({ data: { agreementId: _, ...data } }) => placeHousehold(data, state, views))
    .with({ type: 'DeclinePlacement' }, ({ data: { agreementId: _, ...data } }) => declinePlacement(data, state))
    .with({ type: 'ReleaseHousehold' }, ({ data: { agreementId: _, ...data } }) => releaseHousehold(data, state))
    .with({ type: 'CompleteAgreement' }, ({ data: { agreementId: _, ...data } }) => [
      { type: 'AgreementCompleted', data: { ...data, households: placedHouseholds(state) } },
    ])
    .with({ type: 'TerminateAgreement' }, ({ data: { agreementId: _, ...data } }) => [
      { type: 'AgreementTerminated', data: { ...data, households: placedHouseholds(state) } },
    ])
    .exhaustive()

/** A placement is named after its revision. A placed household keeps it: the same placement again is redundant. */
const placeHousehold = (
  data: Omit<DataOf<'HouseholdPlaced'>, 'people' | 'attempt'>,
  state: State,
  { household: { people }, revision }: Views,
): readonly Event[] => {
  const attempt = currentPlacement(state, data.householdId)?.attempt ?? revision
  return [{ type: 'HouseholdPlaced', data: { ...data, people, attempt } }]
}

/** Records nothing unless that placement is the current one. */
const declinePlacement = (data: DataOf<'PlacementDeclined'>, state: State): readonly Event[] =>
  currentPlacement(state, data.householdId, data.attempt) === undefined ? [] : [{ type: 'PlacementDeclined', data }]

const releaseHousehold = (
  data: Omit<DataOf<'HouseholdReleased'>, 'attempt'>,
  { placements }: State,
): readonly Event[] => [
  { type: 'HouseholdReleased', data: { ...data, attempt: placements.get(data.householdId)?.attempt ?? 1 } },
]

/** The households placed now; of an ended agreement, those that were placed at its end. */
const placedHouseholds = (state: State) => [
  ...(state.ended?.households ?? currentPlacements(state).map(([householdId]) => householdId)),
]

export const decider: Decider<Command, Event, State, Views> = {
  initialState,
  evolve,
  views,
  absentViews,
  propose: withMirrors(mirrors, propose),
  alreadyRecordedFor: alreadyRecordedBy(slots),
}
