import type { ReadStreamOptions, StoredEvent } from '@skein/engine'
import type { Statement } from 'better-sqlite3'
import type { SqliteFile } from './file.js'
import type { Types } from './types.js'

type Row = [
  position: number,
  revision: number,
  type: number,
  schemaVersion: number,
  data: string,
  eventId: string,
  metadata: string,
]
type Page = Statement<[stream: string, from: number, to: number, limit: number], Row>

const defaultBatch = 5_000

/** Reads one stream in pages. Whoever folds a stream to decide wants the metadata too, so it comes along. */
export class StreamReader {
  readonly #file: SqliteFile
  readonly #types: Types
  readonly #forwards: Page
  readonly #backwards: Page

  constructor(file: SqliteFile, types: Types) {
    const page = (order: 'ASC' | 'DESC'): Page =>
      file.database
        .prepare<[string, number, number, number], Row>(
          `SELECT position, revision, type, schema_version, data, event_id, metadata FROM events
           WHERE stream = +? AND revision BETWEEN ? AND ? ORDER BY revision ${order} LIMIT 0 + ?`,
        )
        .raw()
    this.#file = file
    this.#types = types
    this.#forwards = page('ASC')
    this.#backwards = page('DESC')
  }

  async *read(stream: string, options: ReadStreamOptions): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    const { batchSize = defaultBatch } = options
    const backwards = options.direction === 'backwards'
    let low = (backwards ? options.to : options.from) ?? 0
    let high = (backwards ? options.from : options.to) ?? Number.MAX_SAFE_INTEGER
    const statement = backwards ? this.#backwards : this.#forwards
    for (;;) {
      const [from, to] = [low, high]
      const rows = await this.#file.read(() => statement.all(stream, from, to, batchSize))
      const last = rows.at(-1)
      if (last === undefined) return
      yield rows.map((row) => this.#event(stream, row))
      if (rows.length < batchSize) return
      if (backwards) high = last[1] - 1
      else low = last[1] + 1
    }
  }

  #event(stream: string, [position, revision, type, schemaVersion, data, eventId, metadata]: Row): StoredEvent {
    const name = this.#types.nameOf(type)
    return { stream, revision, position: String(position), eventId, type: name, schemaVersion, data, metadata }
  }
}
