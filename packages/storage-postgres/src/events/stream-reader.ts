import { eventIdOf, type ReadStreamOptions, type StoredEvent } from '@skein/engine'
import type { Database } from '../connection/database.js'
import { maxRowsPerRequest, StreamReadBatcher, type StreamRow } from './stream-read-batcher.js'

const defaultBatchSize = 5_000
const largestRevision = 2 ** 31 - 1

/**
 * Reads one stream in pages. Each statement names a range of revisions that holds one page, except the first one
 * backwards, as the last revision is not known then.
 */
export class StreamReader {
  readonly #database: Database
  readonly #firstPages: StreamReadBatcher
  readonly #forwards: string
  readonly #backwards: string

  constructor(database: Database) {
    const page = (order: 'ASC' | 'DESC') =>
      `SELECT position, revision, type, schema_version, data, encode(hash, 'hex'), metadata FROM ${database.schema}.events
       WHERE stream = $1 AND revision BETWEEN $2 AND $3 ORDER BY revision ${order} LIMIT $4`
    this.#database = database
    this.#firstPages = new StreamReadBatcher(database)
    this.#forwards = page('ASC')
    this.#backwards = page('DESC')
  }

  async *read(stream: string, options: ReadStreamOptions): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    const isBackwards = options.direction === 'backwards'
    const low = Math.min((isBackwards ? options.to : options.from) ?? 0, largestRevision)
    const high = Math.min((isBackwards ? options.from : options.to) ?? largestRevision, largestRevision)
    const { batchSize = defaultBatchSize } = options
    if (isBackwards) yield* this.#readBackwards(stream, low, high, batchSize)
    else yield* this.#readForwards(stream, low, high, batchSize)
  }

  async *#readForwards(
    stream: string,
    low: number,
    high: number,
    batchSize: number,
  ): AsyncGenerator<readonly StoredEvent[]> {
    let to = Math.min(high, low + Math.min(maxRowsPerRequest, batchSize) - 1)
    let rows = await this.#firstPages.read(stream, low, to)
    for (;;) {
      if (rows.length > 0) yield rows.map(eventOf(stream))
      // revisions have no gaps: without the last one of the range, the stream ends before it
      if (rows.at(-1)?.[1] !== to || to === high) return
      const from = to + 1
      to = Math.min(high, to + batchSize)
      rows = await this.#database.read<StreamRow>(this.#forwards, [stream, from, to, batchSize])
    }
  }

  async *#readBackwards(
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
  ([position, revision, type, schemaVersion, data, hash, metadata]: StreamRow): StoredEvent => ({
    stream,
    revision,
    position,
    eventId: eventIdOf(hash),
    type,
    schemaVersion,
    data,
    metadata,
    hash,
  })
