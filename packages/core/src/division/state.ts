import { type Day, evolveWith, streamOf } from '@skein/kernel'
import { type LastEventBySlot, noEvents, type Slots, trackSlots } from '../shared/idempotency.js'
import type { DataOf, Event } from './events.js'

export type Level = DataOf<'DivisionRegistered'>['level']
export type Status = DataOf<'DivisionClassified'>['status']

/** The poor among the population, as counted on a day. */
export type PovertyCount = { readonly population: number; readonly poorPeople: number; readonly on: Day }

export type State = {
  readonly heard: LastEventBySlot
  readonly registered?: DataOf<'DivisionRegistered'>
  readonly classified?: { readonly status: Status; readonly on: Day }
  /** Of the latest day, however late it was recorded. */
  readonly poverty?: PovertyCount
}

export const initialState: State = { heard: noEvents }

/** What can be said again, by the thing it is said of. */
export const slots: Slots<Event, State> = ({ type }) => [type]

const folded = evolveWith<State, Event>({
  DivisionRegistered: (state, registered) => ({ ...state, registered }),
  DivisionClassified: (state, { status, on }) => ({ ...state, classified: { status, on } }),
  PovertyCounted: (state, { population, poorPeople, on }) =>
    state.poverty !== undefined && on < state.poverty.on
      ? state
      : { ...state, poverty: { population, poorPeople, on } },
  WillingCounted: (state) => state,
})

export const evolve = trackSlots(folded, slots)

/** Poor people ÷ counted population; `undefined` where nobody was counted. */
export const incidenceOf = ({ poverty }: State): number | undefined =>
  poverty === undefined || poverty.population === 0 ? undefined : poverty.poorPeople / poverty.population

export const stream = (code: string): string => streamOf('division', code)

// What other folders may see.

/** Whether and since when the division is there, and where it belongs. */
export type Existence = { readonly registeredOn?: Day; readonly level?: Level; readonly parent?: string }

export const existence = ({ registered }: State): Existence =>
  registered === undefined
    ? {}
    : {
        registeredOn: registered.on,
        level: registered.level,
        ...(registered.parent !== undefined && { parent: registered.parent }),
      }

export const absent: Existence = existence(initialState)
