export { type EventStoreDBEvents, type EventStoreDBOptions, openEventStoreDB } from './open.js'
export { withEvents } from './with-events.js'
