import type { AnyProcess } from '@skein/kernel'
import { booking } from './booking.js'
import { departure } from './departure.js'
import { enrolment } from './enrolment.js'
import { graduation } from './graduation.js'
import { mentoring } from './mentoring.js'
import { outcome } from './outcome.js'
import { placement } from './placement.js'

export { booking, departure, enrolment, graduation, mentoring, outcome, placement }

/** All processes of the domain. */
export const processes: readonly AnyProcess[] = [
  booking,
  enrolment,
  graduation,
  placement,
  mentoring,
  outcome,
  departure,
]
