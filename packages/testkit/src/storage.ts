export { storageCases } from './storage/cases.js'
export { storageConformance } from './storage/conformance.js'
export { type DriveOptions, driveStore } from './storage/history/drive-store.js'
export { linearizabilityViolations } from './storage/history/linearizability.js'
export {
  type AppendOperation,
  type EventSeen,
  type HeadRead,
  type HistoryOperation,
  type LogRead,
  monotonicNow,
  type StreamRead,
} from './storage/history/operations.js'
export type { HistoryViolation } from './storage/history/violation.js'
export type { StorageCase } from './storage/storage-case.js'
export type { BreakableStore, Fault, StoreLimit, StoreUnderTest } from './storage/store-under-test.js'
