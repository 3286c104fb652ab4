// The stored schema, which is permanent: a change is a new step at the end of `steps`, never an edit of a released one.
import { appendFunction } from './append-function.js'

/** One of the two kinds of schema of a store. */
export interface SchemaKind {
  /** Stored in the table `format`. */
  readonly name: 'base' | 'keys'
  /** `steps[n]` migrates a schema from version n to version n + 1; `schema` is its quoted name, `channel` a quoted text. */
  readonly steps: readonly ((schema: string, channel: string) => string)[]
}

/** The channel on which appends to a schema are announced; PostgreSQL allows 63 bytes for a name. */
export const channelOf = (schema: string): string => `skein:${schema}`.slice(0, 63)

/**
 * Events and read models.
 * - Text is compared by its bytes (COLLATE "C"): the order of every store, and independent of the locales of the system.
 * - Positions are assigned by `append`, without gaps, so there is no sequence.
 * - `into_name` is '' unless `state` is 'named'.
 * - `pair` has the id that the keys share, and how often they had changed.
 */
export const baseSchema: SchemaKind = {
  name: 'base',
  steps: [
    (schema, channel) => `
CREATE TABLE ${schema}.events (
  position       bigint  PRIMARY KEY,
  stream         text    COLLATE "C" NOT NULL,
  revision       integer NOT NULL,
  type           text    COLLATE "C" NOT NULL,
  schema_version integer NOT NULL,
  data           text    NOT NULL,
  hash           bytea   NOT NULL,
  metadata       text    NOT NULL,
  UNIQUE (stream, revision)
);
CREATE INDEX events_by_type ON ${schema}.events (type, position);
${appendFunction(schema, channel)}

CREATE TABLE ${schema}.generations (
  id         bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  projection text    COLLATE "C" NOT NULL,
  version    integer NOT NULL,
  state      text    NOT NULL,
  into_name  text    COLLATE "C" NOT NULL,
  bounds     text    COLLATE "C" NOT NULL,
  checkpoint text    COLLATE "C",
  -- of the event at the checkpoint
  hash       text,
  events     bigint  NOT NULL,
  started_at text    NOT NULL,
  updated_at text    NOT NULL
);
CREATE UNIQUE INDEX one_live ON ${schema}.generations (projection, version) WHERE state = 'live';
CREATE UNIQUE INDEX one_unfinished ON ${schema}.generations (projection, version, bounds, state, into_name)
  WHERE state IN ('building', 'named');

CREATE TABLE ${schema}.entries (
  generation bigint   NOT NULL,
  space      smallint NOT NULL,
  key        text     COLLATE "C" NOT NULL,
  value      text     NOT NULL,
  PRIMARY KEY (generation, space, key)
);
CREATE TABLE ${schema}.locks (
  name   text COLLATE "C" PRIMARY KEY,
  holder text COLLATE "C" NOT NULL,
  since  timestamptz NOT NULL,
  until  timestamptz NOT NULL
);
CREATE TABLE ${schema}.pair (
  one         boolean PRIMARY KEY DEFAULT true CHECK (one),
  id          text    NOT NULL,
  key_changes bigint  NOT NULL
);`,
  ],
}

/** The secret, wrapped keys and claims, in a schema of their own: a copy of the events alone reveals no personal value. */
export const keysSchema: SchemaKind = {
  name: 'keys',
  steps: [
    (schema) => `
CREATE TABLE ${schema}.keys (person text COLLATE "C" PRIMARY KEY, key_id text NOT NULL, wrapped text NOT NULL);
CREATE TABLE ${schema}.claims (
  scope       text COLLATE "C" NOT NULL,
  fingerprint text COLLATE "C" NOT NULL,
  holder      text COLLATE "C" NOT NULL,
  since       text NOT NULL,
  PRIMARY KEY (scope, fingerprint)
);
CREATE INDEX claims_by_holder ON ${schema}.claims (holder);
CREATE TABLE ${schema}.store (
  one         boolean PRIMARY KEY DEFAULT true CHECK (one),
  id          text    NOT NULL,
  changes     bigint  NOT NULL,
  secret_id   text,
  wrapping_id text,
  wrapped     text
);`,
  ],
}
