export * from './ports.js'
export * from './storage-error.js'
