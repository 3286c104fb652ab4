import type { FullRuleCase } from '../case.js'
import { agreementCases } from './agreements.js'
import { alwaysCases } from './always.js'
import { baseCases } from './base.js'
import { batchAttendanceCases } from './batch-attendance.js'
import { batchEndCases } from './batch-end.js'
import { batchPlanCases } from './batch-plan.js'
import { batchScheduleCases } from './batch-schedule.js'
import { cadreCases } from './cadres.js'
import { courseCases } from './courses.js'
import { instructorCases } from './instructors.js'
import { leadHouseholdCases } from './lead-households.js'
import { placementCases } from './placements.js'
import { povertyCases } from './poverty.js'
import { referenceCases } from './references.js'
import { selectionCases } from './selection.js'

/** A case for every rule that rejects commands. */
export const cases: readonly FullRuleCase[] = [
  ...baseCases,
  ...instructorCases,
  ...courseCases,
  ...selectionCases,
  ...batchPlanCases,
  ...batchScheduleCases,
  ...batchAttendanceCases,
  ...batchEndCases,
  ...leadHouseholdCases,
  ...cadreCases,
  ...agreementCases,
  ...placementCases,
  ...povertyCases,
  ...alwaysCases,
  ...referenceCases,
]
