import type { StoredEvent } from '@skein/engine'
import type { Statement } from 'better-sqlite3'
import type { SqliteFile } from './file.js'
import { type Rest, StoredRow } from './stored-row.js'
import type { Types } from './types.js'

type Row = [position: number, stream: string, revision: number, type: number, schemaVersion: number, data: string]

export interface Range {
  /** Exclusive. */
  readonly after: number
  /** Inclusive. */
  readonly until: number
  readonly types?: readonly string[] | undefined
  readonly batchSize: number
}

/** Some events, and the position up to which the log has then been read. */
interface Page {
  readonly events: readonly StoredEvent[]
  readonly reached: number
}

type Turn = (after: number) => Page

const columns = 'position, stream, revision, type, schema_version, data'

/** Below this share of the rows, an index walk over the wanted types is faster than a scan that filters (measured). */
const narrow = 0.25
/** A stretch this short is scanned without asking which way is better. */
const short = 10_000

/**
 * Reads the log in order. `type IN (…) ORDER BY position LIMIT n` on the index of types would fetch and sort everything
 * that is left for every page; so narrow sets of types walk that index within windows that hold about a page each,
 * and wide ones scan the log and filter.
 */
export class LogReader {
  readonly #file: SqliteFile
  readonly #types: Types
  readonly #whole: Statement<[number, number, number], Row>
  readonly #scan: Statement<[string, number, number, number], Row>
  readonly #walk: Statement<[string, number, number, number], Row>
  readonly #rest: Statement<[number], Rest>
  readonly #head: Statement<[], number | null>
  readonly #count: Statement<[string, number, number], number>

  constructor(file: SqliteFile, types: Types) {
    const { database } = file
    const wanted = '(SELECT value FROM json_each(?))'
    this.#file = file
    this.#types = types
    this.#whole = database
      .prepare<[number, number, number], Row>(
        `SELECT ${columns} FROM events WHERE position > ? AND position <= ? ORDER BY position LIMIT 0 + ?`,
      )
      .raw()
    this.#scan = database
      .prepare<[string, number, number, number], Row>(
        `SELECT ${columns} FROM events NOT INDEXED
         WHERE type IN ${wanted} AND position > ? AND position <= ? ORDER BY position LIMIT 0 + ?`,
      )
      .raw()
    this.#walk = database
      .prepare<[string, number, number, number], Row>(
        `SELECT ${columns} FROM events WHERE position IN (
           SELECT position FROM events INDEXED BY events_by_type WHERE type IN ${wanted} AND position > ? AND position <= ?
         ) ORDER BY position LIMIT 0 + ?`,
      )
      .raw()
    this.#count = database
      .prepare<[string, number, number], number>(
        `SELECT count(*) FROM events INDEXED BY events_by_type
         WHERE type IN ${wanted} AND position > ? AND position <= ?`,
      )
      .pluck()
    this.#rest = database.prepare<[number], Rest>('SELECT event_id, metadata FROM events WHERE position = ?').raw()
    this.#head = database.prepare<[], number | null>('SELECT max(position) FROM events').pluck()
  }

  /** 0 where there is none. */
  head(): number {
    return this.#head.get() ?? 0
  }

  count(after: number, types: readonly string[] | undefined): number {
    if (types === undefined) return Math.max(0, this.head() - after)
    return this.#count.get(this.#types.idsOf(types), after, this.head()) ?? 0
  }

  /** Pages of at most `batchSize` events; none is empty. */
  async *pages(range: Range): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    if (range.after >= range.until) return
    const turn = await this.#file.read(() => this.#choose(range))
    let after = range.after
    while (after < range.until) {
      const from = after
      const { events, reached } = await this.#file.read(() => turn(from))
      if (events.length > 0) yield events
      after = reached
      // a long read lets timers, signals and other callers have their turn
      if (after < range.until) await new Promise(setImmediate)
    }
  }

  #choose({ after: start, until, types, batchSize }: Range): Turn {
    if (types === undefined) return (after) => this.#page(this.#whole.all(after, until, batchSize), until, batchSize)
    const ids = this.#types.idsOf(types)
    const share = until - start <= short ? 1 : (this.#count.get(ids, start, until) ?? 0) / (until - start)
    if (share >= narrow) return (after) => this.#page(this.#scan.all(ids, after, until, batchSize), until, batchSize)
    const window = Math.ceil(batchSize / Math.max(share, 1 / until))
    return (after) => {
      const end = Math.min(after + window, until)
      return this.#page(this.#walk.all(ids, after, end, batchSize), end, batchSize)
    }
  }

  #page(rows: readonly Row[], end: number, batchSize: number): Page {
    const last = rows.at(-1)
    return { events: rows.map(this.#event), reached: last === undefined || rows.length < batchSize ? end : last[0] }
  }

  readonly #event = (row: Row): StoredEvent =>
    new StoredRow(row[1], row[2], String(row[0]), this.#types.nameOf(row[3]), row[4], row[5], this.#fetch)

  readonly #fetch = (position: string): Rest => {
    const rest = this.#file.readNow(() => this.#rest.get(Number(position)))
    if (rest === undefined) throw new Error(`an event was at ${position} and is there no more`)
    return rest
  }
}
