import { isStorageError } from '@skein/engine'
import type { Database } from '../connection/database.js'
import { textArray } from '../connection/text-array.js'

/** Columns of an event, without its stream. */
export type StreamRow = [
  position: string,
  revision: number,
  type: string,
  schemaVersion: number,
  data: string,
  hash: string,
  metadata: string,
]

interface Request {
  readonly stream: string
  readonly from: number
  readonly to: number
  readonly resolve: (rows: readonly StreamRow[]) => void
  readonly reject: (error: unknown) => void
}

/** The most rows of one request; it bounds the result of a statement. */
export const maxRowsPerRequest = 500
const maxRequestsPerStatement = 64
const maxConcurrentStatements = 2

/**
 * Reads the first events of many streams at once. Requests that arrive while statements are running share the next one:
 * commands that run concurrently on different streams share the round trips of their reads, as of their appends.
 */
export class StreamReadBatcher {
  readonly #database: Database
  readonly #statement: string
  #requests: Request[] = []
  #running = 0

  constructor(database: Database) {
    this.#database = database
    this.#statement = `SELECT request.number, found.* FROM
      unnest($1::text[], $2::integer[], $3::integer[]) WITH ORDINALITY AS request(stream, low, high, number)
      CROSS JOIN LATERAL (
        SELECT position, revision, type, schema_version, data, encode(hash, 'hex'), metadata FROM ${database.schema}.events
        WHERE stream = request.stream AND revision BETWEEN request.low AND request.high ORDER BY revision
      ) AS found`
  }

  /** The events from one revision to another, at most `maxRowsPerRequest` of them, in the order of their revisions. */
  read(stream: string, from: number, to: number): Promise<readonly StreamRow[]> {
    return new Promise((resolve, reject) => {
      this.#requests.push({ stream, from, to, resolve, reject })
      this.#runNext()
    })
  }

  #runNext(): void {
    if (this.#requests.length === 0 || this.#running === maxConcurrentStatements) return
    const requests = this.#requests.splice(0, maxRequestsPerStatement)
    this.#running += 1
    void this.#run(requests).finally(() => {
      this.#running -= 1
      this.#runNext()
    })
  }

  async #run(requests: readonly Request[]): Promise<void> {
    const results = requests.map((): StreamRow[] => [])
    try {
      const rows = await this.#database.read<[number: string, ...StreamRow]>(this.#statement, [
        textArray(requests.map(({ stream }) => stream)),
        requests.map(({ from }) => from),
        requests.map(({ to }) => to),
      ])
      for (const [number, ...row] of rows) results[Number(number) - 1]?.push(row)
    } catch (error) {
      // one of them may be at fault
      if (requests.length > 1 && isStorageError(error, 'failed'))
        await Promise.all(requests.map((request) => this.#run([request])))
      else for (const { reject } of requests) reject(error)
      return
    }
    for (const [index, { resolve }] of requests.entries()) {
      const rows = results[index] ?? []
      resolve(rows.sort(([, revision], [, otherRevision]) => revision - otherRevision))
    }
  }
}
