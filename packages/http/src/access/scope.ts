// What lies within a principal's divisions, and what may be shown of it.

import {
  canChangeDivision,
  type DivisionRef,
  determinesDivision,
  divisionOf,
  divisionRefOf,
  isWithinDivision,
} from '@skein/core'
import type { Codec, EventStore } from '@skein/engine'
import type { Principal, Role } from '../principal.js'

/** Whether a principal may see, and act on, what belongs to a division. What belongs nowhere is seen by who sees all. */
const covers = ({ divisions }: Principal, division: string | 'everywhere' | undefined): boolean =>
  divisions === 'all' ||
  (division !== undefined && division !== 'everywhere' && divisions.some((own) => isWithinDivision(division, own)))

/** Those who work with the people themselves. County and auditors look at figures, and get personal values sealed. */
const seesPersonal: readonly Role[] = ['base', 'township', 'village']

export const maySeePersonal = ({ roles }: Principal): boolean => roles.some((role) => seesPersonal.includes(role))

const remembered = 10_000

/** Finds out where streams belong, from the events that say so. What can't change is remembered. */
export class DivisionResolver {
  readonly #events: EventStore
  readonly #codec: Codec
  readonly #settled = new Map<string, DivisionRef>()

  constructor(events: EventStore, codec: Codec) {
    this.#events = events
    this.#codec = codec
  }

  readonly find = async (stream: string): Promise<DivisionRef | undefined> => {
    const known = this.#settled.get(stream)
    if (known !== undefined) return known
    const home = await this.#read(stream)
    if (home !== undefined && !canChangeDivision(stream)) this.#remember(stream, home)
    return home
  }

  /** Whether something with that home is the principal's business. */
  async isWithin(principal: Principal, home: DivisionRef | undefined): Promise<boolean> {
    return principal.divisions === 'all' || covers(principal, await divisionOf(home, this.find))
  }

  async #read(stream: string): Promise<DivisionRef | undefined> {
    for await (const batch of this.#events.readStream(stream, { direction: 'backwards' }))
      for (const event of batch) {
        if (!determinesDivision(event.type)) continue
        const home = divisionRefOf(this.#codec.decode(event))
        if (home !== undefined) return home
      }
    return undefined
  }

  #remember(stream: string, home: DivisionRef): void {
    const [oldest] = this.#settled.keys()
    if (this.#settled.size >= remembered && oldest !== undefined) this.#settled.delete(oldest)
    this.#settled.set(stream, home)
  }
}
