import { setTimeout as sleep } from 'node:timers/promises'
import { NoAnswer } from './failures.js'

/** How long something that fails is tried again: since the last sign of life, for so many milliseconds. */
export class RetryDeadline {
  readonly #patience: number
  #failures = 0
  #since = 0

  constructor(patience: number) {
    this.#patience = patience
  }

  /** It works again. */
  renew(): void {
    this.#failures = 0
  }

  /** Waits a while, longer every time; gives whether to try again. */
  async more(stop: AbortSignal): Promise<boolean> {
    const now = Date.now()
    if (this.#failures === 0) this.#since = now
    if (stop.aborted || now - this.#since >= this.#patience) return false
    const longest = Math.min(1_000, 10 * 2 ** this.#failures++)
    try {
      // of uneven length, so that those who wait don't come back together
      await sleep(longest * (0.5 + Math.random() / 2), undefined, { signal: stop })
      return true
    } catch {
      return false
    }
  }
}

/** The result of `work`, or `NoAnswer` after `timeout` milliseconds; what comes later is let go. */
export const within = async <T>(timeout: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(timeout)), timeout)
  })
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
