/** How far a job is. */
export interface Progress {
  /** May be called as often as wanted; what is shown changes only now and then. */
  update(done: number, total?: number): void
  /** Shows the last state. */
  end(): void
}

/** How far a job is, and how fast. */
export interface ProgressState {
  readonly done: number
  readonly total?: number
  readonly perSecond: number
  readonly remainingSeconds?: number
}
