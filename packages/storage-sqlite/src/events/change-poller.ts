import type { AppendWatcher } from '@skein/engine/storage'
import type { SqliteFile } from '../connection/sqlite-file.js'

/** How often commits of other processes are looked for while a reader waits, in milliseconds. */
const pollIntervalMs = 20

/** Notices commits of other connections by `data_version`, a number that SQLite changes with each of them. */
export class ChangePoller implements AppendWatcher {
  readonly #readVersion: () => unknown
  readonly #onChange: () => void
  #lastVersion: unknown
  #timer: NodeJS.Timeout | undefined

  constructor(file: SqliteFile, onChange: () => void) {
    const version = file.database.prepare('PRAGMA data_version').pluck()
    this.#readVersion = () => file.readNow(() => version.get())
    this.#onChange = onChange
  }

  start(): void {
    this.#timer ??= setInterval(this.#poll, pollIntervalMs)
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  readonly #poll = (): void => {
    try {
      const version = this.#readVersion()
      if (version === this.#lastVersion) return
      this.#lastVersion = version
    } catch {
      // the reader that is woken reads next, and reports the same error
    }
    this.#onChange()
  }
}
