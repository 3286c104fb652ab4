import { divisionOf, isWithinDivision } from '@skein/core'
import type { Codec, Runtime, StoredEvent } from '@skein/engine'
import { type DivisionIndex, type DivisionRef, divisionIndexOf, partsOf } from '@skein/kernel'
import { BoundedMap } from '../primitives/bounded-map.js'
import type { Principal } from '../principal.js'

const cachedStreams = 10_000
/** Events to a batch: the one that determines the division is among the first ones, or among the latest. */
const batchSize = 50

/** Where the events of a stream put it, up to a revision. */
interface Found {
  readonly ref: DivisionRef | undefined
  readonly revision: number
}

/**
 * Finds out which division a stream belongs to, by reading its events. Divisions that cannot change are cached; of streams
 * that may move only new events are read again.
 */
export class DivisionResolver {
  /** What the aggregates and read models of the domain declare about divisions. */
  readonly index: DivisionIndex
  /** The names of the domain's aggregates. */
  readonly aggregates: readonly string[]
  readonly #runtime: Pick<Runtime, 'storage' | 'claimant'>
  readonly #codec: Codec
  readonly #fixed = new BoundedMap<string, DivisionRef>(cachedStreams)
  readonly #changing = new BoundedMap<string, Found>(cachedStreams)

  constructor(runtime: Pick<Runtime, 'domain' | 'storage' | 'claimant'>, codec: Codec) {
    this.index = divisionIndexOf(runtime.domain)
    this.aggregates = runtime.domain.aggregates.map(({ name }) => name)
    this.#runtime = runtime
    this.#codec = codec
  }

  /** Where the last event that determines it puts a stream, or the claim on its id; `undefined` if there is none. */
  readonly find = async (stream: string): Promise<DivisionRef | undefined> => {
    const cached = this.#fixed.get(stream)
    if (cached !== undefined) return cached
    const ref = (await this.#byEvents(stream)) ?? (await this.#byClaim(stream))
    if (ref !== undefined && !this.index.canChange(stream)) this.#fixed.set(stream, ref)
    return ref
  }

  /** Whether a stream has events, or its id is claimed. Every stream of an aggregate opens with where it belongs. */
  async exists(stream: string): Promise<boolean> {
    return (await this.find(stream)) !== undefined
  }

  /** The division that a stream belongs to. */
  divisionOf(stream: string): ReturnType<typeof divisionOf> {
    return divisionOf({ with: stream }, this.find)
  }

  /** Whether something that belongs there lies within the principal's divisions. */
  async isWithin(principal: Principal, ref: DivisionRef | undefined): Promise<boolean> {
    return principal.divisions === 'all' || covers(principal.divisions, await divisionOf(ref, this.find))
  }

  /** Whether the principal's commands may refer to a stream: it lies within the principal's divisions, or serves them. */
  async mayReferTo(principal: Principal, stream: string): Promise<boolean> {
    if (principal.divisions === 'all') return true
    const division = await this.divisionOf(stream)
    if (covers(principal.divisions, division)) return true
    if (division === undefined || division === 'everywhere' || !this.index.servesBelow(stream)) return false
    return principal.divisions.some((own) => isWithinDivision(own, division))
  }

  /** With the stream that claimed the id, if that one exists: a claim is made before the event is recorded. */
  async #byClaim(stream: string): Promise<DivisionRef | undefined> {
    const { aggregate, id } = partsOf(stream)
    const scope = this.index.claimScopeOf(aggregate)
    const claimant = scope === undefined ? undefined : await this.#runtime.claimant(scope, id)
    return claimant !== undefined && (await this.find(claimant)) !== undefined ? { with: claimant } : undefined
  }

  #byEvents(stream: string): Promise<DivisionRef | undefined> {
    return this.index.canChange(stream) ? this.#byLastEvent(stream) : this.#byFirstEvent(stream)
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
    return this.index.determines(event.type) ? this.index.refOf(this.#codec.decode(event)) : undefined
  }
}

/**
 * Whether one of the divisions covers another one. What belongs nowhere, or to everybody together, is visible only to
 * principals of all divisions.
 */
export const covers = (divisions: readonly string[], division: string | 'everywhere' | undefined): boolean =>
  division !== undefined &&
  division !== 'everywhere' &&
  divisions.some((covered) => isWithinDivision(division, covered))
