import type { AnyProcess } from '@skein/kernel'
import { booking } from './booking.js'
import { echo } from './echo.js'
import { enrolment } from './enrolment.js'
import { graduation } from './graduation.js'
import { mentoring } from './mentoring.js'
import { outcome } from './outcome.js'
import { placement } from './placement.js'
import { standing } from './standing.js'

export { booking, echo, enrolment, graduation, mentoring, outcome, placement, standing }

/** Everything that one stream's event means for another. */
export const processes: readonly AnyProcess[] = [
  booking,
  enrolment,
  graduation,
  placement,
  mentoring,
  outcome,
  standing,
  echo,
]
