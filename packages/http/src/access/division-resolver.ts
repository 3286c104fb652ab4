import { divisionOf, isWithinDivision } from '@skein/core'
import type { Codec, Runtime } from '@skein/engine'
import { type DivisionIndex, type DivisionRef, divisionIndexOf, partsOf } from '@skein/kernel'
import { BoundedMap } from '../bounded-map.js'
import type { Principal } from '../principal.js'

const cachedStreams = 10_000
/** Events to a batch: the one that determines the division is among the first ones, or among the latest. */
const batchSize = 50

/** Finds out which division a stream belongs to, by reading its events. Divisions that cannot change are cached. */
export class DivisionResolver {
  /** What the aggregates and read models of the domain declare about divisions. */
  readonly index: DivisionIndex
  /** The names of the domain's aggregates. */
  readonly aggregates: readonly string[]
  readonly #runtime: Pick<Runtime, 'storage' | 'claimant'>
  readonly #codec: Codec
  readonly #fixed = new BoundedMap<string, DivisionRef>(cachedStreams)

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

  /** Whether something that belongs there lies within the principal's divisions. */
  async isWithin(principal: Principal, ref: DivisionRef | undefined): Promise<boolean> {
    return principal.divisions === 'all' || covers(principal.divisions, await divisionOf(ref, this.find))
  }

  /** Whether the principal's commands may refer to a stream: it lies within the principal's divisions, or serves them. */
  async mayReferTo(principal: Principal, stream: string): Promise<boolean> {
    if (principal.divisions === 'all') return true
    const division = await divisionOf({ with: stream }, this.find)
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

  async #byEvents(stream: string): Promise<DivisionRef | undefined> {
    const direction = this.index.canChange(stream) ? 'backwards' : 'forwards'
    for await (const batch of this.#runtime.storage.events.readStream(stream, { direction, batchSize }))
      for (const event of batch) {
        if (!this.index.determines(event.type)) continue
        const ref = this.index.refOf(this.#codec.decode(event))
        if (ref !== undefined) return ref
      }
    return undefined
  }
}

/** What belongs nowhere, or to everybody together, is visible only to principals of all divisions. */
const covers = (divisions: readonly string[], division: string | 'everywhere' | undefined): boolean =>
  division !== undefined &&
  division !== 'everywhere' &&
  divisions.some((covered) => isWithinDivision(division, covered))
