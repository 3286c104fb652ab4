import type { Database, Statement } from 'better-sqlite3'
import { isBusy, isSurelyUnwritten, WriteError } from './faults.js'
import { pause } from './retry.js'

interface Job {
  readonly work: () => unknown
  readonly resolve: (result: unknown) => void
  readonly reject: (error: WriteError) => void
  /** Not to share a transaction: one of its companions failed before. */
  readonly alone: boolean
}

/** The most jobs that share a transaction: bounds how long the process is kept busy. */
const most = 256

/**
 * Group commit. Jobs that come within one turn of the event loop share a transaction, in the order they came: they
 * share its fsync. Where one of them throws, everything is rolled back and each is done again in a transaction of its
 * own; so a job reads and writes the database and nothing else.
 */
export class Writer {
  /** Counts what was taken back: nothing learnt inside a transaction outlives that. */
  rollbacks = 0
  readonly #database: Database
  readonly #path: string
  readonly #patience: number
  readonly #begin: Statement
  readonly #commit: Statement
  #jobs: Job[] = []
  #isScheduled = false
  #busySince: number | undefined
  #onIdle: (() => void) | undefined

  constructor(database: Database, path: string, patience: number) {
    this.#database = database
    this.#path = path
    this.#patience = patience
    this.#begin = database.prepare('BEGIN IMMEDIATE')
    this.#commit = database.prepare('COMMIT')
  }

  write<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      // sound: `resolve` is called with what this `work` returned
      this.#jobs.push({ work, resolve: resolve as (result: unknown) => void, reject, alone: false })
      this.#schedule()
    })
  }

  /** Resolves when every job is done. */
  async idle(): Promise<void> {
    if (this.#isScheduled)
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve
      })
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(this.#turn)
  }

  readonly #turn = (): void => {
    if (this.#hasBegun()) this.#run(this.#take())
    if (this.#jobs.length === 0) {
      this.#isScheduled = false
      this.#onIdle?.()
    } else if (this.#busySince === undefined) setImmediate(this.#turn)
    else setTimeout(this.#turn, pause())
  }

  #hasBegun(): boolean {
    try {
      this.#begin.run()
      this.#busySince = undefined
      return true
    } catch (error) {
      this.#busySince ??= Date.now()
      if (isBusy(error) && Date.now() - this.#busySince < this.#patience) return false
      this.#busySince = undefined
      this.#fail(this.#jobs.splice(0), error, 'no')
      return false
    }
  }

  #take(): readonly Job[] {
    const alone = this.#jobs.findIndex((job) => job.alone)
    return this.#jobs.splice(0, alone === -1 ? most : Math.max(alone, 1))
  }

  #run(jobs: readonly Job[]): void {
    const results: unknown[] = []
    try {
      for (const { work } of jobs) results.push(work())
    } catch (error) {
      this.#rollBack()
      if (jobs.length === 1) this.#fail(jobs, error, 'no')
      else this.#jobs.unshift(...jobs.map((job) => ({ ...job, alone: true })))
      return
    }
    try {
      this.#commit.run()
    } catch (error) {
      this.#rollBack()
      this.#fail(jobs, error, isSurelyUnwritten(error) ? 'no' : 'unknown')
      return
    }
    jobs.forEach(({ resolve }, index) => {
      resolve(results[index])
    })
  }

  #rollBack(): void {
    this.rollbacks++
    // after some errors SQLite has rolled back already
    if (this.#database.inTransaction) this.#database.exec('ROLLBACK')
  }

  #fail(jobs: readonly Job[], error: unknown, written: 'no' | 'unknown'): void {
    for (const { reject } of jobs) reject(new WriteError(error, this.#path, written))
  }
}
