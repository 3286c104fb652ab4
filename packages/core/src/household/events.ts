// Names and fields are the stored format: to change a released event, add a schema version and an upcaster.
import { Attempt, Code, Day, event, eventTypes, Fen, personal, typesOf, unionBy } from '@skein/kernel'
import { z } from 'zod'
import {
  AgreementId,
  BaseId,
  DivisionCode,
  HouseholdId,
  Reason,
  TraineeId,
  TwoAssurancesThreeGuarantees,
} from '../shared/value-objects.js'

export const Personal = z.strictObject({
  head: z.string().min(1).max(200),
  idNumber: z.string().min(1).max(30).optional(),
  phone: z.string().min(1).max(30).optional(),
})

const People = z.int().min(1).max(1000)
const Year = z.int().min(1900).max(2100)

export const HouseholdRegistered = event('HouseholdRegistered', {
  householdId: HouseholdId,
  baseId: BaseId,
  divisionCode: DivisionCode,
  people: People,
  category: z.enum(['general', 'minimumLivingPoor', 'destituteSupport']),
  mainCause: Code,
  personal: personal(Personal),
})
export const MembersRevised = event('MembersRevised', { people: People, reason: Reason })
export const HouseholdDetailsCorrected = event('HouseholdDetailsCorrected', {
  personal: personal(Personal),
  reason: Reason,
})
export const IncomeRecorded = event('IncomeRecorded', { year: Year, perCapitaFen: Fen })

export const MentorAccepted = event('MentorAccepted', {
  agreementId: AgreementId,
  mentorId: TraineeId,
  attempt: Attempt.optional(),
})
export const MentorEnded = event('MentorEnded', {
  agreementId: AgreementId,
  attempt: Attempt.optional(),
  reason: Reason,
})

export const PovertyExited = event('PovertyExited', {
  incomeYear: Year,
  /** The income per head of that year, and the poverty line. */
  perCapitaFen: Fen,
  lineFen: Fen,
  people: People,
  twoAssurancesThreeGuarantees: TwoAssurancesThreeGuarantees,
  publicisedFrom: Day,
  /** The last day. */
  publicisedUntil: Day,
  /** The agreement under which the household is mentored. */
  agreementId: AgreementId.optional(),
})
export const PovertyRelapsed = event('PovertyRelapsed', {
  cause: Code,
  people: People,
  agreementId: AgreementId.optional(),
})

const schemas = [
  HouseholdRegistered,
  MembersRevised,
  HouseholdDetailsCorrected,
  IncomeRecorded,
  MentorAccepted,
  MentorEnded,
  PovertyExited,
  PovertyRelapsed,
] as const
export const Event = unionBy('type', schemas)
export type Event = z.infer<typeof Event>
export type DataOf<Type extends Event['type']> = Extract<Event, { type: Type }>['data']

export const types = eventTypes(schemas, {
  opening: ['HouseholdRegistered'],
  observations: ['MembersRevised', 'HouseholdDetailsCorrected', 'IncomeRecorded'],
})

/** For rules that judge every event of the aggregate. */
export const allTypes = typesOf(schemas)
