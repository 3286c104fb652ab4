import { alwaysCases } from './always.js'
import { baseCases } from './base.js'
import { batchDeliveryCases } from './batch-delivery.js'
import { batchPlanCases } from './batch-plan.js'
import { batchScheduleCases } from './batch-schedule.js'
import type { RuleCase } from './case.js'
import { facultyCases } from './faculty.js'
import { leadCases } from './leads.js'
import { mentoringCases } from './mentoring.js'
import { povertyCases } from './poverty.js'
import { referenceCases } from './references.js'
import { selectionCases } from './selection.js'

/** A case for every rule that refuses commands. */
export const cases: readonly RuleCase[] = [
  ...baseCases,
  ...facultyCases,
  ...selectionCases,
  ...batchPlanCases,
  ...batchScheduleCases,
  ...batchDeliveryCases,
  ...leadCases,
  ...mentoringCases,
  ...povertyCases,
  ...alwaysCases,
  ...referenceCases,
]
