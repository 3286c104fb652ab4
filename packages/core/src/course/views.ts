// The views of a course that other aggregates, processes and invariants read.
import type { Day } from '@skein/kernel'
import type { Component, CourseKind, NeedGap } from '../shared/value-objects.js'
import { initialState, type State } from './state.js'

export { stream } from './state.js'

/** For a session of the course: its content, as revised since. */
export type Content = {
  readonly offeredOn?: Day
  readonly withdrawnOn?: Day
  readonly baseId?: string
  readonly subject?: string
  readonly component?: Component
  readonly kind?: CourseKind
  readonly addresses: readonly NeedGap[]
  readonly hours?: number
}

export const content = ({ offered, withdrawnOn }: State): Content => ({
  addresses: offered?.addresses ?? [],
  ...(offered && {
    offeredOn: offered.on,
    baseId: offered.baseId,
    subject: offered.subject,
    component: offered.component,
    kind: offered.kind,
    hours: offered.hours,
  }),
  ...(withdrawnOn !== undefined && { withdrawnOn }),
})

export const noContent: Content = content(initialState)
