import { setTimeout as sleep } from 'node:timers/promises'
import { backoffMs } from '@skein/engine/storage'
import { NoAnswer } from './errors.js'

/** Limits how long failing calls are retried: the time counts from the first failure since the last success. */
export class RetryDeadline {
  readonly #retryTimeoutMs: number
  #failures = 0
  #firstFailureAt = 0

  constructor(retryTimeoutMs: number) {
    this.#retryTimeoutMs = retryTimeoutMs
  }

  /** A call succeeded, so the time starts again. */
  renew(): void {
    this.#failures = 0
  }

  /** Call it after a failure: pauses, longer each time, and resolves to whether to retry. */
  async pause(stop: AbortSignal): Promise<boolean> {
    const now = performance.now()
    if (this.#failures === 0) this.#firstFailureAt = now
    if (stop.aborted || now - this.#firstFailureAt >= this.#retryTimeoutMs) return false
    try {
      await sleep(backoffMs(this.#failures++, { firstMs: 10, longestMs: 1_000 }), undefined, { signal: stop })
      return true
    } catch {
      return false
    }
  }
}

/** The result of `work`; throws `NoAnswer` after `timeoutMs` milliseconds, and ignores what comes later. */
export const withTimeout = async <T>(timeoutMs: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(timeoutMs)), timeoutMs)
  })
  try {
    return await Promise.race([work, timeout])
  } finally {
    clearTimeout(timer)
  }
}
