import { type Codec, type Runtime, readEntries, type StoredEvent } from '@skein/engine'
import { isRecordedLate } from '@skein/engine/storage'
import { type AnyEvent, type DivisionIndex, type DivisionRef, partsOf } from '@skein/kernel'
import { BoundedMap } from '../primitives/bounded-map.js'
import { AmendedStreams } from './amended-streams.js'

const cachedStreams = 10_000
/** Events to a batch: the one that determines the division is among the first ones, or among the latest. */
const batchSize = 50

/** Where the events of a stream put it, up to a revision. */
interface Found {
  readonly ref: DivisionRef | undefined
  readonly revision: number
}

/**
 * Finds out where a stream belongs, by reading its events. Divisions that only a correction can change are cached; of
 * streams that may move only new events are read again, unless some are late.
 */
export class StreamDivisions {
  readonly #index: DivisionIndex
  readonly #runtime: Pick<Runtime, 'domain' | 'storage' | 'claimant'>
  readonly #codec: Codec
  readonly #fixed = new BoundedMap<string, DivisionRef>(cachedStreams)
  readonly #changing = new BoundedMap<string, Found>(cachedStreams)
  readonly #amended: AmendedStreams

  constructor(index: DivisionIndex, runtime: Pick<Runtime, 'domain' | 'storage' | 'claimant'>, codec: Codec) {
    this.#index = index
    this.#runtime = runtime
    this.#codec = codec
    this.#amended = new AmendedStreams(runtime.storage.events)
  }

  /** Where the last event that determines it puts a stream, or the claim on its id; `undefined` if there is none. */
  async find(stream: string): Promise<DivisionRef | undefined> {
    if (this.#index.canChange(stream) || (await this.#amended.has(stream)))
      return (await this.#byLastEvent(stream)) ?? (await this.#byClaim(stream))
    const cached = this.#fixed.get(stream)
    if (cached !== undefined) return cached
    const ref = (await this.#byFirstEvent(stream)) ?? (await this.#byClaim(stream))
    if (ref !== undefined) this.#fixed.set(stream, ref)
    return ref
  }

  /** With the stream that claimed the id, if that one exists: a claim is made before the event is recorded. */
  async #byClaim(stream: string): Promise<DivisionRef | undefined> {
    const { aggregate, id } = partsOf(stream)
    const scope = this.#index.claimScopeOf(aggregate)
    const claimant = scope === undefined ? undefined : await this.#runtime.claimant(scope, id)
    return claimant !== undefined && (await this.find(claimant)) !== undefined ? { with: claimant } : undefined
  }

  async #byFirstEvent(stream: string): Promise<DivisionRef | undefined> {
    for await (const batch of this.#runtime.storage.events.readStream(stream, { batchSize, partial: true }))
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
        if (isRecordedLate(event.metadata)) return { ref: await this.#inHistory(stream, last), revision: last }
        const ref = this.#refOf(event)
        if (ref !== undefined) return { ref, revision: last }
      }
    return last === undefined ? undefined : { ref: undefined, revision: last }
  }

  async #readOn(stream: string, known: Found): Promise<Found> {
    let { ref, revision } = known
    let isLate = false
    for await (const batch of this.#runtime.storage.events.readStream(stream, { from: revision + 1, batchSize }))
      for (const event of batch) {
        revision = event.revision
        isLate ||= isRecordedLate(event.metadata)
        ref = this.#refOf(event) ?? ref
      }
    return { ref: isLate ? await this.#inHistory(stream, revision) : ref, revision }
  }

  /**
   * Where the last event in the order of days puts a stream, that is of those which stand. If none stands, the last one
   * that did: what was annulled can be let stand again there.
   */
  async #inHistory(stream: string, to: number): Promise<DivisionRef | undefined> {
    const entries = await readEntries(this.#runtime, stream, { to })
    const standing = entries.filter(({ index }) => index !== undefined)
    standing.sort((a, b) => (a.index ?? 0) - (b.index ?? 0))
    const refIn = (some: typeof entries): DivisionRef | undefined =>
      some.flatMap(({ events }) => events.flatMap((event) => this.#refOfEvent(event) ?? [])).at(-1)
    return refIn(standing) ?? refIn(entries)
  }

  #refOf(event: StoredEvent): DivisionRef | undefined {
    return this.#index.determines(event.type) ? this.#refOfEvent(this.#codec.decode(event)) : undefined
  }

  #refOfEvent(event: AnyEvent): DivisionRef | undefined {
    return this.#index.refOf(event)
  }
}
