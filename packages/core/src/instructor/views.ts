// What other aggregates see of an instructor.
import type { Day } from '@skein/kernel'
import { type Booking, bookingOf, initialState, type State } from './state.js'

export { type Booking, stream } from './state.js'

/** Whether the instructor is there to teach, and what. */
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

/** The booking for a session, while it stands. */
export const booking =
  (batchId: string, sessionId: string) =>
  (state: State): Booking | undefined =>
    bookingOf(state, { batchId, sessionId })
