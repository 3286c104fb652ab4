import type { StoredEvent } from '@skein/engine'
import type { Database, Statement } from 'better-sqlite3'
import type { SqliteFile } from './file.js'
import type { Types } from './types.js'

type Row = [
  position: number,
  stream: string,
  revision: number,
  type: number,
  schemaVersion: number,
  data: string,
  eventId?: string,
  metadata?: string,
]

export interface Range {
  /** Exclusive. */
  readonly after: number
  /** Inclusive. */
  readonly until: number
  readonly types?: readonly string[] | undefined
  readonly batchSize: number
  /** Whether ids and metadata are wanted: without them a page comes a third faster. */
  readonly metadata: boolean
}

/** Some events, and the position up to which the log has then been read. */
interface Page {
  readonly events: readonly StoredEvent[]
  readonly reached: number
}

type Turn = (after: number) => Page

const columns = 'position, stream, revision, type, schema_version, data'
const wanted = '(SELECT value FROM json_each(?))'

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
  readonly #bare: Pages
  readonly #full: Pages
  readonly #head: Statement<[], number | null>
  readonly #count: Statement<[string, number, number], number>

  constructor(file: SqliteFile, types: Types) {
    const { database } = file
    this.#file = file
    this.#types = types
    this.#bare = pagesOf(database, columns)
    this.#full = pagesOf(database, `${columns}, event_id, metadata`)
    this.#count = database
      .prepare<[string, number, number], number>(
        `SELECT count(*) FROM events INDEXED BY events_by_type
         WHERE type IN ${wanted} AND position > ? AND position <= ?`,
      )
      .pluck()
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

  #choose({ after: start, until, types, batchSize, metadata }: Range): Turn {
    const { whole, scan, walk } = metadata ? this.#full : this.#bare
    if (types === undefined) return (after) => this.#page(whole.all(after, until, batchSize), until, batchSize)
    const ids = this.#types.idsOf(types)
    const share = until - start <= short ? 1 : (this.#count.get(ids, start, until) ?? 0) / (until - start)
    if (share >= narrow) return (after) => this.#page(scan.all(ids, after, until, batchSize), until, batchSize)
    const window = Math.ceil(batchSize / Math.max(share, 1 / until))
    return (after) => {
      const end = Math.min(after + window, until)
      return this.#page(walk.all(ids, after, end, batchSize), end, batchSize)
    }
  }

  #page(rows: readonly Row[], end: number, batchSize: number): Page {
    const last = rows.at(-1)
    return { events: rows.map(this.#event), reached: last === undefined || rows.length < batchSize ? end : last[0] }
  }

  readonly #event = ([position, stream, revision, type, schemaVersion, data, eventId = '', metadata = '']: Row) => ({
    stream,
    revision,
    position: String(position),
    eventId,
    type: this.#types.nameOf(type),
    schemaVersion,
    data,
    metadata,
  })
}

/** The three ways to a page. */
interface Pages {
  readonly whole: Statement<[number, number, number], Row>
  readonly scan: Statement<[string, number, number, number], Row>
  readonly walk: Statement<[string, number, number, number], Row>
}

const pagesOf = (database: Database, columns: string): Pages => ({
  whole: database
    .prepare<[number, number, number], Row>(
      `SELECT ${columns} FROM events WHERE position > ? AND position <= ? ORDER BY position LIMIT 0 + ?`,
    )
    .raw(),
  scan: database
    .prepare<[string, number, number, number], Row>(
      `SELECT ${columns} FROM events NOT INDEXED
       WHERE type IN ${wanted} AND position > ? AND position <= ? ORDER BY position LIMIT 0 + ?`,
    )
    .raw(),
  walk: database
    .prepare<[string, number, number, number], Row>(
      `SELECT ${columns} FROM events WHERE position IN (
         SELECT position FROM events INDEXED BY events_by_type WHERE type IN ${wanted} AND position > ? AND position <= ?
       ) ORDER BY position LIMIT 0 + ?`,
    )
    .raw(),
})
