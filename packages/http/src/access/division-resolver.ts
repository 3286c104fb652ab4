import type { Codec, EventStore } from '@skein/engine'
import { BoundedMap } from '../bounded-map.js'
import type { Principal } from '../principal.js'
import {
  type DivisionRef,
  divisionRefFromEvent,
  eventDeterminesDivision,
  liesWithin,
  resolveDivision,
  streamCanChangeDivision,
} from './ownership.js'

const cachedStreams = 10_000

/** Finds out which division a stream belongs to, by reading its events. Divisions that cannot change are cached. */
export class DivisionResolver {
  readonly #events: EventStore
  readonly #codec: Codec
  readonly #fixed = new BoundedMap<string, DivisionRef>(cachedStreams)

  constructor(events: EventStore, codec: Codec) {
    this.#events = events
    this.#codec = codec
  }

  readonly find = async (stream: string): Promise<DivisionRef | undefined> => {
    const cached = this.#fixed.get(stream)
    if (cached !== undefined) return cached
    const ref = await this.#read(stream)
    if (ref !== undefined && !streamCanChangeDivision(stream)) this.#fixed.set(stream, ref)
    return ref
  }

  /** Whether something that belongs there lies within the principal's divisions. */
  async isWithin(principal: Principal, ref: DivisionRef | undefined): Promise<boolean> {
    return principal.divisions === 'all' || covers(principal.divisions, await resolveDivision(ref, this.find))
  }

  async #read(stream: string): Promise<DivisionRef | undefined> {
    for await (const batch of this.#events.readStream(stream, { direction: 'backwards' }))
      for (const event of batch) {
        if (!eventDeterminesDivision(event.type)) continue
        const ref = divisionRefFromEvent(this.#codec.decode(event))
        if (ref !== undefined) return ref
      }
    return undefined
  }
}

/** What belongs nowhere, or to everybody together, is visible only to principals of all divisions. */
const covers = (divisions: readonly string[], division: string | 'everywhere' | undefined): boolean =>
  division !== undefined && division !== 'everywhere' && divisions.some((ancestor) => liesWithin(division, ancestor))
