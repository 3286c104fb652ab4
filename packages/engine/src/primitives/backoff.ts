import type { Environment } from '../ports/environment.js'

const longest = 1000

/**
 * Waits before the next attempt, or until the signal is aborted. The delay doubles with every attempt, up to a second,
 * and is randomised so that competing processes do not collide again.
 *
 * @param attempt counted from 0
 * @param first the delay before the first repeated attempt, in milliseconds
 */
export const backOff = (
  { sleep, random }: Pick<Environment, 'sleep' | 'random'>,
  attempt: number,
  first: number,
  signal?: AbortSignal,
): Promise<void> => sleep(Math.min(first * 2 ** attempt, longest) * (0.5 + random()), signal)
