import { setTimeout as sleep } from 'node:timers/promises'
import { isBusy } from './faults.js'

/** A short wait of uneven length, so that those who wait don't come back together. */
export const pause = (): number => 1 + Math.random() * 15

/** Tries again while another process is in the way, for at most `patience` milliseconds. */
export const retryUntil = async <T>(patience: number, attempt: () => T): Promise<T> => {
  const deadline = Date.now() + patience
  for (;;) {
    try {
      return attempt()
    } catch (error) {
      if (!isBusy(error) || Date.now() >= deadline) throw error
    }
    await sleep(pause())
  }
}
