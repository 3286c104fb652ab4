export { openPostgres } from './open.js'
export type { PostgresOptions } from './options.js'
