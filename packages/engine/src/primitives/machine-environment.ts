import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Environment } from '../ports/environment.js'

/** The clocks, timers and randomness of this machine. */
export const machineEnvironment: Environment = {
  date: () => new Date(),
  now: () => performance.now(),
  sleep: (milliseconds, signal) =>
    sleep(milliseconds, undefined, signal === undefined ? {} : { signal }).catch(() => undefined),
  nextTurn: () =>
    new Promise((resolve) => {
      // a timer is not called for at least a millisecond; workers have nothing else
      if (typeof setImmediate === 'function') setImmediate(resolve)
      else setTimeout(resolve, 0)
    }),
  random: () => Math.random(),
  randomBytes: (size) => randomBytes(size),
}
