export * from './domain.js'
export * from './storage.js'
