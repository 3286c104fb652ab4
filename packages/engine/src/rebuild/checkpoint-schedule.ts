import type { Environment } from '../ports/environment.js'

/** Milliseconds between two checkpoints: at least this many, or this many times what the last checkpoint took. */
const interval = { least: 2000, times: 8 }

/** Decides when a rebuild writes its next checkpoint. */
export class CheckpointSchedule {
  readonly #everyEvents: number | undefined
  readonly #environment: Pick<Environment, 'now'>
  #writtenAt: number
  #writtenEvents = 0
  #interval = interval.least

  /** @param everyEvents events between two checkpoints; `undefined` to go by the time that checkpoints take */
  constructor(everyEvents: number | undefined, environment: Pick<Environment, 'now'>) {
    this.#everyEvents = everyEvents
    this.#environment = environment
    this.#writtenAt = environment.now()
  }

  /**
   * @param events read so far
   * @param isFull memory has to be freed, or a commit would write too much at once
   */
  isDue(events: number, isFull: boolean): boolean {
    if (this.#everyEvents !== undefined) return events - this.#writtenEvents >= this.#everyEvents
    return this.#environment.now() - this.#writtenAt >= this.#interval || isFull
  }

  /** @param startedAt when writing the checkpoint began, by the environment's `now` */
  written(events: number, startedAt: number): void {
    this.#writtenAt = this.#environment.now()
    this.#writtenEvents = events
    this.#interval = Math.max(interval.least, interval.times * (this.#writtenAt - startedAt))
  }
}
