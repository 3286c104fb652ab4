export { storageCases } from './storage/cases.js'
export { storageConformance } from './storage/conformance.js'
export type { StorageCase } from './storage/storage-case.js'
export type { BreakableStore, Fault, StoreLimit, StoreUnderTest } from './storage/store-under-test.js'
