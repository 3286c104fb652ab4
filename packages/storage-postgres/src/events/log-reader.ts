import { eventIdOf, type Position, type StoredEvent } from '@skein/engine'
import type { LogEnd } from '@skein/engine/storage'
import { nextPageLimit } from '@skein/engine/storage'
import type { Database } from '../connection/database.js'

type Row = [
  position: string,
  stream: string,
  revision: number,
  type: string,
  schemaVersion: number,
  data: string,
  hash: string,
  metadata: string,
]

export interface LogRange {
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

/** How to find the events of some types. */
interface ScanPlan {
  /** How many positions one statement covers. */
  readonly window: number
  /** Read every event of the window and filter, instead of using the index of types. */
  readonly scansAll: boolean
}

/** From this share of the log on, scanning and filtering is faster than the index of types. */
const scanShare = 0.25

/**
 * Reads the log in order and in pages, without an open cursor; the next page is read while one is processed. Positions
 * have no gaps, so each statement names a range of them that holds about one page: with `ORDER BY position LIMIT n`
 * alone, a server with old statistics may fetch and sort all remaining events, for every page.
 *
 * If only some types are wanted, the last page shows how large the next range has to be. If most of the log is wanted,
 * the statement is written so that the server cannot choose the index of types.
 */
export class LogReader {
  readonly #database: Database
  readonly #allTypes: string
  readonly #byIndex: string
  readonly #byScan: string
  readonly #head: string
  readonly #count: string
  readonly #hashes: string
  readonly #end: string

  constructor(database: Database) {
    const columns = `position, stream, revision, type, schema_version, data, encode(hash, 'hex'), metadata`
    const events = `${database.schema}.events`
    this.#database = database
    this.#allTypes = `SELECT ${columns} FROM ${events}
      WHERE position > $1 AND position <= $2 ORDER BY position`
    const filtered = (type: string) => `SELECT ${columns} FROM ${events}
      WHERE position > $1 AND position <= $2 AND ${type} = ANY ($4::text[]) ORDER BY position LIMIT $3`
    this.#byIndex = filtered('type')
    this.#byScan = filtered(`(type || '')`)
    this.#hashes = `SELECT position::text, encode(hash, 'hex') FROM ${events} WHERE position = ANY ($1::bigint[])`
    this.#end = `SELECT position, encode(hash, 'hex') FROM ${events}
      WHERE position = $1 OR position = (SELECT max(position) FROM ${events}) ORDER BY position`
    this.#head = `SELECT coalesce(max(position), 0) FROM ${events}`
    this.#count = `SELECT count(*) FROM ${events} WHERE position > $1 AND type = ANY ($2::text[])`
  }

  /** The last position; 0 for an empty log. */
  async head(): Promise<number> {
    const [row] = await this.#database.read<[string]>(this.#head)
    return Number(row?.[0])
  }

  async end(position: number): Promise<LogEnd> {
    const rows = await this.#database.read<[position: string, hash: string]>(this.#end, [position])
    const [head = '0', headHash] = rows.at(-1) ?? []
    return { head: Number(head), headHash, hash: rows.find(([at]) => Number(at) === position)?.[1] }
  }

  /** The last position without retries. */
  async headOnce(): Promise<number> {
    const [row] = await this.#database.readOnce<[string]>(this.#head)
    return Number(row?.[0])
  }

  async hashesAt(positions: readonly number[]): Promise<ReadonlyMap<Position, string>> {
    return new Map(await this.#database.read<[position: string, hash: string]>(this.#hashes, [positions]))
  }

  async count(after: number, types: readonly string[] | undefined): Promise<number> {
    // positions have no gaps
    if (types === undefined) return Math.max(0, (await this.head()) - after)
    const [row] = await this.#database.read<[string]>(this.#count, [after, types])
    return Number(row?.[0])
  }

  /** Pages of at most `batchSize` events, and of few if the last ones were large; none is empty. */
  async *pages(range: LogRange): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    if (range.after >= range.until || range.types?.length === 0) return
    let plan: ScanPlan = { window: range.batchSize * 4, scansAll: false }
    let after = range.after
    let limit = range.batchSize
    let nextPage: Promise<Page> | undefined = this.#page(range, after, plan, limit)
    while (nextPage !== undefined) {
      const { events, reached }: Page = await nextPage
      plan = nextScanPlan(plan, events.length, reached - after, range.batchSize)
      after = reached
      limit = nextPageLimit(events, range.batchSize)
      nextPage = reached < range.until ? this.#page(range, after, plan, limit) : undefined
      // a reader that stops here needs neither the page nor its error
      nextPage?.catch(() => undefined)
      if (events.length > 0) yield events
      this.#database.closeGuard.assertOpen()
    }
  }

  async #page({ until, types }: LogRange, after: number, { window, scansAll }: ScanPlan, limit: number): Promise<Page> {
    const end = Math.min(after + (types === undefined ? limit : window), until)
    const rows = await (types === undefined
      ? this.#database.read<Row>(this.#allTypes, [after, end])
      : this.#database.read<Row>(scansAll ? this.#byScan : this.#byIndex, [after, end, limit, types]))
    const last = rows.at(-1)
    return {
      events: rows.map(eventOf),
      reached: last === undefined || rows.length < limit ? end : Number(last[0]),
    }
  }
}

/** A window that would have held slightly more than a page, but at most eight times the last one. */
const nextScanPlan = ({ window }: ScanPlan, found: number, length: number, batchSize: number): ScanPlan => ({
  window: Math.ceil(Math.min(window * 8, (length * batchSize * 1.1) / Math.max(found, 1))),
  scansAll: found / length >= scanShare,
})

const eventOf = ([position, stream, revision, type, schemaVersion, data, hash, metadata]: Row): StoredEvent => ({
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
