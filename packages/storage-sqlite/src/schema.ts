// What is stored on disk: permanent. A change is a new step at the end of `steps`, never an edit of one that was released.

/** One of our two kinds of file. */
export interface FileKind {
  readonly what: string
  /** Marks a file as ours, in its header. */
  readonly applicationId: number
  /** `steps[n]` lifts a file of version n to version n + 1. */
  readonly steps: readonly string[]
  /** Who only reads does not need the steps from this version on. */
  readonly readableFrom: number
}

/** The id that makes a pair of the events and the keys. */
const pair = 'CREATE TABLE pair (one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL) STRICT;'

/**
 * Events and read models.
 * - Types are small numbers: filtering a million rows by them is a tenth faster than by names.
 * - Columns after `data` are not even decoded by a rebuild.
 * - `entries` has row ids: values are far larger than a B-tree key should be, and bulk writing is three times faster.
 * - The id of a generation is never used again, so it is AUTOINCREMENT; positions have no need of it, as no event is deleted.
 */
export const baseFile: FileKind = {
  what: 'events and read models',
  applicationId: 0x53_6b_65_31,
  readableFrom: 1,
  steps: [
    `
    CREATE TABLE types (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE events (
      position       INTEGER PRIMARY KEY,
      stream         TEXT    NOT NULL,
      revision       INTEGER NOT NULL,
      type           INTEGER NOT NULL,
      schema_version INTEGER NOT NULL,
      data           TEXT    NOT NULL,
      event_id       TEXT    NOT NULL,
      metadata       TEXT    NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX events_by_stream ON events (stream, revision);
    CREATE INDEX events_by_type ON events (type);

    CREATE TABLE generations (
      id         INTEGER PRIMARY KEY AUTOINCREMENT,
      projection TEXT    NOT NULL,
      version    INTEGER NOT NULL,
      state      TEXT    NOT NULL,
      into_name  TEXT,
      bounds     TEXT    NOT NULL,
      checkpoint TEXT,
      events     INTEGER NOT NULL,
      started_at TEXT    NOT NULL,
      updated_at TEXT    NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX one_live ON generations (projection, version) WHERE state = 'live';
    CREATE TABLE entries (
      generation INTEGER NOT NULL,
      space      INTEGER NOT NULL,
      key        TEXT    NOT NULL,
      value      TEXT    NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX entries_by_key ON entries (generation, space, key);
    CREATE TABLE locks (name TEXT PRIMARY KEY, holder TEXT NOT NULL, until INTEGER NOT NULL) STRICT;
    `,
    pair,
    // whether keys were ever seen beside it: events may be elsewhere
    'ALTER TABLE pair ADD COLUMN has_keys INTEGER NOT NULL DEFAULT 0;',
  ],
}

/** Wrapped keys and claims: apart from the events, so that a copy of those says nothing about persons. */
export const keysFile: FileKind = {
  what: 'keys',
  applicationId: 0x53_6b_6b_31,
  readableFrom: 1,
  steps: [
    `
    CREATE TABLE keys (person TEXT PRIMARY KEY, key_id TEXT NOT NULL, wrapped TEXT NOT NULL) STRICT;
    CREATE TABLE claims (
      scope       TEXT NOT NULL,
      fingerprint TEXT NOT NULL,
      holder      TEXT NOT NULL,
      since       TEXT NOT NULL,
      PRIMARY KEY (scope, fingerprint)
    ) STRICT;
    CREATE INDEX claims_by_holder ON claims (holder);
    `,
    pair,
  ],
}
