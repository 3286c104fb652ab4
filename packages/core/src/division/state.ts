import { type Day, evolveWith, type LastEventBySlot, noEvents, streamOf, trackSlots } from '@skein/kernel'
import type { DataOf, Event } from './events.js'
import { slots } from './slots.js'

export type Level = DataOf<'DivisionRegistered'>['level']
export type Status = DataOf<'DivisionClassified'>['status']

/** The poor among the population, as counted on a day. */
export type PovertyCount = { readonly population: number; readonly poorPeople: number; readonly on: Day }

export type State = {
  readonly lastEventBySlot: LastEventBySlot
  readonly registered?: DataOf<'DivisionRegistered'>
  readonly classified?: { readonly status: Status; readonly on: Day }
  /** Of the latest day, however late it was recorded. */
  readonly poverty?: PovertyCount
}

export const initialState: State = { lastEventBySlot: noEvents }

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
