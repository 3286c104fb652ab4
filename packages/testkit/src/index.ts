export * from './domain.js'
export * from './simulation.js'
export * from './storage.js'
