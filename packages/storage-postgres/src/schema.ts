// What is stored: permanent. A change is a new step at the end of `steps`, never an edit of one that was released.

/** What a schema of ours holds. */
export interface SchemaKind {
  readonly what: 'base' | 'keys'
  /** `steps[n]` lifts a schema of version n to version n + 1; `schema` is its quoted name, `channel` a quoted text. */
  readonly steps: readonly ((schema: string, channel: string) => string)[]
}

/** The channel on which new events of a schema are announced; at most 63 bytes, as every name there. */
export const channelOf = (schema: string): string => `skein:${schema}`.slice(0, 63)

/**
 * Writes some appends in one statement, at most one to a stream, each if the stream ends where it expects (-1: there is
 * none). Gives for each the stream's last revision and position after it; `standing` where it was not written and the
 * stream ends elsewhere: then ids tell whether it was written before.
 *
 * Positions are given under a lock that is held until the commit is visible, so that they become visible in their order:
 * who sees one sees all before it. The lock is taken and let go within one statement; no client can stall while it has it.
 * What is read after it was taken is read with a new snapshot, which "read committed" guarantees.
 */
const append = (schema: string, channel: string) => `
CREATE FUNCTION ${schema}.append(
  streams text[], expected integer[], counts integer[],
  ids text[], types text[], schema_versions integer[], datas text[], metadatas text[]
) RETURNS TABLE (is_written boolean, last_revision integer, last_position bigint)
LANGUAGE plpgsql AS $$
DECLARE
  reached bigint;
  start bigint;
  done integer := 0;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'Skein appends in transactions that are "read committed"' USING ERRCODE = 'SK001';
  END IF;
  PERFORM pg_advisory_xact_lock(1399543147, '${schema}.events'::regclass::oid::integer);
  SELECT coalesce(max(e.position), 0) INTO reached FROM ${schema}.events e;
  start := reached;
  FOR n IN 1 .. cardinality(streams) LOOP
    SELECT e.revision, e.position INTO last_revision, last_position
      FROM ${schema}.events e WHERE e.stream = streams[n] ORDER BY e.revision DESC LIMIT 1;
    last_revision := coalesce(last_revision, -1);
    is_written := last_revision = expected[n];
    IF is_written THEN
      INSERT INTO ${schema}.events (position, stream, revision, type, schema_version, data, event_id, metadata)
        SELECT reached + k, streams[n], expected[n] + k, types[done + k], schema_versions[done + k],
               datas[done + k], ids[done + k], metadatas[done + k]
        FROM generate_series(1, counts[n]) k;
      reached := reached + counts[n];
      last_revision := expected[n] + counts[n];
      last_position := reached;
    END IF;
    done := done + counts[n];
    RETURN NEXT;
  END LOOP;
  IF reached > start THEN
    PERFORM pg_notify(${channel}, '');
  END IF;
END $$;`

/**
 * Events and read models.
 * - Text is compared by its bytes (COLLATE "C"): every store's order, and no index that an upgrade of a system's locales breaks.
 * - Positions come from `append`, without gaps; so no sequence.
 * - `into_name` is '' where there is none; `state` tells.
 */
export const baseSchema: SchemaKind = {
  what: 'base',
  steps: [
    (schema, channel) => `
CREATE TABLE ${schema}.events (
  position       bigint  PRIMARY KEY,
  stream         text    COLLATE "C" NOT NULL,
  revision       integer NOT NULL,
  type           text    COLLATE "C" NOT NULL,
  schema_version integer NOT NULL,
  data           text    NOT NULL,
  event_id       text    NOT NULL,
  metadata       text    NOT NULL,
  UNIQUE (stream, revision)
);
CREATE INDEX events_by_type ON ${schema}.events (type, position);
${append(schema, channel)}

CREATE TABLE ${schema}.generations (
  id         bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  projection text    COLLATE "C" NOT NULL,
  version    integer NOT NULL,
  state      text    NOT NULL,
  into_name  text    COLLATE "C" NOT NULL,
  bounds     text    COLLATE "C" NOT NULL,
  checkpoint text    COLLATE "C",
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
  until  timestamptz NOT NULL
);`,
  ],
}

/** Wrapped keys and claims: apart from the events, so that a copy of those says nothing about persons. */
export const keysSchema: SchemaKind = {
  what: 'keys',
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
CREATE INDEX claims_by_holder ON ${schema}.claims (holder);`,
  ],
}
