import { NoAnswer } from './failures.js'

/** Why a wait ended: something came, the call is over, or the wait was stopped. */
export type Wake = 'news' | 'end' | 'stopped'

/** The client's streams, as far as they are needed here; their types don't agree with Node's. */
interface Source {
  on(event: string, listener: (...args: unknown[]) => void): unknown
  off(event: string, listener: (...args: unknown[]) => void): unknown
  read(): unknown
  resume(): unknown
}

/** A call by which the server sends one thing after the other. Whoever opens it cancels it. */
export class Call<Item> {
  readonly #source: Source
  readonly #cancel: () => Promise<void>
  #state: { readonly kind: 'open' | 'end' } | { readonly kind: 'failed'; readonly error: unknown } = { kind: 'open' }
  #hasNews = false
  #wake: (() => void) | undefined

  /** @param cancel breaks the call off; leaving its stream alone would leave it open on the server */
  constructor(source: Source, cancel: () => Promise<void>) {
    this.#source = source
    this.#cancel = cancel
    source.on('readable', this.notify)
    source.on('end', () => this.#over({ kind: 'end' }))
    source.on('close', () => this.#over({ kind: 'end' }))
    source.on('error', (error) => this.#over({ kind: 'failed', error }))
  }

  /** Something else has come that the reader waits for. */
  readonly notify = (): void => {
    this.#hasNews = true
    this.#wake?.()
  }

  /** The next of what has come so far; `undefined`: nothing is left. */
  take(): Item | undefined {
    // sound: the caller names what the client's stream gives
    const item = this.#source.read() as Item | null
    return item ?? undefined
  }

  /** Waits after `take` gave nothing. Throws the call's own error, or `NoAnswer` after `timeout` milliseconds. */
  async wait(stop: AbortSignal, timeout: number | undefined): Promise<Wake> {
    if (!this.#hasNews && this.#state.kind === 'open' && !stop.aborted) await this.#rung(stop, timeout)
    if (stop.aborted) return 'stopped'
    if (this.#hasNews) {
      this.#hasNews = false
      return 'news'
    }
    if (this.#state.kind === 'failed') throw this.#state.error
    return 'end'
  }

  /**
   * Breaks the call off. What has come already is let run out: the client waits for that in `dispose`, for ever where
   * nobody reads.
   */
  readonly cancel = (): void => {
    this.#source.off('readable', this.notify)
    this.#source.resume()
    // a call that never came about can't be broken off
    this.#cancel().catch(() => undefined)
  }

  #rung(stop: AbortSignal, timeout: number | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (settled: () => void) => {
        clearTimeout(timer)
        stop.removeEventListener('abort', wake)
        this.#wake = undefined
        settled()
      }
      const wake = () => settle(resolve)
      const timer =
        timeout === undefined ? undefined : setTimeout(() => settle(() => reject(new NoAnswer(timeout))), timeout)
      this.#wake = wake
      stop.addEventListener('abort', wake)
    })
  }

  #over(state: { readonly kind: 'end' } | { readonly kind: 'failed'; readonly error: unknown }): void {
    if (this.#state.kind === 'open') this.#state = state
    this.#wake?.()
  }
}
