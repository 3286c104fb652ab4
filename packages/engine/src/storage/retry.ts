import { setTimeout as sleep } from 'node:timers/promises'

export interface RetryOptions {
  /** How long to retry, in milliseconds from the first attempt; 0 makes one attempt only. */
  readonly timeoutMs: number
  /** Whether the same attempt may succeed later. Any other error is thrown at once. */
  readonly isTransient: (error: unknown) => boolean
  /** The pause before each retry, in milliseconds; `retry` counts from 0. */
  readonly pauseMs: (retry: number) => number
}

/** Repeats `attempt` while it fails with a transient error; throws the last error when the time is over. */
export const retryUntil = async <T>(
  attempt: () => T | Promise<T>,
  { timeoutMs, isTransient, pauseMs }: RetryOptions,
): Promise<T> => {
  const deadline = performance.now() + timeoutMs
  for (let retry = 0; ; retry++) {
    try {
      return await attempt()
    } catch (error) {
      if (!isTransient(error) || performance.now() >= deadline) throw error
    }
    await sleep(pauseMs(retry))
  }
}

export interface BackoffOptions {
  /** The longest pause before the first retry, in milliseconds; it doubles with each retry. */
  readonly firstMs: number
  /** No pause is longer, in milliseconds. */
  readonly longestMs: number
}

/**
 * Exponential backoff with full jitter: a random pause in milliseconds, so that processes that failed together do not
 * retry together.
 */
export const backoffMs = (retry: number, { firstMs, longestMs }: BackoffOptions): number =>
  Math.random() * Math.min(longestMs, firstMs * 2 ** retry)
