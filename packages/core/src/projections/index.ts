// All read models, in the order of the docs.
import type { AnyProjection, CompositeView } from '@skein/kernel'
import { batchRegister } from './batch-register.js'
import { cadrePipeline } from './cadre-pipeline.js'
import { facilityUse } from './facility-use.js'
import { facultyPool } from './faculty-pool.js'
import { fiveTasks } from './five-tasks.js'
import { journeyFunnel } from './journey-funnel.js'
import { journeyTimeline } from './journey-timeline.js'
import { leadHouseholds } from './lead-households.js'
import { mentoringNetwork } from './mentoring-network.js'
import { menuBoard } from './menu-board.js'
import { povertyIncidence } from './poverty-incidence.js'
import { rotationCoverage } from './rotation-coverage.js'
import { supportLedger } from './support-ledger.js'
import { worklist } from './worklist.js'

export * from './batch-register.js'
export * from './cadre-pipeline.js'
export * from './facility-use.js'
export * from './faculty-pool.js'
export * from './five-tasks.js'
export { Figure } from './five-tasks-figures.js'
export * from './journey-funnel.js'
export * from './journey-timeline.js'
export * from './lead-households.js'
export * from './mentoring-network.js'
export * from './menu-board.js'
export * from './poverty-incidence.js'
export * from './rotation-coverage.js'
export { Rate } from './shared/numbers.js'
export * from './support-ledger.js'
export * from './worklist.js'

export const projections: readonly AnyProjection[] = [
  journeyTimeline,
  journeyFunnel,
  rotationCoverage,
  batchRegister,
  menuBoard,
  facultyPool,
  facilityUse,
  leadHouseholds,
  supportLedger,
  mentoringNetwork,
  povertyIncidence,
  cadrePipeline,
  worklist,
]

export const views: readonly CompositeView<unknown>[] = [fiveTasks]
