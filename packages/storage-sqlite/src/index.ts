export { openSqlite } from './open.js'
export type { SqliteOptions, SqliteStorage } from './options.js'
export { type RestoreOptions, restoreSqlite } from './restore.js'
