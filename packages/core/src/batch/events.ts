// Names and fields are the stored format: to change a released event, add a schema version and an upcaster.
import {
  Attempt,
  Code,
  Count,
  Day,
  event,
  eventTypes,
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
  BaseId,
  BatchId,
  By,
  Component,
  CourseId,
  CourseKind,
  InstructorId,
  NeedGap,
  Period,
  PlaceId,
  Prose,
  Reason,
  SessionId,
  Subject,
  TraineeCategory,
  TraineeId,
} from '../shared/value-objects.js'

const Score = z.number().min(0).max(100)

export const BatchPlanned = event('BatchPlanned', {
  batchId: BatchId,
  baseId: BaseId,
  title: z.string().min(1).max(200),
  audience: listOf(TraineeCategory),
  seats: Count,
  startsOn: Day,
  endsOn: Day,
})
export const SessionScheduled = event('SessionScheduled', {
  sessionId: SessionId,
  courseId: CourseId,
  /** The content of the course on that day; later revisions of the course do not change it. */
  subject: Subject,
  component: Component,
  kind: CourseKind,
  addresses: listOf(NeedGap),
  hours: Quantity,
  date: Day,
  period: Period,
  instructorId: InstructorId,
  placeId: PlaceId,
  requestedBy: listOf(TraineeId),
  by: By,
})
export const SessionCancelled = event('SessionCancelled', { sessionId: SessionId, reason: Reason })
export const GateReviewed = event('GateReviewed', {
  gate: z.enum(['curriculum', 'mode', 'effectiveness']),
  passed: z.boolean(),
  findings: listOf(Code),
  by: By,
})
export const EnrolmentOpened = event('EnrolmentOpened', {})
export const SeatTaken = event('SeatTaken', {
  traineeId: TraineeId,
  dormitoryId: PlaceId.optional(),
  attempt: Attempt,
})
export const SeatReleased = event('SeatReleased', {
  traineeId: TraineeId,
  attempt: Attempt.optional(),
  reason: Reason,
})
export const BatchStarted = event('BatchStarted', {})
export const SessionDelivered = event('SessionDelivered', {
  sessionId: SessionId,
  present: listOf(TraineeId),
  subject: Subject,
  hours: Quantity,
  instructorId: InstructorId,
  placeId: PlaceId,
})
export const AttendanceCorrected = event('AttendanceCorrected', {
  sessionId: SessionId,
  traineeId: TraineeId,
  present: z.boolean(),
  reason: Reason,
})
export const AssessmentRecorded = event('AssessmentRecorded', { traineeId: TraineeId, score: Score })
export const FeedbackGiven = event('FeedbackGiven', {
  traineeId: TraineeId,
  rating: z.int().min(1).max(5),
  note: personal(Prose, { person: 'traineeId' }).optional(),
})

export const Result = z.object({
  traineeId: TraineeId,
  /** Hours present ÷ hours delivered. */
  attendance: Share,
  /** Hours present. */
  hours: Hours,
  score: Score.optional(),
  completed: z.boolean(),
  /** Why the training was not completed. */
  reason: Reason.optional(),
})
export type Result = z.infer<typeof Result>
export const BatchClosed = event('BatchClosed', { results: listOf(Result) })
export const BatchCancelled = event('BatchCancelled', { reason: Reason })

const schemas = [
  BatchPlanned,
  SessionScheduled,
  SessionCancelled,
  GateReviewed,
  EnrolmentOpened,
  SeatTaken,
  SeatReleased,
  BatchStarted,
  SessionDelivered,
  AttendanceCorrected,
  AssessmentRecorded,
  FeedbackGiven,
  BatchClosed,
  BatchCancelled,
] as const
export const Event = unionBy('type', schemas)
export type Event = z.infer<typeof Event>
export type DataOf<Type extends Event['type']> = Extract<Event, { type: Type }>['data']

export const types = eventTypes(schemas, {
  opening: ['BatchPlanned'],
  ending: ['BatchClosed', 'BatchCancelled'],
  observations: ['GateReviewed', 'AttendanceCorrected'],
})

/** For rules that judge every event of the aggregate. */
export const allTypes = typesOf(schemas)
