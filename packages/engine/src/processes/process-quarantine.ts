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
  readonly #streams: Map<string, Quarantined>
  readonly #skipped: ReadonlySet<string>
  /** Those that are not written yet, by their streams. */
  readonly #failed = new Map<string, FailedReaction>()

  private constructor(streams: ReadonlyMap<string, Quarantined>, skipped: ReadonlySet<string>) {
    this.#streams = new Map(streams)
    this.#skipped = skipped
  }

  /** As the store has it. */
  static async of(readModels: ReadModelStore, { id }: Pick<Generation, 'id'>): Promise<ProcessQuarantine> {
    const found = await quarantineOf(readModels, id)
    const streams = found.flatMap((one) => (one.stream === undefined ? [] : [[one.stream, one] as const]))
    return new ProcessQuarantine(new Map(streams), await skippedEvents(readModels))
  }

  get streams(): readonly Quarantined[] {
    return [...this.#streams.values()]
  }

  /** Its events are handled again. */
  release(stream: string): void {
    this.#streams.delete(stream)
  }

  /** Whether an event of a stream could not be handled, and that is not written yet. */
  hasFailed(stream: string): boolean {
    return this.#failed.has(stream)
  }

  /** Whether the processes leave an event out, by the choice of an operator. */
  isSkipped({ stream, revision }: StoredEvent): boolean {
    return this.#skipped.has(`${stream}@${revision}`)
  }

  /** Whether the processes do not react to an event now: one of its stream, not behind it, could not be handled. */
  passesOver(stored: StoredEvent): boolean {
    const { stream, revision } = stored
    const first = this.#streams.get(stream) ?? this.#failed.get(stream)?.quarantined
    return this.isSkipped(stored) || (first !== undefined && (first.revision ?? 0) <= revision)
  }

  /** Notes that the processes cannot react to an event; throws the error if it is not one of that event. */
  add({ stream, revision, type }: StoredEvent, error: unknown): void {
    const isOfStore = isStorageError(error) && error.fault !== 'corrupt' && error.fault !== 'newer'
    const isOfAll = isOfStore || hasTag<MasterKeyError>(error, 'MasterKeyError')
    if (isOfAll || this.#streams.size + this.#failed.size >= maxQuarantined) throw error
    const known = this.#failed.get(stream)?.quarantined.revision
    if (this.#streams.has(stream) || (known !== undefined && known <= revision)) return
    const since = new Date().toISOString()
    this.#failed.set(stream, { quarantined: { stream, revision, type, reason: reasonOf(error), since }, error })
  }

  /** What is written with the checkpoint. */
  puts(): readonly Put[] {
    return [...this.#failed.values()].map(({ quarantined }) => quarantinePut(quarantined))
  }

  /** Call it once that is written; returns what failed. */
  written(): readonly FailedReaction[] {
    const failed = [...this.#failed.values()]
    this.#failed.clear()
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
