import { setTimeout as sleep } from 'node:timers/promises'
import { hasTag } from '@skein/engine'
import { backoffMs } from '@skein/engine/storage'
import { type CallFailed, type CallFailure, noAnswer } from './call-failure.js'
import type { Server } from './server.js'

/**
 * Limits how long a call is retried, waiting included: from the beginning of the first attempt that failed since the last
 * success. An attempt that nothing failed before may take `requestTimeoutMs`, a later one only what is left.
 */
export class RetryDeadline {
  readonly #requestTimeoutMs: number
  readonly #retryTimeoutMs: number
  #failures = 0
  #since = 0
  #reason: CallFailure | undefined

  constructor({ requestTimeoutMs, retryTimeoutMs }: Pick<Server, 'requestTimeoutMs' | 'retryTimeoutMs'>) {
    this.#requestTimeoutMs = requestTimeoutMs
    this.#retryTimeoutMs = retryTimeoutMs
  }

  /** How long the current attempt may go on without news, in milliseconds. */
  get attemptMs(): number {
    if (this.#failures === 0) return this.#requestTimeoutMs
    return Math.max(1, Math.min(this.#requestTimeoutMs, this.#since + this.#retryTimeoutMs - performance.now()))
  }

  /** Something arrived that was asked for, so the time starts again. */
  renew(): void {
    this.#failures = 0
  }

  /** What to report: a last attempt that had little time left must not hide why the one before it failed. */
  reasonOf(failure: CallFailure, failed: unknown): CallFailure {
    const isCutShort = hasTag<CallFailed>(failed, 'CallFailed') && failed.waitedMs > 0 && this.#failures > 0
    if (!isCutShort || this.#reason === undefined) this.#reason = failure
    return this.#reason
  }

  /** Call it after a failure: pauses, longer each time, and resolves to whether to retry. */
  async pause(failed: unknown, stop: AbortSignal): Promise<boolean> {
    const waitedMs = hasTag<CallFailed>(failed, 'CallFailed') ? failed.waitedMs : 0
    if (this.#failures === 0) this.#since = performance.now() - waitedMs
    const left = this.#since + this.#retryTimeoutMs - performance.now()
    const pauseMs = backoffMs(this.#failures++, { firstMs: 10, longestMs: 1_000 })
    // an attempt without time would only hide the reason of this one
    if (stop.aborted || left <= pauseMs) return false
    try {
      await sleep(pauseMs, undefined, { signal: stop })
      return true
    } catch {
      return false
    }
  }
}

/** How long an append that is running when the store is closed may still take, in milliseconds. */
const closingMs = 1_000

/** The result of `work`; throws `noAnswer` after `timeoutMs`, or soon after `closing` aborts, and ignores what comes later. */
export const withTimeout = async <T>(timeoutMs: number, work: Promise<T>, closing: AbortSignal): Promise<T> => {
  const startedAt = performance.now()
  let timer: NodeJS.Timeout | undefined
  let shorten = () => {}
  const timeout = new Promise<never>((_, reject) => {
    const giveUp = () => reject(noAnswer(Math.round(performance.now() - startedAt)))
    timer = setTimeout(giveUp, timeoutMs)
    shorten = () => {
      clearTimeout(timer)
      timer = setTimeout(giveUp, Math.min(closingMs, startedAt + timeoutMs - performance.now()))
    }
  })
  closing.addEventListener('abort', shorten)
  try {
    if (closing.aborted) shorten()
    return await Promise.race([work, timeout])
  } finally {
    closing.removeEventListener('abort', shorten)
    clearTimeout(timer)
  }
}
