// Part of the stored schema, which is permanent: a change is a new step in schemas.ts.

/**
 * Writes several appends in one statement, at most one to a stream. Each is written if the last revision of its stream
 * is the expected one (-1: the stream must not exist), and the event there has the previous hash ('': any). Returns for
 * each whether it was written, and the last revision and position of its stream then. Whether an append that was not
 * written is a repeated one is decided by its hashes, outside.
 *
 * Positions are assigned under a lock that is held until the commit is visible, so they become visible in their order: a
 * reader that sees one sees all before it. The lock lasts for one statement only, so no client can stall while it has it.
 * Reads after the lock was taken use a new snapshot, which "read committed" guarantees. Waiting for the lock ends after
 * `lock_timeout_ms`, also if the client is gone.
 *
 * Plans are generic: one for these very values would copy whole arrays for each element that is taken from them. They are
 * made while there are few events or none, and kept: so they may not scan the table.
 */
export const appendFunction = (schema: string, channel: string) => `
CREATE FUNCTION ${schema}.append(
  streams text[], expected integer[], counts integer[],
  hashes text[], types text[], schema_versions integer[], datas text[], metadatas text[],
  previous text[], lock_timeout_ms integer
) RETURNS TABLE (is_written boolean, last_revision integer, last_position bigint)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
  reached bigint;
  start bigint;
  done integer := 0;
  last_hash text;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'Skein appends in transactions that are "read committed"' USING ERRCODE = 'SK001';
  END IF;
  PERFORM set_config('lock_timeout', lock_timeout_ms::text, true);
  PERFORM pg_advisory_xact_lock(1399543147, '${schema}.events'::regclass::oid::integer);
  SELECT coalesce(max(e.position), 0) INTO reached FROM ${schema}.events e;
  start := reached;
  FOR n IN 1 .. cardinality(streams) LOOP
    SELECT e.revision, e.position, encode(e.hash, 'hex') INTO last_revision, last_position, last_hash
      FROM ${schema}.events e WHERE e.stream = streams[n] ORDER BY e.revision DESC LIMIT 1;
    last_revision := coalesce(last_revision, -1);
    is_written := last_revision = expected[n] AND (previous[n] = '' OR last_hash = previous[n]);
    IF is_written THEN
      INSERT INTO ${schema}.events (position, stream, revision, type, schema_version, data, hash, metadata)
        SELECT reached + k, streams[n], expected[n] + k, types[done + k], schema_versions[done + k],
               datas[done + k], decode(hashes[done + k], 'hex'), metadatas[done + k]
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
