export { type CheckOptions, check } from './check/check.js'
export { CheckError } from './check/check-error.js'
export type { Violation } from './check/violation.js'
export type { ExecuteError, ExecuteOptions, Issue, Outcome } from './commands/outcome.js'
export { copy } from './copy/copy.js'
export { CopyError } from './copy/copy-error.js'
export type { CopiedKeys, CopyOptions, CopyProgress, CopyReport, CopySource } from './copy/options.js'
export { canonical } from './integrity/canonical.js'
export { type Codec, codecOf, metadataOf } from './integrity/codec.js'
export type { Finding } from './integrity/finding.js'
export type { Seal } from './integrity/seal.js'
export { type VerifyOptions, type VerifyReport, verifyLog } from './integrity/verify.js'
export { openMemory } from './memory/open.js'
export * from './ports/index.js'
export { MasterKeyError } from './privacy/master-key-error.js'
export { catchUp, Follower, type FollowOptions, follow } from './projections/follower.js'
export { ProjectionError } from './projections/projection-error.js'
export type { Which } from './reading/generation.js'
export { NotReady, type NotReadyKept, type NotReadyProgress, UnknownReadModel } from './reading/not-ready.js'
export { type DocumentPage, type ReadModel, type ReadOptions, reader } from './reading/reader.js'
export { type GenerationStatus, type ProjectionStatus, status } from './reading/status.js'
export { estimateRebuild, type RebuildEstimate } from './rebuild/estimate.js'
export {
  RebuildError,
  type RebuildOptions,
  type RebuildProgress,
  type RebuildReport,
  type Rebuilt,
} from './rebuild/plan.js'
export { type Pruned, type PruneOptions, prune } from './rebuild/prune.js'
export { type ReadModelDomain, rebuild } from './rebuild/rebuild.js'
export { createRuntime, type RunOptions, type Runtime, type RuntimeOptions, type SettleOptions } from './runtime.js'
