import type { AppendError, Appended, Expected, NewEvent } from '@skein/engine'
import * as E from 'fp-ts/lib/Either.js'
import type { Database } from './database.js'
import { WriteError } from './faults.js'
import { textArray } from './text-array.js'

type Answer = E.Either<AppendError, Appended>

interface Job {
  readonly stream: string
  readonly events: readonly NewEvent[]
  readonly expected: Expected
  readonly size: number
  readonly resolve: (answer: Answer | Promise<Answer>) => void
  readonly reject: (error: unknown) => void
  /** Not to share a transaction: one of its companions failed before. */
  readonly alone: boolean
}

type Written = [isWritten: boolean, lastRevision: number, lastPosition: string | null]
type Standing = [eventId: string, revision: number, position: string]

/** The most appends that share a transaction, and the most text: bounds how long others wait for it. */
const mostJobs = 256
const mostCharacters = 2_000_000

/**
 * Group commit. Appends that come while a transaction is under way share the next one, in the order they came, each
 * still all or nothing: they share its round trip, its turn in the order of all writers, and its wait for the disk.
 * Appends to one stream go in different ones.
 */
export class LogWriter {
  readonly #database: Database
  readonly #append: string
  readonly #standing: string
  #jobs: Job[] = []
  #isScheduled = false

  constructor(database: Database) {
    this.#database = database
    this.#append = `SELECT is_written, last_revision, last_position FROM ${database.schema}.append(
      $1::text[], $2::integer[], $3::integer[], $4::text[], $5::text[], $6::integer[], $7::text[], $8::text[])`
    this.#standing = `SELECT event_id, revision, position FROM ${database.schema}.events
      WHERE stream = $1 AND revision BETWEEN $2 AND $3 ORDER BY revision`
  }

  append(stream: string, events: readonly NewEvent[], expected: Expected): Promise<Answer> {
    return new Promise((resolve, reject) => {
      let size = 0
      for (const { data, metadata } of events) size += data.length + metadata.length
      this.#jobs.push({ stream, events, expected, size, resolve, reject, alone: false })
      this.#schedule()
    })
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(async () => {
      while (this.#jobs.length > 0) await this.#run(this.#take())
      this.#isScheduled = false
    })
  }

  #take(): readonly Job[] {
    const taken: Job[] = []
    const left: Job[] = []
    const streams = new Set<string>()
    let size = 0
    for (const job of this.#jobs) {
      const isFull = taken.length === mostJobs || size + job.size > mostCharacters
      const fits = taken.length === 0 || !(isFull || job.alone || taken[0]?.alone || streams.has(job.stream))
      if (fits) {
        taken.push(job)
        size += job.size
      } else left.push(job)
      // the next append to this stream is not to overtake it
      streams.add(job.stream)
    }
    this.#jobs = left
    return taken
  }

  async #run(jobs: readonly Job[]): Promise<void> {
    try {
      const written = await this.#database.connections.write<Written>(this.#append, valuesOf(jobs))
      for (const [index, job] of jobs.entries()) job.resolve(this.#answer(job, written[index]))
    } catch (error) {
      if (jobs.length > 1 && error instanceof WriteError && error.isOfValues)
        this.#jobs.unshift(...jobs.map((job) => ({ ...job, alone: true })))
      else for (const { reject } of jobs) reject(error)
    }
  }

  #answer(job: Job, written: Written | undefined): Answer | Promise<Answer> {
    if (written === undefined) throw new Error('the function answers every append')
    const [isWritten, revision, position] = written
    if (isWritten && position !== null) return E.right({ revision, position })
    const actual = revision < 0 ? 'none' : revision
    return this.#unlessRepeated(job, E.left({ _tag: 'Conflict', expected: job.expected, actual }), revision)
  }

  /** The same events at the same place again: what they were answered the first time. */
  async #unlessRepeated({ stream, events, expected }: Job, conflict: Answer, last: number): Promise<Answer> {
    const place = placeAfter(expected)
    const end = place + events.length - 1
    if (end > last) return conflict
    const standing = await this.#database.connections.read<Standing>(this.#standing, [stream, place, end])
    const isSame = events.every(({ eventId }, index) => standing[index]?.[0] === eventId)
    const there = standing.at(-1)
    return isSame && there !== undefined ? E.right({ revision: there[1], position: there[2] }) : conflict
  }
}

const placeAfter = (expected: Expected): number => (expected === 'none' ? 0 : expected + 1)

/** As the function compares it: -1 for no stream; what is no revision is the last one of none. */
const asLast = (expected: Expected): number => {
  if (expected === 'none') return -1
  return expected < 0 ? -2 : expected
}

const valuesOf = (jobs: readonly Job[]) => {
  const events = jobs.flatMap((job) => job.events)
  return [
    textArray(jobs.map(({ stream }) => stream)),
    jobs.map(({ expected }) => asLast(expected)),
    jobs.map((job) => job.events.length),
    textArray(events.map(({ eventId }) => eventId)),
    textArray(events.map(({ type }) => type)),
    events.map(({ schemaVersion }) => schemaVersion),
    textArray(events.map(({ data }) => data)),
    textArray(events.map(({ metadata }) => metadata)),
  ]
}
