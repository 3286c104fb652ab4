// The views of a journey that other aggregates, processes and invariants read.
import type { Day } from '@skein/kernel'
import type { TraineeCategory } from '../shared/value-objects.js'
import { currentEnrolments, initialState, type State, type Status } from './state.js'

export { stream } from './state.js'

/** For a seat and an enrolment. */
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

/** For mentoring in an industry. */
export type Mentor = {
  readonly nominatedOn?: Day
  readonly status: Status
  readonly baseId?: string
  readonly householdId?: string
  /** The day of recognition in that industry. */
  readonly recognisedOn?: Day
  /** The day on which the threshold of that industry was reached. */
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

/** The day of the first request, by subject. */
export type Requests = ReadonlyMap<string, Day>

export const requests = ({ requested }: State): Requests => requested

/** The enrolments and agreements that end when the person leaves. */
export type Ties = {
  readonly enrolments: readonly { readonly batchId: string; readonly attempt?: number | undefined }[]
  readonly agreements: readonly string[]
}

export const ties = (state: State): Ties => ({
  enrolments: currentEnrolments(state),
  agreements: [...state.agreements.keys()],
})

/** The status of the person, and since when. */
export type Standing = { readonly status: Status; readonly since?: Day }

export const standing = ({ status, statusSince }: State): Standing => ({
  status,
  ...(statusSince !== undefined && { since: statusSince }),
})
