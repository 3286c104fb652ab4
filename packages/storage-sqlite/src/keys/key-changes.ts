import type { SqliteFile } from '../connection/sqlite-file.js'

/** How long a change of keys may wait for the append that follows it, in milliseconds. */
const longestWaitMs = 1_000

/**
 * Writes into the file of the events how often the keys changed, so that keys from before are recognised as older. A new key is
 * followed by the append that uses it, which takes the number along.
 */
export class KeyChanges {
  readonly #file: SqliteFile
  readonly #record: () => void
  #changes = 0
  #recorded = 0
  #timer: NodeJS.Timeout | undefined

  constructor(file: SqliteFile) {
    this.#file = file
    const update = file.database.prepare<[number, number]>('UPDATE pair SET key_changes = ? WHERE key_changes < ?')
    this.#record = () => update.run(this.#changes, this.#changes)
  }

  /** After a transaction that changed keys. */
  noted(changes: number): void {
    this.#changes = Math.max(this.#changes, changes)
    this.#timer ??= setTimeout(() => void this.flush().catch(() => undefined), longestWaitMs).unref()
  }

  /** Inside a transaction that appends. */
  record(): void {
    if (this.#recorded < this.#changes) this.#record()
  }

  /** After that transaction was committed, or in a transaction of its own. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const changes = this.#changes
    if (this.#recorded >= changes || this.#file.closeGuard.isClosed) return
    await this.#file.write(() => this.#record())
    this.#recorded = Math.max(this.#recorded, changes)
  }
}
