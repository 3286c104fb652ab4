import type { Database, Statement } from 'better-sqlite3'

export type LogRow = [
  position: number,
  stream: string,
  revision: number,
  type: number,
  schemaVersion: number,
  data: string,
  metadata: string,
  hash?: string,
]

/** The ways to read one page of the log. */
export interface PageStatements {
  /** Every event. */
  readonly all: Statement<[after: number, until: number, limit: number], LogRow>
  /** How many of the first events of a range have together no more data than so many bytes. */
  readonly fitting: Statement<[after: number, until: number, limit: number, bytes: number], number>
  /** Some types: reads every event of the range and filters. */
  readonly scan: Statement<[types: string, after: number, until: number, limit: number], LogRow>
  /** Some types: reads only their events, through the index of types. */
  readonly indexWalk: Statement<[types: string, after: number, until: number, limit: number], LogRow>
}

/** A parameter that is a JSON list of type ids. */
export const typeList = '(SELECT value FROM json_each(?))'

/** @param withMetadata `false`: without hashes, and with the metadata of late events only */
export const pageStatements = (database: Database, withMetadata: boolean): PageStatements => {
  const metadata = withMetadata ? 'metadata, lower(hex(hash))' : "CASE late WHEN 1 THEN metadata ELSE '' END"
  const columns = `position, stream, revision, type, schema_version, data, ${metadata}`
  return {
    all: database
      .prepare<[number, number, number], LogRow>(
        `SELECT ${columns} FROM events WHERE position > ? AND position <= ? ORDER BY position LIMIT 0 + ?`,
      )
      .raw(),
    fitting: database
      .prepare<[number, number, number, number], number>(
        `SELECT count(*) FROM (
           SELECT sum(octet_length(data)) OVER (ORDER BY position ROWS UNBOUNDED PRECEDING) AS bytes FROM events
           WHERE position > ? AND position <= ? ORDER BY position LIMIT 0 + ?
         ) WHERE bytes <= ?`,
      )
      .pluck(),
    scan: database
      .prepare<[string, number, number, number], LogRow>(
        `SELECT ${columns} FROM events NOT INDEXED
         WHERE type IN ${typeList} AND position > ? AND position <= ? ORDER BY position LIMIT 0 + ?`,
      )
      .raw(),
    indexWalk: database
      .prepare<[string, number, number, number], LogRow>(
        `SELECT ${columns} FROM events WHERE position IN (
           SELECT position FROM events INDEXED BY events_by_type
           WHERE type IN ${typeList} AND position > ? AND position <= ?
         ) ORDER BY position LIMIT 0 + ?`,
      )
      .raw(),
  }
}
