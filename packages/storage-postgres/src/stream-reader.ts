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

/** Reads one stream in pages. */
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
    let low = Math.min((backwards ? options.to : options.from) ?? 0, greatest)
    let high = Math.min((backwards ? options.from : options.to) ?? greatest, greatest)
    for (;;) {
      const rows = await this.#database.read<Row>(backwards ? this.#backwards : this.#forwards, [stream, low, high])
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
      if (backwards) high = last[1] - 1
      else low = last[1] + 1
    }
  }
}
