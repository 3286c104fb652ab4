import Database from 'better-sqlite3'

/** A row for an event, as large as a row of our log. */
export interface BareRow {
  readonly stream: string
  readonly revision: number
  readonly data: string
  readonly hash: Buffer
  readonly metadata: string
}

/** A database file with a table, indexes and durability like those of our log, and nothing else. */
export const openBare = (path: string) => {
  const database = new Database(path)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.exec(`
    CREATE TABLE events (
      position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL, type INTEGER NOT NULL,
      schema_version INTEGER NOT NULL, data TEXT NOT NULL, hash BLOB NOT NULL, metadata TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX events_by_stream ON events (stream, revision);
    CREATE INDEX events_by_type ON events (type);`)
  const insert = database.prepare(
    `INSERT INTO events (stream, revision, type, schema_version, data, hash, metadata) VALUES (?, ?, 1, 1, ?, ?, ?)`,
  )
  return {
    /** Writes rows in one transaction. */
    write: database.transaction((rows: readonly BareRow[]) => {
      for (const { stream, revision, data, hash, metadata } of rows) insert.run(stream, revision, data, hash, metadata)
    }).immediate,
    close: () => database.close(),
  }
}
