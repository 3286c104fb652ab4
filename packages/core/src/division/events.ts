// These names and fields are the stored format: add a schema version and an upcaster, never edit one that was written.
import { Count, event, eventTypes, Share } from '@skein/kernel'
import { z } from 'zod'
import { BaseId, Certainty, DateCertainty, DivisionCode } from '../shared/value-objects.js'

export const DivisionRegistered = event('DivisionRegistered', {
  code: DivisionCode,
  level: z.enum(['county', 'township', 'village']),
  name: z.string().min(1).max(200),
  parent: DivisionCode.optional(),
  villagerGroups: Count.optional(),
  population: Count.optional(),
  /** Of the population. */
  certainty: Certainty.optional(),
})

export const DivisionClassified = event('DivisionClassified', {
  status: z.enum(['notPoor', 'poor', 'deeplyPoor', 'exited']),
  /** Whose policy an exit is judged by. */
  baseId: BaseId.optional(),
  /** The latest poverty incidence, and the policy's limit to it, at an exit. */
  incidence: z.number().min(0).optional(),
  limit: Share.optional(),
})

export const PovertyCounted = event('PovertyCounted', {
  // whole numbers of any sign: X5 says which are possible
  population: z.int().min(-1e9).max(1e9),
  poorPeople: z.int().min(-1e9).max(1e9),
  source: z.enum(['counted', 'derivedFromRate']),
  dateCertainty: DateCertainty,
})

export const WillingCounted = event('WillingCounted', { people: Count })

const schemas = [DivisionRegistered, DivisionClassified, PovertyCounted, WillingCounted] as const
export const Event = z.discriminatedUnion('type', schemas)
export type Event = z.infer<typeof Event>
export type DataOf<Type extends Event['type']> = Extract<Event, { type: Type }>['data']

export const types = eventTypes(schemas)
