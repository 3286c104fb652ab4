import type { Generation, Position, ReadModelStore, StoredEvent } from '../ports/index.js'
import { isStorageError } from '../ports/storage-error.js'
import { KeyedQueue } from '../primitives/keyed-queue.js'
import { ObserverIndex } from './observer-index.js'
import { SentIndex } from './sent-index.js'

/** How many events without a reaction are handled until they are committed, and how long they wait at most. */
const maxPending = 500
const longestWaitMs = 250

/**
 * How far a reactor is: the checkpoint, and the rows that are written with it. Events to which no process reacts are
 * committed together, so that following a log costs no transaction for each of them.
 */
export class ReactorProgress {
  readonly #store: ReadModelStore
  readonly #queue = new KeyedQueue()
  #generation: Generation
  #sent: SentIndex
  #observers: ObserverIndex
  #answers: ObserverIndex
  #pending = 0
  #to: Position | undefined
  #timer: NodeJS.Timeout | undefined
  #isStale = false

  constructor(store: ReadModelStore, generation: Generation) {
    this.#store = store
    this.#generation = generation
    this.#sent = new SentIndex(store)
    this.#observers = new ObserverIndex(store, 'decisions')
    this.#answers = new ObserverIndex(store, 'answers')
  }

  get generation(): Generation {
    return this.#generation
  }

  get sent(): SentIndex {
    return this.#sent
  }

  get observers(): ObserverIndex {
    return this.#observers
  }

  get answers(): ObserverIndex {
    return this.#answers
  }

  /**
   * Handles events, and moves the checkpoint behind them: at once if one of them had a reaction.
   *
   * @returns `false` if another reactor moved it first, or `handle` was interrupted
   */
  advance(events: readonly StoredEvent[], handle: () => Promise<'reacted' | 'nothing' | 'aborted'>): Promise<boolean> {
    return this.#queue.run('', async () => {
      const result = await handle()
      const to = events.at(-1)?.position
      if (result === 'aborted' || to === undefined || this.#isStale) return false
      this.#to = to
      this.#pending += events.length
      if (result === 'reacted' || this.#pending >= maxPending) return this.#commit()
      this.#timer ??= setTimeout(() => void this.flush().catch(ignoreUnavailable), longestWaitMs)
      return true
    })
  }

  /** Commits what is pending; `false` if another reactor moved the checkpoint first. */
  flush(): Promise<boolean> {
    return this.#queue.run('', () => this.#commit())
  }

  async #commit(): Promise<boolean> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#to === undefined || this.#isStale) return !this.#isStale
    const { id, checkpoint: from } = this.#generation
    const indexes = [this.#sent, this.#observers, this.#answers]
    const puts = (await Promise.all(indexes.map((index) => index.puts(this.#generation)))).flat()
    const commit = { from, to: this.#to, events: this.#pending, puts, deletes: [] }
    this.#isStale = (await this.#store.commit(id, commit)) === 'stale'
    this.#generation = { ...this.#generation, checkpoint: this.#to }
    this.#sent = new SentIndex(this.#store)
    this.#observers = new ObserverIndex(this.#store, 'decisions')
    this.#answers = new ObserverIndex(this.#store, 'answers')
    this.#pending = 0
    this.#to = undefined
    return !this.#isStale
  }
}

/** What is pending stays so, and is committed with the next events. */
const ignoreUnavailable = (error: unknown): void => {
  if (!isStorageError(error)) throw error
}
