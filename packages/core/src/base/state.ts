import { type Day, emptySlots, evolveWith, type LastEventBySlot, streamOf, trackSlots } from '@skein/kernel'
import type { AdoptedPolicy } from '../policy/policy.js'
import { withEntry } from '../shared/maps.js'
import type { DataOf, Event } from './events.js'
import { slots } from './slots.js'

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
  /** In the order of their adoption. */
  readonly policies: readonly AdoptedPolicy[]
}

export const initialState: State = { lastEventBySlot: emptySlots, places: new Map(), policies: [] }

const openPlace = (state: State, place: Place['opened']): State => ({
  ...state,
  places: withEntry(state.places, place.placeId, { opened: place }),
})

const evolveState = evolveWith<State, Event>({
  BaseFounded: (state, founded) => ({ ...state, founded }),
  ContributionRecorded: (state) => state,
  FacilityOpened: openPlace,
  PracticePointOpened: openPlace,
  PlaceClosed: (state, { placeId, reason, on }) => {
    const place = state.places.get(placeId)
    if (place === undefined) return state
    return { ...state, places: withEntry(state.places, placeId, { ...place, closed: { reason, on } }) }
  },
  PlaqueHung: (state) => state,
  BaseCommissioned: (state, { on }) => ({ ...state, commissionedOn: on }),
  PolicyAdopted: (state, adopted) => ({ ...state, policies: [...state.policies, adopted] }),
})

export const evolve = trackSlots(evolveState, slots)

export const stream = (baseId: string): string => streamOf('base', baseId)
