import type { ReadStreamOptions, StoredEvent } from '@skein/engine'
import type { Database } from './database.js'
import { mostAtFirst, StreamReadBatcher, type StreamRow } from './stream-read-batcher.js'

const defaultBatch = 5_000
/** The most a revision can be. */
const greatest = 2 ** 31 - 1

/** Reads one stream in pages; each is asked for between two revisions, but for the first one backwards, whose end is not known. */
export class StreamReader {
  readonly #database: Database
  readonly #beginnings: StreamReadBatcher
  readonly #forwards: string
  readonly #backwards: string

  constructor(database: Database) {
    const page = (order: 'ASC' | 'DESC') =>
      `SELECT position, revision, type, schema_version, data, event_id, metadata FROM ${database.schema}.events
       WHERE stream = $1 AND revision BETWEEN $2 AND $3 ORDER BY revision ${order} LIMIT $4`
    this.#database = database
    this.#beginnings = new StreamReadBatcher(database)
    this.#forwards = page('ASC')
    this.#backwards = page('DESC')
  }

  async *read(stream: string, options: ReadStreamOptions): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    const backwards = options.direction === 'backwards'
    const low = Math.min((backwards ? options.to : options.from) ?? 0, greatest)
    const high = Math.min((backwards ? options.from : options.to) ?? greatest, greatest)
    const { batchSize = defaultBatch } = options
    // no stream has such a name, and the server refuses the statement that asks for it, for all who share it
    if (stream.includes('\0')) this.#database.assertOpen()
    else if (backwards) yield* this.#backwardsFrom(stream, low, high, batchSize)
    else yield* this.#forwardsFrom(stream, low, high, batchSize)
  }

  async *#forwardsFrom(
    stream: string,
    low: number,
    high: number,
    batchSize: number,
  ): AsyncGenerator<readonly StoredEvent[]> {
    let to = Math.min(high, low + Math.min(mostAtFirst, batchSize) - 1)
    let rows = await this.#beginnings.read(stream, low, to)
    for (;;) {
      if (rows.length > 0) yield rows.map(eventOf(stream))
      // no revision is left out, so the last one that was asked for is there unless the stream ends before it
      if (rows.at(-1)?.[1] !== to || to === high) return
      const from = to + 1
      to = Math.min(high, to + batchSize)
      rows = await this.#database.read<StreamRow>(this.#forwards, [stream, from, to, batchSize])
    }
  }

  async *#backwardsFrom(
    stream: string,
    low: number,
    high: number,
    batchSize: number,
  ): AsyncGenerator<readonly StoredEvent[]> {
    let [from, to] = [low, high]
    while (from <= to) {
      const rows = await this.#database.read<StreamRow>(this.#backwards, [stream, from, to, batchSize])
      const last = rows.at(-1)
      if (last === undefined) return
      yield rows.map(eventOf(stream))
      if (rows.length < batchSize) return
      from = Math.max(low, last[1] - batchSize)
      to = last[1] - 1
    }
  }
}

const eventOf =
  (stream: string) =>
  ([position, revision, type, schemaVersion, data, eventId, metadata]: StreamRow): StoredEvent => ({
    stream,
    revision,
    position,
    eventId,
    type,
    schemaVersion,
    data,
    metadata,
  })
