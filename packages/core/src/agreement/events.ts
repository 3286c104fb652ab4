// Names and fields are the stored format: to change a released event, add a schema version and an upcaster.
import {
  Attempt,
  Code,
  Count,
  Day,
  event,
  eventTypes,
  listOf,
  personal,
  Quantity,
  typesOf,
  unionBy,
} from '@skein/kernel'
import { z } from 'zod'
import {
  AgreementId,
  BaseId,
  CooperativeId,
  HouseholdId,
  Industry,
  Prose,
  Reason,
  TraineeId,
} from '../shared/value-objects.js'

export const AgreementSigned = event('AgreementSigned', {
  agreementId: AgreementId,
  baseId: BaseId,
  mentorId: TraineeId,
  mode: z.enum(['partyCooperativeFarmers', 'leaderFarmers', 'shareholdingCooperative']),
  partyOrganisation: Code,
  cooperativeId: CooperativeId.optional(),
  industry: Industry,
  quotaPeople: Count,
  quotaHouseholds: Count.optional(),
  from: Day,
  until: Day,
})
/** The total pledged of one kind and unit. A later pledge replaces an earlier one. */
export const ResourcePledged = event('ResourcePledged', {
  kind: z.enum(['land', 'project', 'labour']),
  quantity: Quantity,
  unit: Code,
})
/** The number of households, poor or not, that have joined so far. A later figure replaces an earlier one. */
export const FarmersDrawn = event('FarmersDrawn', { households: Count })
export const HouseholdPlaced = event('HouseholdPlaced', {
  householdId: HouseholdId,
  /** The members of the household on that day. They count against the quota. */
  people: Count,
  attempt: Attempt,
})
export const PlacementConfirmed = event('PlacementConfirmed', {
  householdId: HouseholdId,
  attempt: Attempt.optional(),
})
export const PlacementDeclined = event('PlacementDeclined', {
  householdId: HouseholdId,
  attempt: Attempt.optional(),
  reason: Reason.optional(),
})
export const VisitRecorded = event('VisitRecorded', {
  householdId: HouseholdId,
  note: personal(Prose, { person: 'householdId' }).optional(),
})
export const OutcomeRecorded = event('OutcomeRecorded', {
  householdId: HouseholdId,
  outcome: z.enum(['exited', 'relapsed']),
  people: Count,
})
export const HouseholdReleased = event('HouseholdReleased', {
  householdId: HouseholdId,
  /** The placement that ends; a later placement of the household has another attempt. */
  attempt: Attempt,
  reason: Reason,
})
const ending = { reason: Reason.optional(), households: listOf(HouseholdId) }
export const AgreementCompleted = event('AgreementCompleted', ending)
export const AgreementTerminated = event('AgreementTerminated', ending)

const schemas = [
  AgreementSigned,
  ResourcePledged,
  FarmersDrawn,
  HouseholdPlaced,
  PlacementConfirmed,
  PlacementDeclined,
  VisitRecorded,
  OutcomeRecorded,
  HouseholdReleased,
  AgreementCompleted,
  AgreementTerminated,
] as const
export const Event = unionBy('type', schemas)
export type Event = z.infer<typeof Event>
export type DataOf<Type extends Event['type']> = Extract<Event, { type: Type }>['data']

export const types = eventTypes(schemas, {
  opening: ['AgreementSigned'],
  ending: ['AgreementCompleted', 'AgreementTerminated'],
  observations: ['ResourcePledged', 'FarmersDrawn'],
})

/** For rules that judge every event of the aggregate. */
export const allTypes = typesOf(schemas)
