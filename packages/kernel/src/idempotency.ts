import type { AnyEvent } from './events.js'

/**
 * The last event of each slot. A slot names one thing that commands can state repeatedly, such as `listing` or
 * `scale/morels`. A command that states the same again, on whatever day, is redundant: it records nothing.
 */
export type LastEventBySlot = ReadonlyMap<string, AnyEvent>

/** The initial value of `lastEventBySlot`. */
export const emptySlots: LastEventBySlot = new Map()

/**
 * The slots that an event fills. An event that counts each time, such as a grant, fills none and is never redundant.
 * A slot that ends with something else has that in its name: `2/listing` is the listing of the second nomination.
 */
export type Slots<Event extends AnyEvent, State> = (event: Event, before: State) => readonly string[]

type WithSlots = { readonly lastEventBySlot: LastEventBySlot }

/**
 * An `evolve` function that also keeps the last event of each slot in the state.
 *
 * @example
 * const evolve = trackSlots(evolveState, slots)
 */
export const trackSlots =
  <Event extends AnyEvent, State extends WithSlots>(
    evolve: (state: State, event: Event) => State,
    slots: Slots<Event, State>,
  ) =>
  (state: State, event: Event): State => {
    // an event of an unknown type, such as one of a later version, fills no slot and changes nothing
    const filled: readonly string[] | undefined = slots(event, state)
    if (filled === undefined) return state
    const after = evolve(state, event)
    if (filled.length === 0) return after
    const lastEventBySlot = new Map(after.lastEventBySlot)
    for (const slot of filled) lastEventBySlot.set(slot, event)
    return { ...after, lastEventBySlot }
  }

/**
 * The `isRedundant` function of a decider with slots: whether every proposed event equals the last event of all its
 * slots, the day aside.
 *
 * @example
 * const decider = { initialState, evolve, …, isRedundant: redundantBy(slots) }
 */
export const redundantBy =
  <Event extends AnyEvent, State>(slots: Slots<Event, State>) =>
  (proposed: readonly Event[], state: State & WithSlots): boolean =>
    proposed.every((event) => {
      // an unknown type fills no slot
      const filled: readonly string[] = slots(event, state) ?? []
      return filled.length > 0 && filled.every((slot) => repeats(event, state.lastEventBySlot.get(slot)))
    })

const repeats = (event: AnyEvent, last: AnyEvent | undefined): boolean =>
  last !== undefined && last.type === event.type && isSame({ ...last.data, on: event.data.on }, event.data)

/** Whether two plain values (as in JSON) are equal, field by field. A field that is `undefined` counts as absent. */
export const isSame = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const left = fields(a)
  const right = new Map(fields(b))
  return (
    left.length === right.size && left.every(([field, value]) => right.has(field) && isSame(value, right.get(field)))
  )
}

const fields = (of: object): [string, unknown][] => Object.entries(of).filter(([, value]) => value !== undefined)
