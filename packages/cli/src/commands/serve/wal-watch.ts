import type { Storage, StoreFile } from '@skein/engine'

/** From this size on, something keeps SQLite from emptying a write-ahead log: else it has a few megabytes. */
const largeBytes = 256_000_000
const checkEveryMs = 30_000

export interface WalWatchOptions {
  /** Called once a write-ahead log is large, and again each time that it has doubled. */
  readonly onLarge: (file: StoreFile) => void
  readonly largeBytes?: number
}

/** Notices write-ahead logs that grow, which SQLite cannot empty while one reader keeps its transaction open. */
export class WalWatch {
  readonly #storage: Pick<Storage, 'files'>
  readonly #onLarge: (file: StoreFile) => void
  readonly #largeBytes: number
  /** By path: the size from which on it is called next. */
  readonly #next = new Map<string, number>()
  #timer: NodeJS.Timeout | undefined

  constructor(storage: Pick<Storage, 'files'>, options: WalWatchOptions) {
    this.#storage = storage
    this.#onLarge = options.onLarge
    this.#largeBytes = options.largeBytes ?? largeBytes
  }

  async check(): Promise<void> {
    for (const file of (await this.#storage.files?.()) ?? []) {
      const { path, walBytes } = file
      if (walBytes < this.#largeBytes) this.#next.delete(path)
      if (walBytes < (this.#next.get(path) ?? this.#largeBytes)) continue
      this.#next.set(path, walBytes * 2)
      this.#onLarge(file)
    }
  }

  start(): void {
    const check = () => {
      // a store that cannot be asked says so elsewhere
      this.check().catch(() => undefined)
    }
    this.#timer = setInterval(check, checkEveryMs).unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
