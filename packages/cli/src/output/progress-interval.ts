import { progressMeter } from './progress-meter.js'
import type { Progress, ProgressState } from './progress-types.js'

/** Shows the state at most once in so many milliseconds, and the last one at the end. */
export const everyInterval = (interval: number, show: (state: ProgressState) => void): Progress => {
  const measure = progressMeter()
  let shownAt = performance.now()
  let unshown: ProgressState | undefined
  return {
    update(done, total) {
      const state = measure(done, total)
      const now = performance.now()
      if (now - shownAt < interval) {
        unshown = state
        return
      }
      shownAt = now
      unshown = undefined
      show(state)
    },
    end() {
      if (unshown !== undefined) show(unshown)
    },
  }
}
