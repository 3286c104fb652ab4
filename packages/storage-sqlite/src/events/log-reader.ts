import { eventIdOf, type Position, type StoredEvent } from '@skein/engine'
import type { LogEnd } from '@skein/engine/storage'
import { nextPageLimit, pageSize } from '@skein/engine/storage'
import type { Statement } from 'better-sqlite3'
import type { SqliteFile } from '../connection/sqlite-file.js'
import type { EventTypes } from './event-types.js'
import { type LogRow, type PageStatements, pageStatements, typeList } from './page-statements.js'

export interface LogRange {
  /** Exclusive. */
  readonly after: number
  /** Inclusive. */
  readonly until: number
  readonly types?: readonly string[] | undefined
  readonly batchSize: number
  /** Whether hashes and metadata are wanted: without them a page is read a third faster. */
  readonly metadata: boolean
}

/** Some events, and the position up to which the log has then been read. */
interface Page {
  readonly events: readonly StoredEvent[]
  readonly reached: number
}

type ReadPage = (after: number, limit: number) => Page

/** Below this share of the rows, walking the index of the wanted types is faster than scanning and filtering (measured). */
const indexWalkShare = 0.25
/** Ranges of so few positions are scanned without counting first. */
const alwaysScanned = 10_000

/**
 * Reads the log in order. With the index of types, `type IN (…) ORDER BY position LIMIT n` would fetch and sort all
 * remaining events for every page. So rare types are read through that index in windows that hold about one page each;
 * for frequent ones the log is scanned and filtered.
 */
export class LogReader {
  readonly #file: SqliteFile
  readonly #types: EventTypes
  readonly #withoutMetadata: PageStatements
  readonly #withMetadata: PageStatements
  readonly #head: Statement<[], number | null>
  readonly #count: Statement<[string, number, number], number>
  readonly #hashAt: Statement<[number], string>

  constructor(file: SqliteFile, types: EventTypes) {
    const { database } = file
    this.#file = file
    this.#types = types
    this.#withoutMetadata = pageStatements(database, false)
    this.#withMetadata = pageStatements(database, true)
    this.#count = database
      .prepare<[string, number, number], number>(
        `SELECT count(*) FROM events INDEXED BY events_by_type
         WHERE type IN ${typeList} AND position > ? AND position <= ?`,
      )
      .pluck()
    this.#hashAt = database.prepare<[number], string>('SELECT lower(hex(hash)) FROM events WHERE position = ?').pluck()
    this.#head = database.prepare<[], number | null>('SELECT max(position) FROM events').pluck()
  }

  /** The last position; 0 for an empty log. */
  head(): number {
    return this.#head.get() ?? 0
  }

  end(position: number): LogEnd {
    const head = this.head()
    return { head, headHash: this.#hashAt.get(head), hash: this.#hashAt.get(position) }
  }

  hashesAt(positions: readonly number[]): ReadonlyMap<Position, string> {
    const hashes = new Map<Position, string>()
    for (const position of positions) {
      const hash = this.#hashAt.get(position)
      if (hash !== undefined) hashes.set(String(position), hash)
    }
    return hashes
  }

  count(after: number, types: readonly string[] | undefined): number {
    if (types === undefined) return Math.max(0, this.head() - after)
    return this.#count.get(this.#types.idsOf(types), after, this.head()) ?? 0
  }

  /** Pages of at most `batchSize` events, and of few if these are large; none is empty. */
  async *pages(range: LogRange): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    if (range.after >= range.until) return
    const readPage = await this.#file.read(() => this.#pageReader(range))
    let after = range.after
    let limit = range.batchSize
    while (after < range.until) {
      const [from, most] = [after, limit]
      const { events, reached } = await this.#file.read(() => readPage(from, most))
      if (events.length > 0) yield events
      after = reached
      limit = nextPageLimit(events, range.batchSize)
      // so that timers, signals and other callers run during a long read
      if (after < range.until) await new Promise(setImmediate)
    }
  }

  #pageReader({ after: start, until, types, batchSize, metadata }: LogRange): ReadPage {
    const { all, fitting, scan, indexWalk } = metadata ? this.#withMetadata : this.#withoutMetadata
    if (types === undefined)
      return (after, limit) => {
        // with metadata, much more is done with each event than to measure it
        const most = metadata ? Math.max(1, fitting.get(after, until, limit, pageSize) ?? limit) : limit
        return this.#pageOf(all.all(after, until, most), until, most)
      }
    const ids = this.#types.idsOf(types)
    const length = until - start
    const share = length <= alwaysScanned ? 1 : (this.#count.get(ids, start, until) ?? 0) / length
    if (share >= indexWalkShare) return (after, limit) => this.#pageOf(scan.all(ids, after, until, limit), until, limit)
    const window = Math.ceil(batchSize / Math.max(share, 1 / until))
    return (after, limit) => {
      const end = Math.min(after + window, until)
      return this.#pageOf(indexWalk.all(ids, after, end, limit), end, limit)
    }
  }

  #pageOf(rows: readonly LogRow[], end: number, limit: number): Page {
    const last = rows.at(-1)
    return { events: rows.map(this.#eventOf), reached: last === undefined || rows.length < limit ? end : last[0] }
  }

  readonly #eventOf = ([
    position,
    stream,
    revision,
    type,
    schemaVersion,
    data,
    metadata,
    hash = '',
  ]: LogRow): StoredEvent => ({
    stream,
    revision,
    position: String(position),
    eventId: hash === '' ? '' : eventIdOf(hash),
    type: this.#types.nameOf(type),
    schemaVersion,
    data,
    metadata,
    hash,
  })
}
