// Names and fields are the stored format: to change a released event, add a schema version and an upcaster.
import {
  Attempt,
  Code,
  Count,
  Day,
  event,
  eventTypes,
  Fen,
  Hours,
  listOf,
  personal,
  Quantity,
  Share,
  typesOf,
  unionBy,
} from '@skein/kernel'
import { z } from 'zod'
import {
  AgreementId,
  BaseId,
  BatchId,
  By,
  CooperativeId,
  DivisionCode,
  HouseholdId,
  Industry,
  LawfulBasis,
  NeedGap,
  PostBody,
  Reason,
  Subject,
  TraineeCategory,
  TraineeId,
} from '../shared/value-objects.js'

export const Personal = z.strictObject({
  name: z.string().min(1).max(200),
  idNumber: z.string().min(1).max(30).optional(),
  phone: z.string().min(1).max(30).optional(),
  birthYear: z.int().min(1900).max(2100).optional(),
})

const Post = z.strictObject({ post: Code, body: PostBody, divisionCode: DivisionCode })

export const CandidateNominated = event('CandidateNominated', {
  traineeId: TraineeId,
  baseId: BaseId,
  divisionCode: DivisionCode,
  category: TraineeCategory,
  partyMember: z.boolean(),
  willing: z.boolean(),
  potential: listOf(Code),
  needs: listOf(NeedGap),
  currentPost: Post.optional(),
  householdId: HouseholdId.optional(),
  by: By,
  lawfulBasis: LawfulBasis,
  personal: personal(Personal),
})
export const ProfileRevised = event('ProfileRevised', {
  partyMember: z.boolean().optional(),
  willing: z.boolean().optional(),
  potential: listOf(Code).optional(),
  needs: listOf(NeedGap).optional(),
  householdId: HouseholdId.optional(),
  reason: Reason,
})
export const TraineeDetailsCorrected = event('TraineeDetailsCorrected', {
  personal: personal(Personal),
  reason: Reason,
})
export const EligibilityReviewed = event('EligibilityReviewed', {
  passed: z.boolean(),
  findings: listOf(Code),
  by: By,
})
export const TraineeSelected = event('TraineeSelected', {})
export const CandidateRejected = event('CandidateRejected', { reason: Reason })
export const CoursesRequested = event('CoursesRequested', { subjects: listOf(Subject).min(1) })

export const TraineeEnrolled = event('TraineeEnrolled', {
  batchId: BatchId,
  attempt: Attempt.optional(),
  /** The dates of the batch; `until` is the last day. */
  from: Day,
  until: Day,
})
export const EnrolmentEnded = event('EnrolmentEnded', { batchId: BatchId, attempt: Attempt.optional(), reason: Reason })
const training = {
  batchId: BatchId,
  completed: z.boolean(),
  attendance: Share,
  hours: Hours,
  score: z.number().min(0).max(100).optional(),
  reason: Reason.optional(),
}
export const TrainingCompleted = event('TrainingCompleted', training)
export const TrainingNotCompleted = event('TrainingNotCompleted', training)

export const LeadCandidateListed = event('LeadCandidateListed', { industry: Industry, conditions: listOf(Code) })
export const LeadCandidateDelisted = event('LeadCandidateDelisted', { reason: Reason })
export const SupportGranted = event('SupportGranted', {
  kind: z.enum(['funding', 'policy']),
  amountFen: Fen.optional(),
  instrument: Code,
  purpose: Code,
})
export const ScaleRecorded = event('ScaleRecorded', {
  industry: Industry,
  quantity: Quantity,
  unit: Code,
  annualIncomeFen: Fen.optional(),
  /** The threshold of the policy in force, in the same unit; 0 if it has none. */
  threshold: z.number().min(0),
})
export const ScaleThresholdReached = event('ScaleThresholdReached', {
  industry: Industry,
  quantity: Quantity,
  unit: Code,
  threshold: z.number().min(0),
})
export const LeadHouseholdRecognised = event('LeadHouseholdRecognised', { industry: Industry })
export const RecognitionRevoked = event('RecognitionRevoked', { industry: Industry, reason: Reason })
export const CooperativeLed = event('CooperativeLed', {
  cooperativeId: CooperativeId,
  name: z.string().min(1).max(200),
  members: Count,
  farmers: Count,
  partyLed: z.boolean(),
})
export const MentoringStarted = event('MentoringStarted', { agreementId: AgreementId })
export const MentoringEnded = event('MentoringEnded', { agreementId: AgreementId, outcome: Code })

export const ReserveCadreNamed = event('ReserveCadreNamed', { divisionCode: DivisionCode })
export const ReserveCadreRemoved = event('ReserveCadreRemoved', { reason: Reason })
export const VillagePostTaken = event('VillagePostTaken', { ...Post.shape, how: z.enum(['elected', 'appointed']) })
export const VillagePostEnded = event('VillagePostEnded', { post: Code, reason: Reason })

export const JourneyWithdrawn = event('JourneyWithdrawn', { reason: Reason })
export const TraineeDisqualified = event('TraineeDisqualified', { reason: Reason })
export const JourneyReinstated = event('JourneyReinstated', { reason: Reason })

const schemas = [
  CandidateNominated,
  ProfileRevised,
  TraineeDetailsCorrected,
  EligibilityReviewed,
  TraineeSelected,
  CandidateRejected,
  CoursesRequested,
  TraineeEnrolled,
  EnrolmentEnded,
  TrainingCompleted,
  TrainingNotCompleted,
  LeadCandidateListed,
  LeadCandidateDelisted,
  SupportGranted,
  ScaleRecorded,
  ScaleThresholdReached,
  LeadHouseholdRecognised,
  RecognitionRevoked,
  CooperativeLed,
  MentoringStarted,
  MentoringEnded,
  ReserveCadreNamed,
  ReserveCadreRemoved,
  VillagePostTaken,
  VillagePostEnded,
  JourneyWithdrawn,
  TraineeDisqualified,
  JourneyReinstated,
] as const
export const Event = unionBy('type', schemas)
export type Event = z.infer<typeof Event>
export type DataOf<Type extends Event['type']> = Extract<Event, { type: Type }>['data']

export const types = eventTypes(schemas, {
  observations: [
    'ProfileRevised',
    'TraineeDetailsCorrected',
    'EligibilityReviewed',
    'CoursesRequested',
    'ScaleRecorded',
    'ScaleThresholdReached',
    'CooperativeLed',
  ],
})

/** For rules that judge every event of the aggregate. */
export const allTypes = typesOf(schemas)
