export type { FaultKind } from './simulation/fault-plan.js'
export { type SimulationOptions, type SimulationRun, simulate } from './simulation/simulate.js'
export type { SimulationViolation } from './simulation/simulation-violation.js'
export type { SimulationStep, Workload } from './simulation/workload.js'
