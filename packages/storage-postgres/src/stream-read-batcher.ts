import type { Database } from './database.js'
import { textArray } from './text-array.js'

/** Columns of an event, without its stream. */
export type StreamRow = [
  position: string,
  revision: number,
  type: string,
  schemaVersion: number,
  data: string,
  eventId: string,
  metadata: string,
]

interface Ask {
  readonly stream: string
  readonly from: number
  readonly to: number
  readonly resolve: (rows: readonly StreamRow[]) => void
  readonly reject: (error: unknown) => void
}

/** The most rows that one who asks gets: bounds what a statement brings. */
export const mostAtFirst = 500
const mostAsks = 64
/** Statements under way at one time. */
const atOnce = 2

/**
 * Reads the beginnings of what is wanted of streams. Whoever asks while statements are under way shares the next one:
 * commands that are decided side by side, each on streams of its own, share round trips as their appends do.
 */
export class StreamReadBatcher {
  readonly #database: Database
  readonly #statement: string
  #asks: Ask[] = []
  #underWay = 0

  constructor(database: Database) {
    this.#database = database
    this.#statement = `SELECT asked.place, found.* FROM
      unnest($1::text[], $2::integer[], $3::integer[]) WITH ORDINALITY AS asked(stream, low, high, place)
      CROSS JOIN LATERAL (
        SELECT position, revision, type, schema_version, data, event_id, metadata FROM ${database.schema}.events
        WHERE stream = asked.stream AND revision BETWEEN asked.low AND asked.high ORDER BY revision
      ) AS found`
  }

  /** In the order of their revisions, of which `to` is the last: at most `mostAtFirst` from `from` on. */
  read(stream: string, from: number, to: number): Promise<readonly StreamRow[]> {
    return new Promise((resolve, reject) => {
      this.#asks.push({ stream, from, to, resolve, reject })
      this.#next()
    })
  }

  #next(): void {
    if (this.#asks.length === 0 || this.#underWay === atOnce) return
    const asks = this.#asks.splice(0, mostAsks)
    this.#underWay += 1
    void this.#answer(asks).finally(() => {
      this.#underWay -= 1
      this.#next()
    })
  }

  async #answer(asks: readonly Ask[]): Promise<void> {
    const answers = asks.map((): StreamRow[] => [])
    try {
      const rows = await this.#database.read<[place: string, ...StreamRow]>(this.#statement, [
        textArray(asks.map(({ stream }) => stream)),
        asks.map(({ from }) => from),
        asks.map(({ to }) => to),
      ])
      for (const [place, ...row] of rows) answers[Number(place) - 1]?.push(row)
    } catch (error) {
      for (const { reject } of asks) reject(error)
      return
    }
    for (const [index, { resolve }] of asks.entries()) resolve((answers[index] ?? []).sort(([, a], [, b]) => a - b))
  }
}
