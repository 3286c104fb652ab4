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

/**
 * Reads the log in order, page by page from the last position: no cursor is held open. The next page is on its way
 * while one is worked on.
 *
 * `type = ANY (…) ORDER BY position LIMIT n` would fetch and sort everything that is left for every page, or scan past all
 * other types; so with types it is asked in windows that hold about a page each, as far as the last one can tell.
 */
export class LogReader {
  readonly #database: Database
  readonly #whole: string
  readonly #filtered: string
  readonly #head: string
  readonly #count: string

  constructor(database: Database) {
    const columns = 'position, stream, revision, type, schema_version, data, event_id, metadata'
    const events = `${database.schema}.events`
    this.#database = database
    this.#whole = `SELECT ${columns} FROM ${events}
      WHERE position > $1 AND position <= $2 ORDER BY position LIMIT $3`
    this.#filtered = `SELECT ${columns} FROM ${events}
      WHERE position > $1 AND position <= $2 AND type = ANY ($4::text[]) ORDER BY position LIMIT $3`
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
    let window = range.types === undefined ? Number.POSITIVE_INFINITY : range.batchSize * 4
    let coming: Promise<Page> | undefined = this.#page(range, range.after, window)
    while (coming !== undefined) {
      const { events, reached }: Page = await coming
      window = nextWindow(window, events.length, range.batchSize)
      coming = reached < range.until ? this.#page(range, reached, window) : undefined
      // whoever stops here has no more use for it, nor for its error
      coming?.catch(() => undefined)
      if (events.length > 0) yield events
      this.#database.assertOpen()
    }
  }

  async #page({ until, types, batchSize }: Range, after: number, window: number): Promise<Page> {
    const end = Math.min(after + window, until)
    const rows = await (types === undefined
      ? this.#database.read<Row>(this.#whole, [after, end, batchSize])
      : this.#database.read<Row>(this.#filtered, [after, end, batchSize, types]))
    const last = rows.at(-1)
    return {
      events: rows.map(eventOf),
      reached: last === undefined || rows.length < batchSize ? end : Number(last[0]),
    }
  }
}

/** One that would have held a page and a bit, but no more than eight times the last. */
const nextWindow = (window: number, found: number, batchSize: number): number =>
  Math.ceil(Math.min(window * 8, (window * batchSize * 1.1) / Math.max(found, 1)))

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
