import { type Day, evolveWith, type LastEventBySlot, noEvents, streamOf, trackSlots } from '@skein/kernel'
import type { Adopted } from '../policy/policy.js'
import { withEntry } from '../shared/maps.js'
import type { Event } from './events.js'
import { slots } from './slots.js'

type DataOf<Type extends Event['type']> = Extract<Event, { type: Type }>['data']

/** A facility or a practice point. */
export type Place = {
  readonly opened: DataOf<'FacilityOpened'> | DataOf<'PracticePointOpened'>
  readonly closed?: { readonly reason: string; readonly on: Day }
}

export type State = {
  readonly lastEventBySlot: LastEventBySlot
  readonly founded?: DataOf<'BaseFounded'>
  readonly places: ReadonlyMap<string, Place>
  readonly commissionedOn?: Day
  readonly policies: readonly Adopted[]
}

export const initialState: State = { lastEventBySlot: noEvents, places: new Map(), policies: [] }

const opened = (state: State, place: Place['opened']): State => ({
  ...state,
  places: withEntry(state.places, place.placeId, { opened: place }),
})

const folded = evolveWith<State, Event>({
  BaseFounded: (state, founded) => ({ ...state, founded }),
  ContributionRecorded: (state) => state,
  FacilityOpened: opened,
  PracticePointOpened: opened,
  PlaceClosed: (state, { placeId, reason, on }) => {
    const place = state.places.get(placeId)
    if (place === undefined) return state
    return { ...state, places: withEntry(state.places, placeId, { ...place, closed: { reason, on } }) }
  },
  PlaqueHung: (state) => state,
  BaseCommissioned: (state, { on }) => ({ ...state, commissionedOn: on }),
  PolicyAdopted: (state, adopted) => ({ ...state, policies: [...state.policies, adopted] }),
})

export const evolve = trackSlots(folded, slots)

export const stream = (baseId: string): string => streamOf('base', baseId)
