/** Detects appends of other processes while readers wait. */
export interface AppendWatcher {
  /** Called whenever a reader starts to wait: safe to call while already started. */
  start(): void
  /** Called when no reader waits any more. */
  stop(): void
}

const noWatcher: AppendWatcher = { start: () => undefined, stop: () => undefined }

/** Wakes readers that wait for new events. Its watcher runs only while somebody waits. */
export class AppendNotifier {
  readonly #waiting = new Set<() => void>()
  readonly #watcher: AppendWatcher
  #notifications = 0

  /** @param createWatcher gets `notify`, to be called when events of other processes were found */
  constructor(createWatcher: (notify: () => void) => AppendWatcher = () => noWatcher) {
    this.#watcher = createWatcher(() => this.notify())
  }

  /** Read it before looking for events: `after` then misses no append in between. */
  get notifications(): number {
    return this.#notifications
  }

  get hasWaiting(): boolean {
    return this.#waiting.size > 0
  }

  /** Resolves at the first notification after the given count of them, or when the signal aborts. */
  after(notifications: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || notifications !== this.#notifications) return Promise.resolve()
    return new Promise((resolve) => {
      const wake = () => {
        signal.removeEventListener('abort', wake)
        this.#waiting.delete(wake)
        if (this.#waiting.size === 0) this.#watcher.stop()
        resolve()
      }
      this.#waiting.add(wake)
      signal.addEventListener('abort', wake)
      this.#watcher.start()
    })
  }

  /** There may be new events, or the store was closed. */
  notify(): void {
    this.#notifications++
    this.wakeWaiting()
  }

  /** Wakes the readers that wait now; a reader that is about to wait still waits. */
  wakeWaiting(): void {
    for (const wake of [...this.#waiting]) wake()
  }
}
