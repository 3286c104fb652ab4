export { openEventStoreDB } from './open.js'
export type { EventStoreDBEvents, EventStoreDBOptions } from './options.js'
export { withEvents } from './with-events.js'
