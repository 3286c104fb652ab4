// What other aggregates see of a journey.
import type { Day } from '@skein/kernel'
import type { TraineeCategory } from '../shared/value-objects.js'

export { stream } from './state.js'

import { initialState, type State, type Status } from './state.js'

/** What a seat and an enrolment ask of a person. */
export type Admission = {
  readonly nominatedOn?: Day
  readonly selectedOn?: Day
  readonly status: Status
  readonly category?: TraineeCategory
}

export const admission = ({ nomination, profile, status }: State): Admission => ({
  status,
  ...(nomination && { nominatedOn: nomination.nominatedOn }),
  ...(nomination?.selectedOn !== undefined && { selectedOn: nomination.selectedOn }),
  ...(profile && { category: profile.category }),
})

export const noAdmission: Admission = admission(initialState)

/** What mentoring in an industry asks of a person. */
export type Mentor = {
  readonly nominatedOn?: Day
  readonly status: Status
  readonly baseId?: string
  readonly householdId?: string
  /** Recognised in that industry on. */
  readonly recognisedOn?: Day
  /** That industry's threshold was reached on. */
  readonly thresholdOn?: Day
  /** The last recorded size in that industry. */
  readonly scale?: { readonly quantity: number; readonly unit: string }
}

export const mentor =
  (industry: string) =>
  ({ profile, nomination, scales, status, thresholds }: State): Mentor => {
    const recognisedOn = nomination?.recognised.get(industry)
    const thresholdOn = thresholds.get(industry)
    const scale = scales.get(industry)
    return {
      status,
      ...(nomination && { nominatedOn: nomination.nominatedOn }),
      ...(profile && { baseId: profile.baseId }),
      ...(profile?.householdId !== undefined && { householdId: profile.householdId }),
      ...(recognisedOn !== undefined && { recognisedOn }),
      ...(thresholdOn !== undefined && { thresholdOn }),
      ...(scale && { scale: { quantity: scale.quantity, unit: scale.unit } }),
    }
  }

export const noMentor: Mentor = mentor('')(initialState)

/** Asked for first on, by subject. */
export type Requests = ReadonlyMap<string, Day>

export const requests = ({ requested }: State): Requests => requested

/** What a person who leaves must be let out of. */
export type Ties = {
  readonly enrolment?: { readonly batchId: string; readonly attempt?: number | undefined }
  readonly agreements: readonly string[]
}

export const ties = ({ enrolment, agreements }: State): Ties => ({
  ...(enrolment && { enrolment }),
  agreements: [...agreements.keys()],
})
