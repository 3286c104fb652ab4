// The stored format, which is permanent: a change is a new step at the end of `steps`, never an edit of a released one.
import type { Text } from '@skein/engine/storage'

/** One of the two kinds of file of a store. */
export interface FileKind {
  /** What it holds, for messages. */
  readonly content: Text
  /** Identifies the kind, in the header of the file. */
  readonly applicationId: number
  /** `steps[n]` migrates a file from version n to version n + 1. */
  readonly steps: readonly string[]
  /** The oldest version that can be read without a migration. */
  readonly readableFrom: number
}

/**
 * Events and read models.
 * - Event types are stored as small numbers: filtering a million rows by them is a tenth faster than by names.
 * - A rebuild does not read the columns after `data`, and SQLite does not decode them then, but for events recorded late.
 * - `entries` keeps its row ids: values are far larger than a B-tree key should be, and bulk writes are three times faster.
 * - Generations are AUTOINCREMENT, as an id is never used twice; positions need not be, as no event is ever deleted.
 */
export const baseFile: FileKind = {
  content: { en: 'events and read models', zh: '事件与读模型' },
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
      late           INTEGER NOT NULL,
      data           TEXT    NOT NULL,
      hash           BLOB    NOT NULL,
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
      -- of the event at the checkpoint
      hash       TEXT,
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
    CREATE TABLE locks (
      name   TEXT PRIMARY KEY,
      holder TEXT NOT NULL,
      since  INTEGER NOT NULL,
      until  INTEGER NOT NULL,
      ttl    INTEGER NOT NULL
    ) STRICT;
    `,
    // the id that it shares with its keys, and how often these had changed when it was last written
    `CREATE TABLE pair (
      one         INTEGER PRIMARY KEY CHECK (one = 1),
      id          TEXT    NOT NULL,
      key_changes INTEGER NOT NULL
    ) STRICT;`,
  ],
}

/** Wrapped keys and claims, in a file of their own: a copy of the events alone reveals no personal value. */
export const keysFile: FileKind = {
  content: { en: 'keys', zh: '密钥' },
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
    // the id that it shares with the events, how often keys changed, and the secret of the store once there is one
    `CREATE TABLE store (
      one         INTEGER PRIMARY KEY CHECK (one = 1),
      id          TEXT    NOT NULL,
      changes     INTEGER NOT NULL,
      secret_id   TEXT,
      wrapping_id TEXT,
      wrapped     TEXT
    ) STRICT;`,
  ],
}
