export { openSqlite } from './open.js'
export type { SqliteOptions, SqliteStorage } from './options.js'
