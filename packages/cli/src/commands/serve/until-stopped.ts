import { setTimeout as sleep } from 'node:timers/promises'
import type { Runtime } from '@skein/engine'
import type { Listening } from '@skein/http/node'

/** How long requests in progress may take when the server stops, in milliseconds. */
const gracePeriod = 10_000
/** How long read models and processes may take to finish their batch; a store that does not answer must not hold up the end. */
const batchPeriod = 1_000

/**
 * Keeps read models and processes up to date until the signal is aborted and all requests are finished. Where one of
 * them fails, the server stops and the error is thrown. Then the store has to be closed.
 */
export const untilStopped = async (
  signal: AbortSignal,
  runtime: Pick<Runtime, 'project' | 'react'>,
  listening: Listening,
  { drainDelayMs }: { readonly drainDelayMs: number },
): Promise<void> => {
  const stop = new AbortController()
  const following = [runtime.project({ signal: stop.signal }), runtime.react({ signal: stop.signal })]
  const stopped = new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
  try {
    await Promise.race([stopped, ...following])
  } finally {
    await listening.close({ timeoutMs: gracePeriod, drainDelayMs })
    stop.abort()
    const timer = new AbortController()
    const limit = sleep(batchPeriod, undefined, { signal: timer.signal }).catch(() => undefined)
    // what goes on after it ends when the store is closed
    await Promise.race([Promise.allSettled(following), limit])
    timer.abort()
  }
}
