// Names and fields are the stored format: to change a released event, add a schema version and an upcaster.
import { Count, event, eventTypes, Share, typesOf, unionBy } from '@skein/kernel'
import { z } from 'zod'
import { BaseId, Certainty, DateCertainty, DivisionCode } from '../shared/value-objects.js'

export const DivisionRegistered = event('DivisionRegistered', {
  code: DivisionCode,
  level: z.enum(['county', 'township', 'village']),
  name: z.string().min(1).max(200),
  parent: DivisionCode.optional(),
  villagerGroups: Count.optional(),
  population: Count.optional(),
  /** The precision of the population. */
  certainty: Certainty.optional(),
})

export const DivisionClassified = event('DivisionClassified', {
  status: z.enum(['notPoor', 'poor', 'deeplyPoor', 'exited']),
  /** The base whose policy an exit is judged by. */
  baseId: BaseId.optional(),
  /** Of an exit: the latest poverty incidence, and the limit of the policy. */
  incidence: z.number().min(0).optional(),
  limit: Share.optional(),
})

export const PovertyCounted = event('PovertyCounted', {
  // negative numbers are accepted here: X5 refuses them with evidence
  population: z.int().min(-1e9).max(1e9),
  poorPeople: z.int().min(-1e9).max(1e9),
  source: z.enum(['counted', 'derivedFromRate']),
  dateCertainty: DateCertainty,
})

export const WillingCounted = event('WillingCounted', { people: Count })

const schemas = [DivisionRegistered, DivisionClassified, PovertyCounted, WillingCounted] as const
export const Event = unionBy('type', schemas)
export type Event = z.infer<typeof Event>
export type DataOf<Type extends Event['type']> = Extract<Event, { type: Type }>['data']

export const types = eventTypes(schemas, {
  opening: ['DivisionRegistered'],
  observations: ['DivisionClassified', 'PovertyCounted', 'WillingCounted'],
  internal: ['DivisionClassified', 'PovertyCounted', 'WillingCounted'],
})

/** For rules that judge every event of the aggregate. */
export const allTypes = typesOf(schemas)
