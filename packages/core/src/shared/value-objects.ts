// Ids and closed sets of values that several aggregates use. Each id names the aggregate whose streams it identifies.
import { branded, Code, idOf, refersTo } from '@skein/kernel'
import { z } from 'zod'

export const BaseId = idOf('BaseId', { aggregate: 'base' })
export type BaseId = z.infer<typeof BaseId>
/** A facility or a practice point; its stream is its calendar. */
export const PlaceId = idOf('PlaceId', { aggregate: 'calendar' })
export type PlaceId = z.infer<typeof PlaceId>
export const InstructorId = idOf('InstructorId', { aggregate: 'instructor' })
export type InstructorId = z.infer<typeof InstructorId>
export const CourseId = idOf('CourseId', { aggregate: 'course' })
export type CourseId = z.infer<typeof CourseId>
export const TraineeId = idOf('TraineeId', { aggregate: 'journey' })
export type TraineeId = z.infer<typeof TraineeId>
export const BatchId = idOf('BatchId', { aggregate: 'batch' })
export type BatchId = z.infer<typeof BatchId>
export const SessionId = idOf('SessionId')
export type SessionId = z.infer<typeof SessionId>
export const HouseholdId = idOf('HouseholdId', { aggregate: 'household' })
export type HouseholdId = z.infer<typeof HouseholdId>
export const AgreementId = idOf('AgreementId', { aggregate: 'agreement' })
export type AgreementId = z.infer<typeof AgreementId>
export const CooperativeId = idOf('CooperativeId')
export type CooperativeId = z.infer<typeof CooperativeId>

/** A statistical code: 6 digits for a county, 9 for a township, 12 for a village. */
export const DivisionCode = refersTo(
  branded('DivisionCode', z.string().regex(/^(\d{6}|\d{9}|\d{12})$/, 'a statistical code of 6, 9 or 12 digits')),
  { aggregate: 'division' },
)
export type DivisionCode = z.infer<typeof DivisionCode>

export const Industry = Code
export const Subject = Code
export const Reason = Code

/** Free text about people. The engine encrypts it, and no rule reads it. */
export const Prose = z.string().min(1).max(4000)

/** What a trainee lacks, and a course teaches (缺什么补什么). */
export const NeedGap = z.enum(['ideas', 'skills', 'capital', 'marketAccess'])
export type NeedGap = z.infer<typeof NeedGap>

export const Period = z.enum(['morning', 'afternoon', 'evening'])
export type Period = z.infer<typeof Period>

export const Component = z.enum(['partySpirit', 'skills', 'practice'])
export type Component = z.infer<typeof Component>

export const CourseKind = z.enum(['theory', 'handsOn', 'fieldVisit', 'jobShadowing'])
export type CourseKind = z.infer<typeof CourseKind>

export const TraineeCategory = z.enum(['partyMember', 'villager', 'returnedYouth', 'veteran', 'villageCadre'])
export type TraineeCategory = z.infer<typeof TraineeCategory>

/** The precision of a published figure: 多 is `atLeast`, 左右 is `about`. */
export const Certainty = z.enum(['exact', 'atLeast', 'about'])
export type Certainty = z.infer<typeof Certainty>

/** Whether a date is exact, the latest possible day, or only the right year. */
export const DateCertainty = z.enum(['exact', 'noLaterThan', 'year'])
export type DateCertainty = z.infer<typeof DateCertainty>

/** The role and id of a person or body that decided; never a name. */
export const By = z.strictObject({
  role: z.enum(['self', 'villageBranch', 'workTeam', 'townshipParty', 'countyOrganisation', 'base']),
  id: Code,
})
export type By = z.infer<typeof By>

export const PostBody = z.enum(['partyBranch', 'villagersCommittee'])
export const LawfulBasis = z.enum(['consent', 'statutoryDuty', 'publicInterest'])

/** The two assurances (不愁吃、不愁穿) and three guarantees (教育、医疗、住房有保障) of poverty exit. */
export const TwoAssurancesThreeGuarantees = z.strictObject({
  food: z.boolean(),
  clothing: z.boolean(),
  education: z.boolean(),
  medical: z.boolean(),
  housing: z.boolean(),
})
