import { backoffMs, type RetryOptions } from '@skein/engine/storage'
import { isBusy } from './errors.js'

/** A random pause in milliseconds. It is short, as other processes hold the write lock for milliseconds only. */
export const busyPauseMs = (): number => backoffMs(0, { firstMs: 16, longestMs: 16 })

/** Retries while another process holds a lock. */
export const busyRetry = (busyTimeoutMs: number): RetryOptions => ({
  timeoutMs: busyTimeoutMs,
  isTransient: isBusy,
  pauseMs: busyPauseMs,
})
