import { setTimeout as sleep } from 'node:timers/promises'

/** A wait that grows with every try, spread so that those who met do not meet again; in milliseconds. */
const backoff = (attempt: number, first: number): number => Math.min(first * 2 ** attempt, 1000) * (0.5 + Math.random())

/** Waits so, or until the signal. */
export const pause = async (attempt: number, first: number, signal?: AbortSignal): Promise<void> => {
  await sleep(backoff(attempt, first), undefined, signal === undefined ? {} : { signal }).catch(() => undefined)
}
