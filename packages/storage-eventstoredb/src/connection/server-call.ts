import { noAnswer } from './call-failure.js'

/** Why a wait ended: an item or a notification arrived, the call ended, or the wait was stopped. */
export type WaitResult = 'arrived' | 'ended' | 'stopped'

/** The part of the client's streams that is needed here; their types do not agree with Node's. */
interface MessageSource {
  on(event: string, listener: (...args: unknown[]) => void): unknown
  off(event: string, listener: (...args: unknown[]) => void): unknown
  read(): unknown
  resume(): unknown
}

type State = { readonly kind: 'open' | 'ended' } | { readonly kind: 'failed'; readonly error: unknown }

/** A call to which the server answers with a stream of items. Its opener has to cancel it. */
export class ServerCall<Item> {
  readonly #source: MessageSource
  readonly #cancel: () => Promise<void>
  #state: State = { kind: 'open' }
  #hasArrived = false
  #wake: (() => void) | undefined

  /** @param cancel ends the call on the server, where it would stay open if its stream were only abandoned */
  constructor(source: MessageSource, cancel: () => Promise<void>) {
    this.#source = source
    this.#cancel = cancel
    source.on('readable', this.notify)
    source.on('end', () => this.#end({ kind: 'ended' }))
    source.on('close', () => this.#end({ kind: 'ended' }))
    source.on('error', (error) => this.#end({ kind: 'failed', error }))
  }

  /** Something else than an item has arrived that the reader waits for. */
  readonly notify = (): void => {
    this.#hasArrived = true
    this.#wake?.()
  }

  /** The next item that has arrived; `undefined` if there is none now. */
  take(): Item | undefined {
    // sound: the opener declares what the client's stream gives
    const item = this.#source.read() as Item | null
    return item ?? undefined
  }

  /** Waits after `take` gave nothing. Throws the error of the call, or `noAnswer` after `timeoutMs` milliseconds. */
  async wait(stop: AbortSignal, timeoutMs: number | undefined): Promise<WaitResult> {
    if (!this.#hasArrived && this.#state.kind === 'open' && !stop.aborted) await this.#nextWake(stop, timeoutMs)
    if (stop.aborted) return 'stopped'
    if (this.#hasArrived) {
      this.#hasArrived = false
      return 'arrived'
    }
    if (this.#state.kind === 'failed') throw this.#state.error
    return 'ended'
  }

  /** Cancels the call, and discards items that have arrived: `dispose` of the client would wait for ever for a reader. */
  readonly cancel = (): void => {
    this.#source.off('readable', this.notify)
    this.#source.resume()
    // a call that was never established cannot be cancelled
    this.#cancel().catch(() => undefined)
  }

  #nextWake(stop: AbortSignal, timeoutMs: number | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (settled: () => void) => {
        clearTimeout(timer)
        stop.removeEventListener('abort', wake)
        this.#wake = undefined
        settled()
      }
      const wake = () => settle(resolve)
      const timer =
        timeoutMs === undefined
          ? undefined
          : setTimeout(() => settle(() => reject(noAnswer(Math.round(timeoutMs)))), timeoutMs)
      this.#wake = wake
      stop.addEventListener('abort', wake)
    })
  }

  #end(state: State): void {
    if (this.#state.kind === 'open') this.#state = state
    this.#wake?.()
  }
}
