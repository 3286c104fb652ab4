export { type StorageCase, storageCases } from './storage/cases.js'
export { storageConformance } from './storage/conformance.js'
export type { Broken, Fault, StoreUnderTest, Unable } from './storage/store-under-test.js'
