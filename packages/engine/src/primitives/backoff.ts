import { setTimeout as sleep } from 'node:timers/promises'

const longest = 1000

/**
 * Waits before the next attempt, or until the signal is aborted. The delay doubles with every attempt, up to a second,
 * and is randomised so that competing processes do not collide again.
 *
 * @param attempt counted from 0
 * @param first the delay before the first repeated attempt, in milliseconds
 */
export const backOff = async (attempt: number, first: number, signal?: AbortSignal): Promise<void> => {
  const delay = Math.min(first * 2 ** attempt, longest) * (0.5 + Math.random())
  await sleep(delay, undefined, signal === undefined ? {} : { signal }).catch(() => undefined)
}
