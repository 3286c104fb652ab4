export { type StorageCase, storageCases } from './storage/cases.js'
export { storageConformance } from './storage/conformance.js'
export type { Broken, Fault, StorageOffer, Unable } from './storage/offer.js'
