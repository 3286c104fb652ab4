import { type Decider, redundantBy, withMirrors } from '@skein/kernel'
import { match } from 'ts-pattern'
import { type Command, type Decided, mirrors } from './commands.js'
import type { DataOf, Event } from './events.js'
import { absentViews, type Views, views } from './reads.js'
import { slots } from './slots.js'
import { evolve, initialState, placedNow, type State, standingPlacement } from './state.js'

const propose = (command: Decided, state: State, views: Views): readonly Event[] =>
  match(command)
    .returnType<readonly Event[]>()
    .with({ type: 'PlaceHousehold' }, ({ data: { agreementId: _, ...data } }) => placeHousehold(data, state, views))
    .with({ type: 'DeclinePlacement' }, ({ data: { agreementId: _, ...data } }) => declinePlacement(data, state))
    .with({ type: 'ReleaseHousehold' }, ({ data: { agreementId: _, ...data } }) => releaseHousehold(data, state))
    .with({ type: 'CompleteAgreement' }, ({ data: { agreementId: _, ...data } }) => [
      { type: 'AgreementCompleted', data: { ...data, households: carried(state) } },
    ])
    .with({ type: 'TerminateAgreement' }, ({ data: { agreementId: _, ...data } }) => [
      { type: 'AgreementTerminated', data: { ...data, households: carried(state) } },
    ])
    .exhaustive()

/** A household that stands placed would be placed so again. */
const placeHousehold = (
  data: Omit<DataOf<'HouseholdPlaced'>, 'people' | 'attempt'>,
  state: State,
  { household: { people } }: Views,
): readonly Event[] => {
  const last = state.placements.get(data.householdId)?.attempt ?? 0
  const attempt = standingPlacement(state, data.householdId)?.attempt ?? last + 1
  return [{ type: 'HouseholdPlaced', data: { ...data, people, attempt } }]
}

/** A refusal that answers another placement, or none, has nothing to decline. */
const declinePlacement = (data: DataOf<'PlacementDeclined'>, state: State): readonly Event[] =>
  standingPlacement(state, data.householdId, data.attempt) === undefined ? [] : [{ type: 'PlacementDeclined', data }]

const releaseHousehold = (
  data: Omit<DataOf<'HouseholdReleased'>, 'attempt'>,
  { placements }: State,
): readonly Event[] => [
  { type: 'HouseholdReleased', data: { ...data, attempt: placements.get(data.householdId)?.attempt ?? 1 } },
]

/** All still placed; of an ended agreement, those that its end released. */
const carried = (state: State) => [...(state.ended?.households ?? placedNow(state).map(([householdId]) => householdId))]

export const decider: Decider<Command, Event, State, Views> = {
  initialState,
  evolve,
  views,
  absentViews,
  propose: withMirrors(mirrors, propose),
  isRedundant: redundantBy(slots),
}
