import type { ReadStreamOptions, StoredEvent } from '@skein/engine'
import type { Database } from './database.js'

type Row = [
  position: string,
  revision: number,
  type: string,
  schemaVersion: number,
  data: string,
  eventId: string,
  metadata: string,
]

const batchSize = 5_000
/** The most a revision can be. */
const greatest = 2 ** 31 - 1

/** Reads one stream in pages; each is asked for between two revisions, but for the first one backwards, whose end is not known. */
export class StreamReader {
  readonly #database: Database
  readonly #forwards: string
  readonly #backwards: string

  constructor(database: Database) {
    const page = (order: 'ASC' | 'DESC') =>
      `SELECT position, revision, type, schema_version, data, event_id, metadata FROM ${database.schema}.events
       WHERE stream = $1 AND revision BETWEEN $2 AND $3 ORDER BY revision ${order} LIMIT ${batchSize}`
    this.#database = database
    this.#forwards = page('ASC')
    this.#backwards = page('DESC')
  }

  async *read(stream: string, options: ReadStreamOptions): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    const backwards = options.direction === 'backwards'
    const low = Math.min((backwards ? options.to : options.from) ?? 0, greatest)
    const high = Math.min((backwards ? options.from : options.to) ?? greatest, greatest)
    const statement = backwards ? this.#backwards : this.#forwards
    let [from, to] = backwards ? [low, high] : [low, Math.min(high, low + batchSize - 1)]
    for (;;) {
      const rows = await this.#database.read<Row>(statement, [stream, from, to])
      const last = rows.at(-1)
      if (last === undefined) return
      yield rows.map(([position, revision, type, schemaVersion, data, eventId, metadata]) => ({
        stream,
        revision,
        position,
        eventId,
        type,
        schemaVersion,
        data,
        metadata,
      }))
      if (rows.length < batchSize) return
      if (backwards) [from, to] = [Math.max(low, last[1] - batchSize), last[1] - 1]
      else [from, to] = [last[1] + 1, Math.min(high, last[1] + batchSize)]
      if (from > to) return
    }
  }
}
