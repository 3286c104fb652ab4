import { hasTag, type Text } from '@skein/kernel'
import { maxQuarantined, type Quarantined, quarantineOf, quarantinePut } from '../checkpoints/quarantine.js'
import { skippedEvents } from '../checkpoints/skipped-events.js'
import type { Generation, Put, ReadModelStore, StoredEvent } from '../ports/index.js'
import { isStorageError } from '../ports/storage-error.js'
import type { MasterKeyError } from '../privacy/master-key-error.js'

/** An event to which the processes could not react. */
export interface FailedReaction {
  readonly quarantined: Quarantined & { readonly stream: string }
  readonly error: unknown
}

/**
 * The streams that the processes pass over, since they cannot react to one of their events: to that event and all later
 * ones of its stream. Noted beside the checkpoint of the processes, in the same commit.
 */
export class ProcessQuarantine {
  readonly #readModels: ReadModelStore
  #streams = new Map<string, Quarantined>()
  #skipped: ReadonlySet<string> = new Set()
  /** Of the batch that is being handled. */
  #failed: FailedReaction[] = []

  constructor(readModels: ReadModelStore) {
    this.#readModels = readModels
  }

  get streams(): readonly Quarantined[] {
    return [...this.#streams.values()]
  }

  /** As the store has it. */
  async load({ id }: Generation): Promise<void> {
    this.#failed = []
    this.#skipped = await skippedEvents(this.#readModels)
    const found = await quarantineOf(this.#readModels, id)
    this.#streams = new Map(found.flatMap((one) => (one.stream === undefined ? [] : [[one.stream, one]])))
  }

  /** Its events are handled again. */
  release(stream: string): void {
    this.#streams.delete(stream)
  }

  /** Whether the processes do not react to an event now. */
  passesOver({ stream, revision }: StoredEvent): boolean {
    const isWaiting = this.#streams.has(stream) || this.#failed.some(({ quarantined }) => quarantined.stream === stream)
    return isWaiting || this.#skipped.has(`${stream}@${revision}`)
  }

  /** Notes that the processes cannot react to an event; throws the error if it is not one of that event. */
  add({ stream, revision, type }: StoredEvent, error: unknown): void {
    const isOfStore = isStorageError(error) && error.fault !== 'corrupt' && error.fault !== 'newer'
    const isOfAll = isOfStore || hasTag<MasterKeyError>(error, 'MasterKeyError')
    if (isOfAll || this.#streams.size + this.#failed.length >= maxQuarantined) throw error
    const since = new Date().toISOString()
    this.#failed.push({ quarantined: { stream, revision, type, reason: reasonOf(error), since }, error })
  }

  /** What is written with the checkpoint. */
  puts(): readonly Put[] {
    return this.#failed.map(({ quarantined }) => quarantinePut(quarantined))
  }

  /** Call it once that is written; returns what failed in the batch. */
  written(): readonly FailedReaction[] {
    const failed = this.#failed
    this.#failed = []
    for (const { quarantined } of failed) this.#streams.set(quarantined.stream, quarantined)
    return failed
  }
}

const reasonOf = (error: unknown): Text => {
  if (error instanceof Error && 'text' in error && isText(error.text)) return error.text
  const message = error instanceof Error ? error.message : String(error)
  return { en: `a process failed: ${message}`, zh: `流程出错:${message}` }
}

const isText = (value: unknown): value is Text =>
  typeof value === 'object' && value !== null && 'en' in value && 'zh' in value
