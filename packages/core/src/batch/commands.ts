import { z } from 'zod'
import { commandTypes } from '../shared/command-types.js'
import { command } from '../shared/schemas.js'
import { BatchId, Prose } from '../shared/value-objects.js'
import * as Events from './events.js'

/** A command that says what its event says, of this batch. */
const says = <Type extends string, Shape extends z.ZodRawShape>(
  type: Type,
  { shape }: { readonly shape: { readonly data: { readonly shape: Shape } } },
) => command(type, { batchId: BatchId, ...shape.data.shape })

const session = Events.SessionScheduled.shape.data.omit({
  subject: true,
  component: true,
  kind: true,
  addresses: true,
  hours: true,
}).shape
const seat = Events.SeatTaken.shape.data.omit({ attempt: true }).shape
const delivery = Events.SessionDelivered.shape.data.omit({
  subject: true,
  hours: true,
  instructorId: true,
  placeId: true,
}).shape

export const PlanBatch = says('PlanBatch', Events.BatchPlanned)
export const ScheduleSession = command('ScheduleSession', { batchId: BatchId, ...session })
export const CancelSession = says('CancelSession', Events.SessionCancelled)
export const ReviewGate = says('ReviewGate', Events.GateReviewed)
export const OpenEnrolment = says('OpenEnrolment', Events.EnrolmentOpened)
export const TakeSeat = command('TakeSeat', { batchId: BatchId, ...seat })
export const ReleaseSeat = says('ReleaseSeat', Events.SeatReleased)
export const StartBatch = says('StartBatch', Events.BatchStarted)
export const DeliverSession = command('DeliverSession', { batchId: BatchId, ...delivery })
export const CorrectAttendance = says('CorrectAttendance', Events.AttendanceCorrected)
export const RecordAssessment = says('RecordAssessment', Events.AssessmentRecorded)
export const GiveFeedback = command('GiveFeedback', {
  batchId: BatchId,
  ...Events.FeedbackGiven.shape.data.shape,
  note: Prose.optional(),
})
export const CloseBatch = command('CloseBatch', { batchId: BatchId })
export const CancelBatch = says('CancelBatch', Events.BatchCancelled)

export const Command = z.discriminatedUnion('type', [
  PlanBatch,
  ScheduleSession,
  CancelSession,
  ReviewGate,
  OpenEnrolment,
  TakeSeat,
  ReleaseSeat,
  StartBatch,
  DeliverSession,
  CorrectAttendance,
  RecordAssessment,
  GiveFeedback,
  CloseBatch,
  CancelBatch,
])
export type Command = z.infer<typeof Command>

/** What each records. */
export const types = commandTypes(Command.options, {
  PlanBatch: ['BatchPlanned'],
  ScheduleSession: ['SessionScheduled'],
  CancelSession: ['SessionCancelled'],
  ReviewGate: ['GateReviewed'],
  OpenEnrolment: ['EnrolmentOpened'],
  TakeSeat: ['SeatTaken'],
  ReleaseSeat: ['SeatReleased'],
  StartBatch: ['BatchStarted'],
  DeliverSession: ['SessionDelivered'],
  CorrectAttendance: ['AttendanceCorrected'],
  RecordAssessment: ['AssessmentRecorded'],
  GiveFeedback: ['FeedbackGiven'],
  CloseBatch: ['BatchClosed'],
  CancelBatch: ['BatchCancelled'],
})
