import { assertProcessesOf } from '../checkpoints/process-checkpoint.js'
import type { Environment, Generation, Storage, StoredEvent } from '../ports/index.js'
import { isStorageError } from '../ports/storage-error.js'
import { KeyedQueue } from '../primitives/keyed-queue.js'
import { HandledRevisions } from './handled-revisions.js'
import { type Indexes, indexesIn, putsOf } from './indexes.js'
import type { FailedReaction, ProcessQuarantine } from './process-quarantine.js'

/** How many events without a reaction are handled until they are committed, and how long they wait at most. */
const maxPending = 500
const longestWaitMs = 250

/**
 * How far a reactor is: the checkpoint, and the rows that are written with it. Events to which no process reacts are
 * committed together, so that following a log costs no transaction for each of them.
 */
export class ReactorProgress {
  readonly #storage: Storage
  readonly #environment: Environment
  readonly quarantine: ProcessQuarantine
  /** Everything that was handled before. */
  readonly handled: HandledRevisions
  readonly #onFailed: (failed: FailedReaction) => void
  readonly #queue = new KeyedQueue()
  #generation: Generation
  #indexes: Indexes
  #pending = 0
  #last: StoredEvent | undefined
  /** Ends the wait for more events. */
  #waiting: AbortController | undefined
  readonly #ended = new AbortController()

  /** @param onFailed called for each event that could not be handled, once that is written */
  constructor(
    { storage, environment }: { readonly storage: Storage; readonly environment: Environment },
    generation: Generation,
    quarantine: ProcessQuarantine,
    onFailed: (failed: FailedReaction) => void,
  ) {
    this.#storage = storage
    this.#environment = environment
    this.quarantine = quarantine
    this.#onFailed = onFailed
    this.#generation = generation
    this.#indexes = indexesIn(storage.readModels)
    this.handled = new HandledRevisions(storage.events, generation.checkpoint)
  }

  get generation(): Generation {
    return this.#generation
  }

  /** Aborted once another reactor has moved the checkpoint, or it could not be moved: then another one goes on from there. */
  get ended(): AbortSignal {
    return this.#ended.signal
  }

  get indexes(): Indexes {
    return this.#indexes
  }

  /**
   * Handles events, and moves the checkpoint behind them: at once if one of them had a reaction.
   *
   * @returns `false` if another reactor moved it first, or `handle` was interrupted
   */
  advance(events: readonly StoredEvent[], handle: () => Promise<'reacted' | 'nothing' | 'aborted'>): Promise<boolean> {
    return this.#queue.run('', async () => {
      const result = await handle()
      const last = events.at(-1)
      if (result === 'aborted' || last === undefined || this.ended.aborted) return false
      this.#last = last
      this.#pending += events.length
      if (result === 'reacted' || this.#pending >= maxPending) return this.#commit()
      if (this.#waiting === undefined) void this.#flushLater()
      return true
    })
  }

  /** Commits what is pending; `false` if another reactor moved the checkpoint first. */
  flush(): Promise<boolean> {
    return this.#queue.run('', () => this.#commit())
  }

  /** Commits nothing more: what is pending is handled again. */
  end(): void {
    this.#waiting?.abort()
    this.#ended.abort()
  }

  /** Commits what is pending after a while. */
  async #flushLater(): Promise<void> {
    const waiting = new AbortController()
    this.#waiting = waiting
    await this.#environment.sleep(longestWaitMs, waiting.signal)
    if (waiting.signal.aborted) return
    await this.flush().catch((error: unknown) => {
      if (!isStorageError(error)) throw error
      this.end()
    })
  }

  async #commit(): Promise<boolean> {
    this.#waiting?.abort()
    this.#waiting = undefined
    if (this.#last === undefined || this.ended.aborted) return !this.ended.aborted
    const { events, readModels } = this.#storage
    await assertProcessesOf(events, this.#generation)
    const { id, checkpoint: from, events: eventsBefore } = this.#generation
    const { position: to, hash } = this.#last
    const puts = [...(await putsOf(this.#indexes, this.#generation)), ...this.quarantine.puts()]
    const commit = { from, eventsBefore, to, hash, events: this.#pending, puts, deletes: [] }
    if ((await readModels.commit(id, commit)) === 'stale') {
      this.end()
      return false
    }
    for (const failed of this.quarantine.written()) this.#onFailed(failed)
    this.#generation = {
      ...this.#generation,
      checkpoint: to,
      checkpointHash: hash,
      events: eventsBefore + this.#pending,
    }
    this.#indexes = indexesIn(readModels)
    this.#pending = 0
    this.#last = undefined
    return true
  }
}
