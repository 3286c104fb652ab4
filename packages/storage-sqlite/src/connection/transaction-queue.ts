import type { WriteError } from '@skein/engine/storage'
import type { Database, Statement } from 'better-sqlite3'
import { busyPauseMs } from './busy-retry.js'
import { isBusy, isSurelyUnwritten, writeError } from './errors.js'
import { FileIdentity } from './file-identity.js'

interface Task {
  readonly work: () => unknown
  readonly resolve: (result: unknown) => void
  readonly reject: (error: WriteError) => void
  /** Roughly the characters that it writes. */
  readonly size: number
  /** Needs a transaction of its own, as one of the tasks that shared the first one failed. */
  readonly isAlone: boolean
}

/** Bounds how long one transaction keeps the process busy, and others from writing. One task may be larger. */
const maxPerTransaction = { tasks: 256, size: 2_000_000 }
/** A transaction is large from this size on. */
const largeSize = maxPerTransaction.size / 2
/**
 * Milliseconds in which others may write, more than they pause between two attempts: after a large transaction, and at most
 * so often.
 */
const pause = { length: 25, every: 250 }

/**
 * Group commit: tasks that are added within one turn of the event loop share a transaction, and its fsync, in the order
 * they were added. If one of them throws, everything is rolled back and each runs again in a transaction of its own; so
 * a task must read and write nothing but the database.
 */
export class TransactionQueue {
  /** Counts rollbacks: what was read inside a transaction is not valid beyond one. */
  rollbacks = 0
  readonly #database: Database
  readonly #path: string
  readonly #busyTimeoutMs: number
  readonly #begin: Statement
  readonly #commit: Statement
  readonly #identity: FileIdentity
  #tasks: Task[] = []
  #isScheduled = false
  #busySince: number | undefined
  #pausedAt = 0

  constructor(database: Database, path: string, busyTimeoutMs: number) {
    this.#database = database
    this.#path = path
    this.#busyTimeoutMs = busyTimeoutMs
    this.#begin = database.prepare('BEGIN IMMEDIATE')
    this.#commit = database.prepare('COMMIT')
    this.#identity = new FileIdentity(path)
  }

  /**
   * Resolves when the transaction of this task is committed.
   *
   * @param size roughly the characters that it writes, if there may be many
   */
  add<T>(work: () => T, size = 0): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      // sound: `resolve` is called with what this `work` returned
      this.#tasks.push({ work, resolve: resolve as (result: unknown) => void, reject, size, isAlone: false })
      if (this.#isScheduled) return
      this.#isScheduled = true
      setImmediate(this.#runNext)
    })
  }

  readonly #runNext = (): void => {
    if (this.#tasks.length === 0) {
      this.#isScheduled = false
      return
    }
    let wasLarge = false
    if (this.#tryBegin()) {
      const tasks = this.#takeTasks()
      wasLarge = sizeOf(tasks) >= largeSize
      this.#run(tasks)
    }
    if (this.#busySince !== undefined) setTimeout(this.#runNext, busyPauseMs())
    else if (wasLarge && performance.now() - this.#pausedAt >= pause.every) {
      this.#pausedAt = performance.now()
      setTimeout(this.#runNext, pause.length)
    } else if (this.#tasks.length === 0) this.#isScheduled = false
    else setImmediate(this.#runNext)
  }

  /** Begins a transaction, unless another process holds the write lock; rejects all tasks when that took too long. */
  #tryBegin(): boolean {
    try {
      this.#begin.run()
      this.#busySince = undefined
      this.#identity.assertSame()
      return true
    } catch (error) {
      if (this.#database.inTransaction) this.#rollBack()
      this.#busySince ??= performance.now()
      if (isBusy(error) && performance.now() - this.#busySince < this.#busyTimeoutMs) return false
      this.#busySince = undefined
      this.#reject(this.#tasks.splice(0), error, 'no')
      return false
    }
  }

  #takeTasks(): readonly Task[] {
    const alone = this.#tasks.findIndex((task) => task.isAlone)
    if (alone === 0) return this.#tasks.splice(0, 1)
    const most = Math.min(alone === -1 ? this.#tasks.length : alone, maxPerTransaction.tasks)
    let count = 0
    for (let size = 0; count < most; count += 1) {
      size += this.#tasks[count]?.size ?? 0
      if (count > 0 && size > maxPerTransaction.size) break
    }
    return this.#tasks.splice(0, count)
  }

  #run(tasks: readonly Task[]): void {
    const results: unknown[] = []
    try {
      for (const { work } of tasks) results.push(work())
    } catch (error) {
      this.#rollBack()
      if (tasks.length === 1) this.#reject(tasks, error, 'no')
      else this.#tasks.unshift(...tasks.map((task) => ({ ...task, isAlone: true })))
      return
    }
    try {
      this.#commit.run()
    } catch (error) {
      this.#rollBack()
      this.#reject(tasks, error, isSurelyUnwritten(error) ? 'no' : 'unknown')
      return
    }
    tasks.forEach(({ resolve }, index) => {
      resolve(results[index])
    })
  }

  #rollBack(): void {
    this.rollbacks++
    // after some errors SQLite has rolled back already
    if (this.#database.inTransaction) this.#database.exec('ROLLBACK')
  }

  #reject(tasks: readonly Task[], error: unknown, written: 'no' | 'unknown'): void {
    for (const { reject } of tasks) reject(writeError(error, this.#path, written))
  }
}

const sizeOf = (tasks: readonly Task[]): number => tasks.reduce((sum, { size }) => sum + size, 0)
