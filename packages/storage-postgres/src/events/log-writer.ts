import type { AppendError, Appended, Expected, NewEvent } from '@skein/engine'
import { firstRevisionAfter, repeatedAppend } from '@skein/engine/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Database } from '../connection/database.js'
import { isStatementError } from '../connection/errors.js'
import { textArray } from '../connection/text-array.js'

type Outcome = E.Either<AppendError, Appended>

interface Task {
  readonly stream: string
  readonly events: readonly NewEvent[]
  readonly expected: Expected
  /** The hash of the event at the expected revision, if that is to be compared. */
  readonly previous: string | undefined
  /** Characters of all data and metadata. */
  readonly size: number
  readonly resolve: (outcome: Outcome | Promise<Outcome>) => void
  readonly reject: (error: unknown) => void
  /** Needs a transaction of its own, as one of the appends that shared the first one failed. */
  readonly isAlone: boolean
}

/** What the function `append` returns for each append. */
type Result = [isWritten: boolean, lastRevision: number, lastPosition: string | null]
type StoredRow = [hash: string, revision: number, position: string]

/** Limits of one transaction: they bound how long other writers wait for it. */
const maxAppends = 256
const maxCharacters = 2_000_000

/**
 * Group commit: appends that arrive while a transaction is running share the next one, in the order they arrived, each
 * still all or nothing. They share its round trip, the lock that orders all writers, and the flush to disk. Appends to
 * one stream go into different transactions.
 */
export class LogWriter {
  readonly #database: Database
  readonly #append: string
  readonly #stored: string
  #tasks: Task[] = []
  #isScheduled = false

  constructor(database: Database) {
    this.#database = database
    this.#append = `SELECT is_written, last_revision, last_position FROM ${database.schema}.append(
      $1::text[], $2::integer[], $3::integer[], $4::text[], $5::text[], $6::integer[], $7::text[], $8::text[], $9::text[],
      $10::integer)`
    this.#stored = `SELECT encode(hash, 'hex'), revision, position FROM ${database.schema}.events
      WHERE stream = $1 AND revision BETWEEN $2 AND $3 ORDER BY revision`
  }

  append(
    stream: string,
    events: readonly NewEvent[],
    expected: Expected,
    previous: string | undefined,
  ): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      let size = 0
      for (const { data, metadata } of events) size += data.length + metadata.length
      this.#tasks.push({ stream, events, expected, previous, size, resolve, reject, isAlone: false })
      this.#schedule()
    })
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(async () => {
      while (this.#tasks.length > 0) await this.#run(this.#takeTasks())
      this.#isScheduled = false
    })
  }

  #takeTasks(): readonly Task[] {
    const taken: Task[] = []
    const left: Task[] = []
    const streams = new Set<string>()
    let size = 0
    for (const task of this.#tasks) {
      const isFull = taken.length === maxAppends || size + task.size > maxCharacters
      const fits = taken.length === 0 || !(isFull || task.isAlone || taken[0]?.isAlone || streams.has(task.stream))
      if (fits) {
        taken.push(task)
        size += task.size
      } else left.push(task)
      // also for one that is left: a later append to its stream must not overtake it
      streams.add(task.stream)
    }
    this.#tasks = left
    return taken
  }

  async #run(tasks: readonly Task[]): Promise<void> {
    try {
      const results = await this.#database.connections.write<Result>(this.#append, [
        ...parametersOf(tasks),
        this.#database.connections.lockTimeoutMs,
      ])
      for (const [index, task] of tasks.entries()) task.resolve(this.#outcomeOf(task, results[index]))
    } catch (error) {
      if (tasks.length > 1 && isStatementError(error) && error.isCausedByValues)
        this.#tasks.unshift(...tasks.map((task) => ({ ...task, isAlone: true })))
      else for (const { reject } of tasks) reject(error)
    }
  }

  #outcomeOf(task: Task, result: Result | undefined): Outcome | Promise<Outcome> {
    if (result === undefined) throw new Error('the function `append` returns a row for each append')
    const [isWritten, revision, position] = result
    if (isWritten && position !== null) return E.right({ revision, position })
    const actual = revision < 0 ? 'none' : revision
    return this.#unlessRepeated(task, E.left({ _tag: 'Conflict', expected: task.expected, actual }), revision)
  }

  /** The original outcome if the stream already holds these events, and the conflict otherwise. */
  async #unlessRepeated({ stream, events, expected }: Task, conflict: Outcome, lastRevision: number): Promise<Outcome> {
    const first = firstRevisionAfter(expected)
    const last = first + events.length - 1
    if (last > lastRevision) return conflict
    const rows = await this.#database.connections.read<StoredRow>(this.#stored, [stream, first, last])
    const stored = rows.map(([hash, revision, position]) => ({ hash, revision, position }))
    const original = repeatedAppend(events, stored)
    return original === undefined ? conflict : E.right(original)
  }
}

/** As the function `append` compares it: -1 for no stream; a negative number, which is no revision, matches no stream. */
const expectedRevision = (expected: Expected): number => {
  if (expected === 'none') return -1
  return expected < 0 ? -2 : expected
}

const parametersOf = (tasks: readonly Task[]) => {
  const events = tasks.flatMap((task) => task.events)
  return [
    textArray(tasks.map(({ stream }) => stream)),
    tasks.map(({ expected }) => expectedRevision(expected)),
    tasks.map((task) => task.events.length),
    textArray(events.map(({ hash }) => hash)),
    textArray(events.map(({ type }) => type)),
    events.map(({ schemaVersion }) => schemaVersion),
    textArray(events.map(({ data }) => data)),
    textArray(events.map(({ metadata }) => metadata)),
    textArray(tasks.map(({ previous = '' }) => previous)),
  ]
}
