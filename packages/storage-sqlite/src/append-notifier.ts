import type { SqliteFile } from './file.js'

/** How often other processes' writes are looked for, in milliseconds; our own ring at once. */
const interval = 20

/** Wakes those who wait for more events. Its timer runs only while somebody waits. */
export class AppendNotifier {
  readonly #version: () => unknown
  readonly #waiting = new Set<() => void>()
  #rings = 0
  #lastVersion: unknown
  #timer: NodeJS.Timeout | undefined

  constructor(file: SqliteFile) {
    // a cheap number that changes when another connection has committed
    const version = file.database.prepare('PRAGMA data_version').pluck()
    this.#version = () => file.readNow(() => version.get())
  }

  /** Note it before looking for events; `after` then misses no ring in between. */
  get notifications(): number {
    return this.#rings
  }

  /** The next ring after the noted one, or the signal. */
  after(rings: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        signal.removeEventListener('abort', wake)
        this.#waiting.delete(wake)
        if (this.#waiting.size === 0) this.#rest()
        resolve()
      }
      this.#waiting.add(wake)
      signal.addEventListener('abort', wake)
      if (signal.aborted || rings !== this.#rings) wake()
      else this.#timer ??= setInterval(this.#look, interval)
    })
  }

  notify(): void {
    this.#rings++
    for (const wake of [...this.#waiting]) wake()
  }

  readonly #look = (): void => {
    try {
      const version = this.#version()
      if (version === this.#lastVersion) return
      this.#lastVersion = version
    } catch {
      // who waits will meet the error itself
    }
    this.notify()
  }

  #rest(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }
}
