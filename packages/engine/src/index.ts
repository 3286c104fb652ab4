export { canonical } from './canonical.js'
export { CheckError, type CheckOptions, check, type Violation } from './check.js'
export { type Codec, codecOf, metadataOf } from './codec.js'
export { copy } from './copy.js'
export type { CopiedKeys } from './copy-keys.js'
export { CopyError, type CopyOptions, type CopyProgress, type CopyReport, type CopySource } from './copy-plan.js'
export { MasterKeyError } from './master-key.js'
export { openMemory } from './memory.js'
export type { EngineObservation, Observe } from './observe.js'
export type { ExecuteError, ExecuteOptions, Issue, Outcome } from './outcome.js'
export * from './ports.js'
export { type Fault, ProjectionError } from './projection-fault.js'
export { catchUp, Follower, type FollowOptions, follow } from './projection-live.js'
export { type DocumentPage, type ReadModel, type ReadOptions, reader } from './reading.js'
export type { Which } from './reading-generation.js'
export { NotReady, type NotReadyKept, type NotReadyProgress, UnknownReadModel } from './reading-not-ready.js'
export { type ReadModelDomain, rebuild } from './rebuild.js'
export { estimateRebuild, type RebuildEstimate } from './rebuild-estimate.js'
export {
  RebuildError,
  type RebuildOptions,
  type RebuildProgress,
  type RebuildReport,
  type Rebuilt,
} from './rebuild-plan.js'
export { type Pruned, type PruneOptions, prune } from './rebuild-prune.js'
export { createRuntime, type Following, type Runtime, type RuntimeOptions, type Settling } from './runtime.js'
export type { Seal } from './seal.js'
export { type GenerationStatus, type ProjectionStatus, status } from './status.js'
export * from './storage-error.js'
export { type VerifyOptions, type VerifyReport, verifyLog } from './verify.js'
