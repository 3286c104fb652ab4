import { eventIdOf, type ReadStreamOptions, type StoredEvent } from '@skein/engine'
import type { Statement } from 'better-sqlite3'
import type { SqliteFile } from '../connection/sqlite-file.js'
import type { EventTypes } from './event-types.js'

type Row = [
  position: number,
  revision: number,
  type: number,
  schemaVersion: number,
  data: string,
  hash: string,
  metadata: string,
]
type Page = Statement<[stream: string, from: number, to: number, limit: number], Row>

const defaultBatchSize = 5_000

/** Reads one stream in pages, with metadata, which commands need to recognise repeated command ids. */
export class StreamReader {
  readonly #file: SqliteFile
  readonly #types: EventTypes
  readonly #forwards: Page
  readonly #backwards: Page

  constructor(file: SqliteFile, types: EventTypes) {
    const page = (order: 'ASC' | 'DESC'): Page =>
      file.database
        .prepare<[string, number, number, number], Row>(
          `SELECT position, revision, type, schema_version, data, lower(hex(hash)), metadata FROM events
           WHERE stream = +? AND revision BETWEEN ? AND ? ORDER BY revision ${order} LIMIT 0 + ?`,
        )
        .raw()
    this.#file = file
    this.#types = types
    this.#forwards = page('ASC')
    this.#backwards = page('DESC')
  }

  async *read(stream: string, options: ReadStreamOptions): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    const { batchSize = defaultBatchSize } = options
    const isBackwards = options.direction === 'backwards'
    let low = (isBackwards ? options.to : options.from) ?? 0
    let high = (isBackwards ? options.from : options.to) ?? Number.MAX_SAFE_INTEGER
    const page = isBackwards ? this.#backwards : this.#forwards
    for (;;) {
      const [from, to] = [low, high]
      const rows = await this.#file.read(() => page.all(stream, from, to, batchSize))
      const last = rows.at(-1)
      if (last === undefined) return
      yield rows.map((row) => this.#eventOf(stream, row))
      if (rows.length < batchSize) return
      if (isBackwards) high = last[1] - 1
      else low = last[1] + 1
    }
  }

  #eventOf(stream: string, [position, revision, type, schemaVersion, data, hash, metadata]: Row): StoredEvent {
    const name = this.#types.nameOf(type)
    const recorded = { type: name, schemaVersion, data, metadata, hash }
    return { stream, revision, position: String(position), eventId: eventIdOf(hash), ...recorded }
  }
}
