import { Map as ImmutableMap, isMap } from 'immutable'
import type { Day } from './days.js'
import type { AnyEvent } from './events.js'

/**
 * The last event of each slot. A slot names one thing that commands can state repeatedly, such as `listing` or
 * `scale/morels`. A command that states the same again for the same day is redundant: it records nothing.
 *
 * A register can have thousands of slots: with a map that shares its parts, each state has one of its own for little.
 */
export type LastEventBySlot = ImmutableMap<string, AnyEvent>

/** The initial value of `lastEventBySlot`. */
export const emptySlots: LastEventBySlot = ImmutableMap()

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
    return { ...after, lastEventBySlot: filled.reduce((slots, slot) => slots.set(slot, event), after.lastEventBySlot) }
  }

/**
 * The `alreadyRecordedFor` function of a decider with slots: the day for which all slots of an event already have the same
 * event; if these are several days, one that is not the event's.
 *
 * @example
 * const decider = { initialState, evolve, …, alreadyRecordedFor: alreadyRecordedBy(slots) }
 */
export const alreadyRecordedBy =
  <Event extends AnyEvent, State>(slots: Slots<Event, State>) =>
  (event: Event, state: State & WithSlots): Day | undefined => {
    // an unknown type fills no slot
    const filled: readonly string[] = slots(event, state) ?? []
    let on: Day | undefined
    for (const slot of filled) {
      const last = state.lastEventBySlot.get(slot)
      if (last === undefined || !isRepetition(event, last)) return undefined
      if (on === undefined || on === event.data.on) on = last.data.on
    }
    return on
  }

const isRepetition = (event: AnyEvent, last: AnyEvent): boolean =>
  last.type === event.type && haveSameFields(last.data, event.data, 'on')

/**
 * Whether two plain values are equal, field by field: as in JSON, immutable maps key by key, and the maps and sets of
 * JavaScript in their order. A field that is
 * `undefined` counts as absent.
 */
export const isSame = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (isMap(a) || isMap(b)) return isMap(a) && isMap(b) && haveSameValues(a, b)
  if (isCollection(a) || isCollection(b))
    return isCollection(a) && isCollection(b) && a.constructor === b.constructor && isSame([...a], [...b])
  if (Array.isArray(a) !== Array.isArray(b)) return false
  return haveSameFields(a, b)
}

const haveSameValues = (a: ImmutableMap<unknown, unknown>, b: ImmutableMap<unknown, unknown>): boolean =>
  a.size === b.size && a.every((value, key) => b.has(key) && isSame(value, b.get(key)))

const isCollection = (value: object): value is ReadonlyMap<unknown, unknown> | ReadonlySet<unknown> =>
  value instanceof Map || value instanceof Set

type Fields = Readonly<Record<string, unknown>>

/** Whether two objects have the same fields with the same values, one field aside. */
const haveSameFields = (a: object, b: object, aside?: string): boolean => {
  // sound: every object can be read by the names of its fields
  const [left, right] = [a as Fields, b as Fields]
  let expected = 0
  for (const field of Object.keys(left)) {
    if (field === aside || left[field] === undefined) continue
    if (!Object.hasOwn(right, field) || !isSame(left[field], right[field])) return false
    expected += 1
  }
  for (const field of Object.keys(right)) if (field !== aside && right[field] !== undefined) expected -= 1
  return expected === 0
}
