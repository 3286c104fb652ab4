// What the engine asks of storage. Adapters implement these ports and decide nothing.
export * from './environment.js'
export * from './event-store.js'
export * from './key-store.js'
export * from './observe.js'
export * from './read-model-store.js'
export * from './storage.js'
export * from './storage-error.js'
