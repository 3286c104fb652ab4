import { type Day, evolveWith, streamOf } from '@skein/kernel'
import { type Adopted, type InForce, inForce } from '../policy/policy.js'
import { type LastEventBySlot, noEvents, type Slots, trackSlots } from '../shared/idempotency.js'
import { withEntry } from '../shared/maps.js'
import type { Event } from './events.js'

type DataOf<Type extends Event['type']> = Extract<Event, { type: Type }>['data']

/** A facility or a practice point. */
export type Place = {
  readonly opened: DataOf<'FacilityOpened'> | DataOf<'PracticePointOpened'>
  readonly closed?: { readonly reason: string; readonly on: Day }
}

export type State = {
  readonly heard: LastEventBySlot
  readonly founded?: DataOf<'BaseFounded'>
  readonly places: ReadonlyMap<string, Place>
  readonly commissionedOn?: Day
  readonly policies: readonly Adopted[]
}

export const initialState: State = { heard: noEvents, places: new Map(), policies: [] }

const opened = (state: State, place: Place['opened']): State => ({
  ...state,
  places: withEntry(state.places, place.placeId, { opened: place }),
})

/** What can be said again, by the thing it is said of. */
export const slots: Slots<Event, State> = ({ type, data }) => {
  switch (type) {
    case 'ContributionRecorded':
      return [`contribution/${data.reference}`]
    case 'FacilityOpened':
    case 'PracticePointOpened':
    case 'PlaceClosed':
      return [`place/${data.placeId}`]
    case 'PlaqueHung':
      return [`plaque/${data.name}`]
    case 'PolicyAdopted':
      return [`policy/${data.version}`]
    default:
      return [type]
  }
}

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

// What other folders may see.

/** Whether and since when the base is there and at work. */
export type Existence = { readonly foundedOn?: Day; readonly commissionedOn?: Day; readonly divisionCode?: string }

export const existence = ({ founded, commissionedOn }: State): Existence => ({
  ...(founded && { foundedOn: founded.on, divisionCode: founded.divisionCode }),
  ...(commissionedOn !== undefined && { commissionedOn }),
})

export const absent: Existence = existence(initialState)

/** The policy for a decision of that day, as far as it was recorded. */
export const policyOn =
  (on: Day) =>
  ({ policies }: State): InForce =>
    inForce(policies, on)

/** A place as bookings see it; seats and beds where it has them. */
export type PlaceView = {
  readonly openedOn?: Day
  readonly closedOn?: Day
  readonly kind?: string
  readonly seats?: number
  readonly beds?: number
}

export const place =
  (placeId: string) =>
  ({ places }: State): PlaceView => {
    const found = places.get(placeId)
    if (found === undefined) return {}
    const { opened, closed } = found
    return {
      openedOn: opened.on,
      ...(closed && { closedOn: closed.on }),
      ...('kind' in opened && {
        kind: opened.kind,
        ...(opened.seats !== undefined && { seats: opened.seats }),
        ...(opened.beds !== undefined && { beds: opened.beds }),
      }),
    }
  }
