// The views of an instructor that other aggregates, processes and invariants read.
import type { Day } from '@skein/kernel'
import { type Booking, bookingOf, initialState, type State } from './state.js'

export { type Booking, stream } from './state.js'

/** For sessions: the engagement, and the subjects. */
export type Teaching = {
  readonly engagedOn?: Day
  readonly releasedOn?: Day
  readonly baseId?: string
  readonly subjects: readonly string[]
}

export const teaching = ({ engaged, releasedOn }: State): Teaching => ({
  subjects: engaged?.subjects ?? [],
  ...(engaged && { engagedOn: engaged.on, baseId: engaged.baseId }),
  ...(releasedOn !== undefined && { releasedOn }),
})

export const noTeaching: Teaching = teaching(initialState)

/** The current booking for a session. */
export const booking =
  (batchId: string, sessionId: string) =>
  (state: State): Booking | undefined =>
    bookingOf(state, { batchId, sessionId })
