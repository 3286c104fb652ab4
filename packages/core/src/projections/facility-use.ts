// The places of a base, and their use.
import { type Projection, type Tally, unionBy } from '@skein/kernel'
import { z } from 'zod'
import { withBase } from '../divisions/refs.js'
import { Certainty } from '../shared/value-objects.js'
import { type Base, baseKey, type Place, type Row, useRows, useTallies } from './facility-use-rows.js'
import { certaintyOf } from './shared/certainty.js'
import { partsOfKey } from './shared/keys.js'
import { countOf, countsUnder, Rate, rateOf } from './shared/numbers.js'

const zones = ['teaching', 'living', 'cropTraining', 'livestockTraining'] as const

const Use = z.object({
  /** The number of sessions; `scheduled` are neither delivered nor cancelled. */
  sessions: z.object({ scheduled: z.number(), delivered: z.number() }),
  /** People present in delivered sessions, of the seats in those sessions; only of places with seats. */
  seatUse: Rate,
  /** `held`: beds reserved now. `daysUsed`: days for which beds were used that are released by now. */
  beds: z.object({ held: z.number(), daysUsed: z.number() }),
})

const shared = {
  placeId: z.string(),
  baseId: z.string(),
  name: z.string(),
  openedOn: z.string(),
  closedOn: z.string().nullable(),
  use: Use,
}

const Facility = z.object({
  kind: z.literal('facility'),
  ...shared,
  zone: z.enum(zones),
  /** The kind of facility, such as `classroom` or `dormitory`. */
  facility: z.string(),
  seats: z.number().nullable(),
  beds: z.number().nullable(),
  /** The precision of seats and beds. */
  certainty: Certainty,
})

const PracticePoint = z.object({
  kind: z.literal('practicePoint'),
  ...shared,
  divisionCode: z.string(),
  speciality: z.string(),
})

const Figure = z.object({ count: z.number(), certainty: Certainty })

const OfBase = z.object({
  kind: z.literal('base'),
  baseId: z.string(),
  name: z.string(),
  divisionCode: z.string(),
  areaMu: z.number(),
  foundedOn: z.string(),
  commissionedOn: z.string().nullable(),
  /** In the order of their days. */
  plaques: z.array(z.object({ name: z.string(), on: z.string() })),
  /** Every zone with its open facilities, their seats and their beds. */
  zones: z.array(z.object({ zone: z.enum(zones), facilities: z.number(), seats: Figure, beds: Figure })),
  seats: Figure,
  beds: Figure,
  /** The number of open practice points. */
  practicePoints: z.number(),
  use: Use,
})

export const FacilityUse = unionBy('kind', [Facility, PracticePoint, OfBase])
export type FacilityUse = z.infer<typeof FacilityUse>

const seatsOf = (place: Place): number => (place.type === 'facility' ? (place.seats ?? 0) : 0)

/** The use of some places together, from the counts of each. */
const useOf = (
  places: readonly Place[],
  count: (name: 'scheduled' | 'delivered' | 'present' | 'bedsHeld' | 'bedDays', placeId: string) => number,
): z.infer<typeof Use> => {
  const sum = (countOfPlace: (place: Place) => number) =>
    places.reduce((total, place) => total + countOfPlace(place), 0)
  const seated = places.filter((place) => seatsOf(place) > 0)
  return {
    sessions: {
      scheduled: sum(({ placeId }) => count('scheduled', placeId)),
      delivered: sum(({ placeId }) => count('delivered', placeId)),
    },
    seatUse: rateOf(
      seated.reduce((total, { placeId }) => total + count('present', placeId), 0),
      seated.reduce((total, place) => total + seatsOf(place) * count('delivered', place.placeId), 0),
    ),
    beds: {
      held: sum(({ placeId }) => count('bedsHeld', placeId)),
      daysUsed: sum(({ placeId }) => count('bedDays', placeId)),
    },
  }
}

const figure = (places: readonly Place[], what: 'seats' | 'beds'): z.infer<typeof Figure> => {
  const counted = places.flatMap((place) => {
    if (place.type !== 'facility' || place[what] === null) return []
    return [{ count: place[what], certainty: place.certainty }]
  })
  return {
    count: counted.reduce((sum, { count }) => sum + count, 0),
    certainty: certaintyOf(counted.map(({ certainty }) => certainty)),
  }
}

const baseDoc = (baseId: string, base: Base, tally: Tally): FacilityUse => {
  const { name, divisionCode, areaMu, foundedOn, commissionedOn, plaques, places } = base
  const open = places.filter(({ closedOn }) => closedOn === null)
  const inZone = (zone: string) => open.filter((place) => place.type === 'facility' && place.zone === zone)
  return {
    kind: 'base',
    baseId,
    name,
    divisionCode,
    areaMu,
    foundedOn,
    commissionedOn,
    plaques: [...plaques],
    zones: zones.map((zone) => ({
      zone,
      facilities: inZone(zone).length,
      seats: figure(inZone(zone), 'seats'),
      beds: figure(inZone(zone), 'beds'),
    })),
    seats: figure(open, 'seats'),
    beds: figure(open, 'beds'),
    practicePoints: open.filter(({ type }) => type === 'practicePoint').length,
    use: useOf(places, (counted, placeId) => countOf(tally, `${counted}/${placeId}`)),
  }
}

const placeDoc = (baseId: string, place: Place, tally: Tally): FacilityUse => {
  const { placeId, name, openedOn, closedOn } = place
  const common = {
    placeId,
    baseId,
    name,
    openedOn,
    closedOn,
    use: useOf([place], (counted) => countOf(tally, counted)),
  }
  if (place.type === 'practicePoint') {
    const { divisionCode, speciality } = place
    return { kind: 'practicePoint', ...common, divisionCode, speciality }
  }
  const { zone, kind, seats, beds, certainty } = place
  return { kind: 'facility', ...common, zone, facility: kind, seats, beds, certainty }
}

/** The bases that have a place with this id, in the order of their ids. Normally one. */
const basesOf = (tally: Tally): readonly string[] => countsUnder(tally, 'at/').map(([baseId]) => baseId)

/** Keys: the placeId; `base:{id}`. */
export const facilityUse: Projection<Row, Base, FacilityUse> = {
  name: 'facilityUse',
  version: 1,
  division: withBase,
  ...useRows,
  documents: (row, id) => (row.kind === 'base' ? [[baseKey(id), row]] : []),
  tallies: useTallies,
  joins: (key, { tally }) => (key.startsWith(baseKey('')) ? [] : basesOf(tally).slice(0, 1).map(baseKey)),
  publish: ({ key, own, tally, joined }) => {
    if (key.startsWith(baseKey(''))) return own && baseDoc(key.slice(baseKey('').length), own, tally)
    const [placeId] = partsOfKey(key)
    const [baseId] = basesOf(tally)
    if (baseId === undefined) return undefined
    const place = joined.get(baseKey(baseId))?.own?.places.find((one) => one.placeId === placeId)
    return place && placeDoc(baseId, place, tally)
  },
  schema: FacilityUse,
}
