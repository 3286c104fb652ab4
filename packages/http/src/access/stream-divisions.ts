import type { Codec, Runtime, StoredEvent } from '@skein/engine'
import { type DivisionIndex, type DivisionRef, partsOf } from '@skein/kernel'
import { BoundedMap } from '../primitives/bounded-map.js'

const cachedStreams = 10_000
/** Events to a batch: the one that determines the division is among the first ones, or among the latest. */
const batchSize = 50

/** Where the events of a stream put it, up to a revision. */
interface Found {
  readonly ref: DivisionRef | undefined
  readonly revision: number
}

/**
 * Finds out where a stream belongs, by reading its events. Divisions that cannot change are cached; of streams that may
 * move only new events are read again.
 */
export class StreamDivisions {
  readonly #index: DivisionIndex
  readonly #runtime: Pick<Runtime, 'storage' | 'claimant'>
  readonly #codec: Codec
  readonly #fixed = new BoundedMap<string, DivisionRef>(cachedStreams)
  readonly #changing = new BoundedMap<string, Found>(cachedStreams)

  constructor(index: DivisionIndex, runtime: Pick<Runtime, 'storage' | 'claimant'>, codec: Codec) {
    this.#index = index
    this.#runtime = runtime
    this.#codec = codec
  }

  /** Where the last event that determines it puts a stream, or the claim on its id; `undefined` if there is none. */
  async find(stream: string): Promise<DivisionRef | undefined> {
    const cached = this.#fixed.get(stream)
    if (cached !== undefined) return cached
    const ref = (await this.#byEvents(stream)) ?? (await this.#byClaim(stream))
    if (ref !== undefined && !this.#index.canChange(stream)) this.#fixed.set(stream, ref)
    return ref
  }

  /** With the stream that claimed the id, if that one exists: a claim is made before the event is recorded. */
  async #byClaim(stream: string): Promise<DivisionRef | undefined> {
    const { aggregate, id } = partsOf(stream)
    const scope = this.#index.claimScopeOf(aggregate)
    const claimant = scope === undefined ? undefined : await this.#runtime.claimant(scope, id)
    return claimant !== undefined && (await this.find(claimant)) !== undefined ? { with: claimant } : undefined
  }

  #byEvents(stream: string): Promise<DivisionRef | undefined> {
    return this.#index.canChange(stream) ? this.#byLastEvent(stream) : this.#byFirstEvent(stream)
  }

  async #byFirstEvent(stream: string): Promise<DivisionRef | undefined> {
    for await (const batch of this.#runtime.storage.events.readStream(stream, { batchSize }))
      for (const event of batch) {
        const ref = this.#refOf(event)
        if (ref !== undefined) return ref
      }
    return undefined
  }

  async #byLastEvent(stream: string): Promise<DivisionRef | undefined> {
    const known = this.#changing.get(stream)
    const found = known === undefined ? await this.#readBackwards(stream) : await this.#readOn(stream, known)
    // a lookup at the same time may have read more
    const cached = this.#changing.get(stream)
    if (found !== undefined && (cached === undefined || cached.revision < found.revision))
      this.#changing.set(stream, found)
    return found?.ref
  }

  async #readBackwards(stream: string): Promise<Found | undefined> {
    let last: number | undefined
    for await (const batch of this.#runtime.storage.events.readStream(stream, { direction: 'backwards', batchSize }))
      for (const event of batch) {
        last ??= event.revision
        const ref = this.#refOf(event)
        if (ref !== undefined) return { ref, revision: last }
      }
    return last === undefined ? undefined : { ref: undefined, revision: last }
  }

  async #readOn(stream: string, known: Found): Promise<Found> {
    let { ref, revision } = known
    for await (const batch of this.#runtime.storage.events.readStream(stream, { from: revision + 1, batchSize }))
      for (const event of batch) {
        revision = event.revision
        ref = this.#refOf(event) ?? ref
      }
    return { ref, revision }
  }

  #refOf(event: StoredEvent): DivisionRef | undefined {
    return this.#index.determines(event.type) ? this.#index.refOf(this.#codec.decode(event)) : undefined
  }
}
