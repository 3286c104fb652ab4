import type { StoredEvent } from '@skein/engine'
import type { Database } from './database.js'

type Row = [
  position: string,
  stream: string,
  revision: number,
  type: string,
  schemaVersion: number,
  data: string,
  eventId: string,
  metadata: string,
]

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

/** How to find the events of some types: from how many positions on to look at once, and whether past all others. */
interface ScanPlan {
  readonly window: number
  readonly isWide: boolean
}

/** From this share of the log on, scanning it and filtering is faster than an index walk over the wanted types. */
const wide = 0.25

/**
 * Reads the log in order, page by page from the last position: no cursor is held open. The next page is on its way
 * while one is worked on. Every page is asked for between two positions that hold about a page, as positions have no gaps:
 * with `ORDER BY position LIMIT n` alone, a server whose statistics are old may fetch and sort all that is left, every time.
 *
 * With types, how far apart these are is told by the last page; and where most of the log is wanted, the server is given
 * no index of types to choose.
 */
export class LogReader {
  readonly #database: Database
  readonly #whole: string
  readonly #walk: string
  readonly #scan: string
  readonly #head: string
  readonly #count: string

  constructor(database: Database) {
    const columns = 'position, stream, revision, type, schema_version, data, event_id, metadata'
    const events = `${database.schema}.events`
    this.#database = database
    this.#whole = `SELECT ${columns} FROM ${events}
      WHERE position > $1 AND position <= $2 ORDER BY position`
    const filtered = (type: string) => `SELECT ${columns} FROM ${events}
      WHERE position > $1 AND position <= $2 AND ${type} = ANY ($4::text[]) ORDER BY position LIMIT $3`
    this.#walk = filtered('type')
    this.#scan = filtered(`(type || '')`)
    this.#head = `SELECT coalesce(max(position), 0) FROM ${events}`
    this.#count = `SELECT count(*) FROM ${events} WHERE position > $1 AND type = ANY ($2::text[])`
  }

  /** 0 where there is none. */
  async head(patiently = true): Promise<number> {
    const [row] = await (patiently
      ? this.#database.read<[string]>(this.#head)
      : this.#database.readOnce<[string]>(this.#head))
    return Number(row?.[0])
  }

  async count(after: number, types: readonly string[] | undefined): Promise<number> {
    // positions have no gaps
    if (types === undefined) return Math.max(0, (await this.head()) - after)
    const [row] = await this.#database.read<[string]>(this.#count, [after, types])
    return Number(row?.[0])
  }

  /** Pages of at most `batchSize` events; none is empty. */
  async *pages(range: Range): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    if (range.after >= range.until || range.types?.length === 0) return
    let way: ScanPlan = { window: range.batchSize * 4, isWide: false }
    let after = range.after
    let coming: Promise<Page> | undefined = this.#page(range, after, way)
    while (coming !== undefined) {
      const { events, reached }: Page = await coming
      way = nextScanPlan(way, events.length, reached - after, range.batchSize)
      after = reached
      coming = reached < range.until ? this.#page(range, after, way) : undefined
      // whoever stops here has no more use for it, nor for its error
      coming?.catch(() => undefined)
      if (events.length > 0) yield events
      this.#database.assertOpen()
    }
  }

  async #page({ until, types, batchSize }: Range, after: number, { window, isWide }: ScanPlan): Promise<Page> {
    const end = Math.min(after + (types === undefined ? batchSize : window), until)
    const rows = await (types === undefined
      ? this.#database.read<Row>(this.#whole, [after, end])
      : this.#database.read<Row>(isWide ? this.#scan : this.#walk, [after, end, batchSize, types]))
    const last = rows.at(-1)
    return {
      events: rows.map(eventOf),
      reached: last === undefined || rows.length < batchSize ? end : Number(last[0]),
    }
  }
}

/** A window that would have held a page and a bit, but no more than eight times the last. */
const nextScanPlan = ({ window }: ScanPlan, found: number, length: number, batchSize: number): ScanPlan => ({
  window: Math.ceil(Math.min(window * 8, (length * batchSize * 1.1) / Math.max(found, 1))),
  isWide: found / length >= wide,
})

const eventOf = ([position, stream, revision, type, schemaVersion, data, eventId, metadata]: Row): StoredEvent => ({
  stream,
  revision,
  position,
  eventId,
  type,
  schemaVersion,
  data,
  metadata,
})
