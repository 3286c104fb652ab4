// What a command would say again, with the same data but for its day, while it still holds, happens no second time.
import type { AnyEvent } from '@skein/kernel'

/** The last event said of each thing that can be said again: `listing`, `scale/morels`, `plaque/…`. */
export type LastEventBySlot = ReadonlyMap<string, AnyEvent>

export const noEvents: LastEventBySlot = new Map()

/** The things that an event speaks of. An event of which nothing stands (a grant, a contribution without reference) names none. */
export type Slots<Event extends AnyEvent, State> = (event: Event, before: State) => readonly string[]

/** Folds an event and remembers what it spoke of. */
export const trackSlots =
  <Event extends AnyEvent, State extends { readonly heard: LastEventBySlot }>(
    evolve: (state: State, event: Event) => State,
    slots: Slots<Event, State>,
  ) =>
  (state: State, event: Event): State => {
    // a type that nobody knows, as from a later version, speaks of nothing and changes nothing
    const spokenOf: readonly string[] | undefined = slots(event, state)
    if (spokenOf === undefined) return state
    const after = evolve(state, event)
    if (spokenOf.length === 0) return after
    const heard = new Map(after.heard)
    for (const slot of spokenOf) heard.set(slot, event)
    return { ...after, heard }
  }

/** Whether every event only says again what still stands. */
export const isRedundant = <Event extends AnyEvent, State extends { readonly heard: LastEventBySlot }>(
  proposed: readonly Event[],
  state: State,
  slots: Slots<Event, State>,
): boolean =>
  proposed.every((event) => {
    const spokenOf = slots(event, state)
    return spokenOf.length > 0 && spokenOf.every((slot) => saysTheSame(event, state.heard.get(slot)))
  })

const saysTheSame = (event: AnyEvent, said: AnyEvent | undefined): boolean =>
  said !== undefined && said.type === event.type && same({ ...said.data, on: event.data.on }, event.data)

/** Whether two plain values say the same, field by field; a field that is `undefined` counts as absent. */
export const same = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const left = fields(a)
  const right = new Map(fields(b))
  return left.length === right.size && left.every(([field, value]) => right.has(field) && same(value, right.get(field)))
}

const fields = (of: object): [string, unknown][] => Object.entries(of).filter(([, value]) => value !== undefined)
