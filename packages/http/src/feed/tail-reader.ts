/** One feed that reads the tail of the log. */
export class TailReader {
  readonly types: ReadonlySet<string> | undefined
  readonly #onLeave: (reader: TailReader) => void
  #isEnded: boolean
  #onWake: (() => void) | undefined

  /** @param signal its end; listened to once, which is much cheaper than at every wait */
  constructor(types: ReadonlySet<string> | undefined, signal: AbortSignal, onLeave: (reader: TailReader) => void) {
    this.types = types
    this.#onLeave = onLeave
    this.#isEnded = signal.aborted
    signal.addEventListener('abort', () => {
      this.#isEnded = true
      this.wake()
    })
  }

  get isEnded(): boolean {
    return this.#isEnded
  }

  readonly wake = (): void => {
    this.#onWake?.()
    this.#onWake = undefined
  }

  /** Resolves when there are new events of the types, at the end of the reader, or after some time. */
  async changed(timeoutMs?: number): Promise<void> {
    if (this.#isEnded) return
    let timer: ReturnType<typeof setTimeout> | undefined
    await new Promise<void>((resolve) => {
      this.#onWake = resolve
      if (timeoutMs !== undefined) timer = setTimeout(this.wake, timeoutMs)
    })
    clearTimeout(timer)
  }

  leave(): void {
    this.#onLeave(this)
  }
}
