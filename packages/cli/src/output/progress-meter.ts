import type { ProgressState } from './progress-types.js'

/** The speed in the first second is no basis for an estimate. */
const soonestEstimate = 1000

/** Measures speed and time left. */
export const progressMeter = (): ((done: number, total: number | undefined) => ProgressState) => {
  const startedAt = performance.now()
  return (done, total) => {
    const elapsed = performance.now() - startedAt
    const perSecond = Math.round((done * 1000) / Math.max(1, elapsed))
    const isEstimable = total !== undefined && perSecond > 0 && elapsed >= soonestEstimate
    return {
      done,
      ...(total === undefined ? {} : { total: Math.max(total, done) }),
      perSecond,
      ...(isEstimable ? { remainingSeconds: Math.ceil(Math.max(0, total - done) / perSecond) } : {}),
    }
  }
}
