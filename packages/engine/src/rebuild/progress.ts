import type { Environment } from '../ports/environment.js'
import type { RebuildProgress } from './options.js'

/** Reports the progress of a rebuild to a listener, at most ten times a second. */
export class ProgressReporter {
  readonly #onProgress: ((progress: RebuildProgress) => void) | undefined
  readonly #total: number | undefined
  readonly #now: () => number
  readonly #startedAt: number
  #reportedAt = 0

  constructor(
    onProgress: ((progress: RebuildProgress) => void) | undefined,
    total: number | undefined,
    { now }: Pick<Environment, 'now'>,
  ) {
    this.#onProgress = onProgress
    this.#total = total
    this.#now = now
    this.#startedAt = now()
  }

  report(events: number, projections: readonly string[], isLast = false): void {
    const now = this.#now()
    if (this.#onProgress === undefined || (!isLast && now - this.#reportedAt < 100)) return
    this.#reportedAt = now
    const perSecond = Math.round((events * 1000) / Math.max(1, now - this.#startedAt))
    // events that arrive during the rebuild are read too
    const total = this.#total === undefined ? undefined : Math.max(this.#total, events)
    this.#onProgress({
      events,
      ...(total === undefined ? {} : { total }),
      perSecond,
      ...(total === undefined || perSecond === 0 ? {} : { remainingSeconds: Math.ceil((total - events) / perSecond) }),
      projections,
    })
  }
}
