import { setTimeout as sleep } from 'node:timers/promises'
import type { Runtime } from '@skein/engine'
import type { Listening } from '@skein/http/node'
import type { ServeSettings } from './settings.js'

/** How long requests in progress may take when the server stops, in milliseconds. */
const gracePeriodMs = 10_000
/** How long read models and processes may take to finish their batch. */
const batchPeriodMs = 1_000
/** Within this time a store answers; one that does not must not hold up the end. */
const answerMs = 500
/** How long requests, read models and processes may take where the store does not answer. */
const silentPeriodMs = 100

interface Serving {
  readonly runtime: Pick<Runtime, 'project' | 'react' | 'storage'>
  readonly listening: Listening
  readonly settings: Pick<ServeSettings, 'drainDelayMs'>
}

/**
 * Keeps read models and processes up to date until the signal is aborted and all requests are finished. Where one of
 * them fails, the server stops and the error is thrown. Then the store has to be closed.
 */
export const untilStopped = async (
  signal: AbortSignal,
  { runtime, listening, settings: { drainDelayMs } }: Serving,
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
    const hasAnswered = await isWithin(answerMs, runtime.storage.events.head())
    if (hasAnswered) await listening.close({ timeoutMs: gracePeriodMs, drainDelayMs })
    else await listening.close({ timeoutMs: silentPeriodMs })
    stop.abort()
    // what goes on after it ends when the store is closed
    await isWithin(hasAnswered ? batchPeriodMs : silentPeriodMs, Promise.allSettled(following))
  }
}

/** Whether some work succeeds in time. */
const isWithin = async (timeoutMs: number, work: Promise<unknown>): Promise<boolean> => {
  const timer = new AbortController()
  const success = work.then(
    () => true,
    () => false,
  )
  const limit = sleep(timeoutMs, false, { signal: timer.signal }).catch(() => false)
  const isDone = await Promise.race([success, limit])
  timer.abort()
  return isDone
}
