import { type Day, emptySlots, evolveWith, type LastEventBySlot, streamOf, trackSlots } from '@skein/kernel'
import type { DataOf, Event } from './events.js'
import { slots } from './slots.js'

export type Level = DataOf<'DivisionRegistered'>['level']
export type Status = DataOf<'DivisionClassified'>['status']

/** The number of poor people and the population, as counted on a day. */
export type PovertyCount = { readonly population: number; readonly poorPeople: number; readonly on: Day }

export type State = {
  readonly lastEventBySlot: LastEventBySlot
  readonly registered?: DataOf<'DivisionRegistered'>
  readonly classified?: { readonly status: Status; readonly on: Day }
  readonly poverty?: PovertyCount
}

export const initialState: State = { lastEventBySlot: emptySlots }

const evolveState = evolveWith<State, Event>({
  DivisionRegistered: (state, registered) => ({ ...state, registered }),
  DivisionClassified: (state, { status, on }) => ({ ...state, classified: { status, on } }),
  PovertyCounted: (state, { population, poorPeople, on }) => ({ ...state, poverty: { population, poorPeople, on } }),
  WillingCounted: (state) => state,
})

export const evolve = trackSlots(evolveState, slots)

/** Poor people ÷ population; `undefined` if nobody was counted. */
export const incidenceOf = ({ poverty }: State): number | undefined =>
  poverty === undefined || poverty.population === 0 ? undefined : poverty.poorPeople / poverty.population

export const stream = (code: string): string => streamOf('division', code)
