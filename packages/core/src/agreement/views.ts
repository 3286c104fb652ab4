// What other aggregates see of an agreement.
import type { Day } from '@skein/kernel'
import type { HouseholdId, TraineeId } from '../shared/value-objects.js'
import { initialState, type Placement, placedNow, type State } from './state.js'

export { stream } from './state.js'

/** Who signed what, and whether it still runs. */
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

/** A household's placement that stands, if one does. */
export type Placed = { readonly attempt: number; readonly state: 'pending' | 'confirmed'; readonly on: Day } | undefined

const placed = ({ attempt, status, on }: Placement): Placed =>
  status === 'pending' || status === 'confirmed' ? { attempt, state: status, on } : undefined

export const placement =
  (householdId: string) =>
  ({ placements }: State): Placed => {
    // sound: only looked up, never kept
    const found = placements.get(householdId as HouseholdId)
    return found && placed(found)
  }

/** The households that the agreement still carries, or carried when it ended. */
export const households = (state: State): readonly HouseholdId[] =>
  state.ended?.households ?? placedNow(state).map(([householdId]) => householdId)
