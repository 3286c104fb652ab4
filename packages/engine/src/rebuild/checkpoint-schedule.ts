/** Milliseconds between two checkpoints: at least this many, or this many times what the last checkpoint took. */
const interval = { least: 2000, times: 8 }

/** Decides when a rebuild writes its next checkpoint. */
export class CheckpointSchedule {
  readonly #everyEvents: number | undefined
  #writtenAt = performance.now()
  #writtenEvents = 0
  #interval = interval.least

  /** @param everyEvents events between two checkpoints; `undefined` to go by the time that checkpoints take */
  constructor(everyEvents: number | undefined) {
    this.#everyEvents = everyEvents
  }

  /**
   * @param events read so far
   * @param isFull memory has to be freed, or a commit would write too much at once
   */
  isDue(events: number, isFull: boolean): boolean {
    if (this.#everyEvents !== undefined) return events - this.#writtenEvents >= this.#everyEvents
    return performance.now() - this.#writtenAt >= this.#interval || isFull
  }

  /** @param startedAt when writing the checkpoint began, by `performance.now()` */
  written(events: number, startedAt: number): void {
    this.#writtenAt = performance.now()
    this.#writtenEvents = events
    this.#interval = Math.max(interval.least, interval.times * (this.#writtenAt - startedAt))
  }
}
