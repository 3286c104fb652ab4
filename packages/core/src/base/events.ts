// Names and fields are the stored format: to change a released event, add a schema version and an upcaster.
import { Code, Count, Day, event, eventTypes, Fen, Quantity, typesOf, unionBy } from '@skein/kernel'
import { z } from 'zod'
import { Policy } from '../policy/policy.js'
import { BaseId, Certainty, DivisionCode, PlaceId, Reason } from '../shared/value-objects.js'

const Name = z.string().min(1).max(200)

export const BaseFounded = event('BaseFounded', {
  baseId: BaseId,
  divisionCode: DivisionCode,
  name: Name,
  areaMu: Quantity,
  site: z.strictObject({ name: Name, formerUse: Name }).optional(),
})

export const ContributionRecorded = event('ContributionRecorded', {
  level: z.enum(['province', 'prefecture', 'county', 'unspecified']),
  amountFen: Fen,
  certainty: Certainty,
  reference: Code,
})

export const FacilityOpened = event('FacilityOpened', {
  placeId: PlaceId,
  zone: z.enum(['teaching', 'living', 'cropTraining', 'livestockTraining']),
  kind: Code,
  name: Name,
  seats: Count.optional(),
  beds: Count.optional(),
  certainty: Certainty,
})

export const PracticePointOpened = event('PracticePointOpened', {
  placeId: PlaceId,
  name: Name,
  divisionCode: DivisionCode,
  speciality: Code,
})

export const PlaceClosed = event('PlaceClosed', { placeId: PlaceId, reason: Reason })

export const PlaqueHung = event('PlaqueHung', { name: Name })

export const BaseCommissioned = event('BaseCommissioned', {})

export const PolicyAdopted = event('PolicyAdopted', { version: z.int().min(1), effectiveFrom: Day, policy: Policy })

const schemas = [
  BaseFounded,
  ContributionRecorded,
  FacilityOpened,
  PracticePointOpened,
  PlaceClosed,
  PlaqueHung,
  BaseCommissioned,
  PolicyAdopted,
] as const
export const Event = unionBy('type', schemas)
export type Event = z.infer<typeof Event>
export type DataOf<Type extends Event['type']> = Extract<Event, { type: Type }>['data']

export const types = eventTypes(schemas, {
  opening: ['BaseFounded'],
  internal: ['ContributionRecorded', 'PlaqueHung'],
})

/** For rules that judge every event of the aggregate. */
export const allTypes = typesOf(schemas)
