export { DeciderError, hasTag, Misconfigured } from '@skein/kernel'
export { type CheckOptions, check } from './check/check.js'
export { CheckError } from './check/check-error.js'
export type { Violation } from './check/violation.js'
export type { Quarantined } from './checkpoints/quarantine.js'
export type { SkippedEvent } from './checkpoints/skipped-events.js'
export { Annul, Correct } from './commands/amendment.js'
export { CommandError } from './commands/command-error.js'
export type {
  BundledCommand,
  BundleError,
  BundleOptions,
  ExecuteError,
  ExecuteOptions,
  Issue,
  Outcome,
  Reaction,
} from './commands/outcome.js'
export type { EntryNamed, Plan, PlannedContradiction, PlannedEntry, PlannedStream } from './commands/plan.js'
export { refusalAdvice } from './commands/refusal-advice.js'
export { copy } from './copy/copy.js'
export { CopyError } from './copy/copy-error.js'
export type { CopiedKeys, CopyOptions, CopyProgress, CopyReport, CopySource } from './copy/options.js'
export { catchUp, Follower, follow } from './following/follower.js'
export type { FollowOptions } from './following/options.js'
export { type EntryAnnulment, readEntries, type StreamEntry } from './history/stream-entries.js'
export { canonical } from './integrity/canonical.js'
export { type Codec, codecOf } from './integrity/codec.js'
export { logOfDomain } from './integrity/domain-log.js'
export type { Finding } from './integrity/finding.js'
export { metadataOf } from './integrity/metadata.js'
export { readVerified } from './integrity/read-verified.js'
export type { Seal } from './integrity/seal.js'
export { type VerifyOptions, type VerifyReport, verifyLog } from './integrity/verify.js'
export { type MemoryOptions, openMemory } from './memory/open.js'
export * from './ports/index.js'
export { eventIdOf } from './primitives/ids.js'
export { machineEnvironment } from './primitives/machine-environment.js'
export type { KeyProvider } from './privacy/key-provider.js'
export { MasterKeyError } from './privacy/master-key-error.js'
export { type EncryptedPersons, personsWithoutKeys } from './privacy/persons-without-keys.js'
export { type KeyRotation, type RotatedKeys, rotateKeys } from './privacy/rotate-keys.js'
export type { MasterKey } from './privacy/vault.js'
export { ProcessError } from './processes/process-error.js'
export { restartProcesses } from './processes/restart.js'
export { type Bounds, formatBounds } from './projections/bounds.js'
export { ProjectionError } from './projections/projection-error.js'
export type { ReadModelDomain } from './projections/read-model-domain.js'
export { type Quarantine, type QuarantineEntry, quarantine, type RetryChoice } from './quarantine.js'
export { createReader, type Reader, type ReaderOptions } from './reading/create-reader.js'
export { NotReady, type NotReadyKept, type NotReadyProgress } from './reading/not-ready.js'
export { type ProcessStatus, processStatus } from './reading/process-status.js'
export type { DocumentPage, GenerationChoice, ReadModel, ReadOptions } from './reading/read-model.js'
export { reader } from './reading/reader.js'
export { type GenerationStatus, type ProjectionStatus, status } from './reading/status.js'
export { UnknownReadModel } from './reading/unknown-read-model.js'
export { estimateRebuild, type RebuildEstimate } from './rebuild/estimate.js'
export type { RebuildOptions, RebuildProgress } from './rebuild/options.js'
export { type Pruned, type PruneOptions, prune } from './rebuild/prune.js'
export { rebuild } from './rebuild/rebuild.js'
export { RebuildError } from './rebuild/rebuild-error.js'
export { type LockRelease, type ReleaseOptions, releaseLock } from './rebuild/release-lock.js'
export type { RebuildReport, Rebuilt } from './rebuild/report.js'
export {
  type AnyRuntime,
  createRuntime,
  type DecryptPlace,
  type DomainRuntime,
  type RunOptions,
  type Runtime,
  type RuntimeOptions,
  type SettleOptions,
} from './runtime.js'
