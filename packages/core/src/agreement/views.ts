// The views of an agreement that other aggregates, processes and invariants read.
import type { Day } from '@skein/kernel'
import type { HouseholdId, TraineeId } from '../shared/value-objects.js'
import { currentPlacements, initialState, type Placement, type State } from './state.js'

export { stream } from './state.js'

/** The parties and terms, and whether the agreement has ended. */
export type Terms = {
  readonly signedOn?: Day
  readonly endedOn?: Day
  readonly endedAs?: 'completed' | 'terminated'
  readonly baseId?: string
  readonly mentorId?: TraineeId
  readonly industry?: string
  readonly from?: Day
  readonly until?: Day
}

export const terms = ({ signed, ended }: State): Terms => ({
  ...(signed && {
    signedOn: signed.on,
    baseId: signed.baseId,
    mentorId: signed.mentorId,
    industry: signed.industry,
    from: signed.from,
    until: signed.until,
  }),
  ...(ended && { endedOn: ended.on, endedAs: ended.as }),
})

export const noTerms: Terms = terms(initialState)

/** The placement of a household, if it is pending or confirmed. */
export type CurrentPlacement =
  | { readonly attempt: number; readonly state: 'pending' | 'confirmed'; readonly on: Day }
  | undefined

const currentPlacement = ({ attempt, status, on }: Placement): CurrentPlacement =>
  status === 'pending' || status === 'confirmed' ? { attempt, state: status, on } : undefined

export const placement =
  (householdId: string) =>
  ({ placements }: State): CurrentPlacement => {
    // sound: only used to look up
    const found = placements.get(householdId as HouseholdId)
    return found && currentPlacement(found)
  }

/** The households placed now; of an ended agreement, those that were placed at its end. */
export const households = (state: State): readonly HouseholdId[] =>
  state.ended?.households ?? currentPlacements(state).map(([householdId]) => householdId)
