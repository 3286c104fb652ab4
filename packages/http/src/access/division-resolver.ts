import { divisionOf, isWithinDivision } from '@skein/core'
import type { Codec, EventStore } from '@skein/engine'
import { type DivisionIndex, type DivisionRef, type Domain, divisionIndexOf } from '@skein/kernel'
import { BoundedMap } from '../bounded-map.js'
import type { Principal } from '../principal.js'

const cachedStreams = 10_000

/** Finds out which division a stream belongs to, by reading its events. Divisions that cannot change are cached. */
export class DivisionResolver {
  /** What the aggregates and read models of the domain declare about divisions. */
  readonly index: DivisionIndex
  readonly #events: EventStore
  readonly #codec: Codec
  readonly #fixed = new BoundedMap<string, DivisionRef>(cachedStreams)

  constructor(domain: Domain, events: EventStore, codec: Codec) {
    this.index = divisionIndexOf(domain)
    this.#events = events
    this.#codec = codec
  }

  /** Where the last event that determines it puts a stream; `undefined` if there is none. */
  readonly find = async (stream: string): Promise<DivisionRef | undefined> => {
    const cached = this.#fixed.get(stream)
    if (cached !== undefined) return cached
    const ref = await this.#read(stream)
    if (ref !== undefined && !this.index.canChange(stream)) this.#fixed.set(stream, ref)
    return ref
  }

  /** Whether something that belongs there lies within the principal's divisions. */
  async isWithin(principal: Principal, ref: DivisionRef | undefined): Promise<boolean> {
    return principal.divisions === 'all' || covers(principal.divisions, await divisionOf(ref, this.find))
  }

  async #read(stream: string): Promise<DivisionRef | undefined> {
    for await (const batch of this.#events.readStream(stream, { direction: 'backwards' }))
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
