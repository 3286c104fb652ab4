import type { RebuildProgress } from './plan.js'

/** Tells a listener how far a rebuild is, ten times a second at most. */
export class ProgressReporter {
  readonly #tell: ((progress: RebuildProgress) => void) | undefined
  readonly #total: number | undefined
  readonly #startedAt = performance.now()
  #toldAt = 0

  constructor(tell: ((progress: RebuildProgress) => void) | undefined, total: number | undefined) {
    this.#tell = tell
    this.#total = total
  }

  report(events: number, projections: readonly string[], last = false): void {
    const now = performance.now()
    if (this.#tell === undefined || (!last && now - this.#toldAt < 100)) return
    this.#toldAt = now
    const perSecond = Math.round((events * 1000) / Math.max(1, now - this.#startedAt))
    // events that arrive meanwhile are read too
    const total = this.#total === undefined ? undefined : Math.max(this.#total, events)
    this.#tell({
      events,
      ...(total === undefined ? {} : { total }),
      perSecond,
      ...(total === undefined || perSecond === 0 ? {} : { remainingSeconds: Math.ceil((total - events) / perSecond) }),
      projections,
    })
  }
}
