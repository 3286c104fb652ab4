import { type CommandInputOf, type CommandOf, commandsTo, commandTypes } from '@skein/kernel'
import { BatchId } from '../shared/value-objects.js'
import * as Events from './events.js'

const { command, mirror } = commandsTo({ batchId: BatchId })
const fromCourse = { subject: true, component: true, kind: true, addresses: true, hours: true } as const
const fromSession = { subject: true, hours: true, instructorId: true, placeId: true } as const

/** Commands that are copied into their event. */
export const mirrors = [
  mirror('PlanBatch', Events.BatchPlanned),
  mirror('CancelSession', Events.SessionCancelled),
  mirror('ReviewGate', Events.GateReviewed),
  mirror('OpenEnrolment', Events.EnrolmentOpened),
  mirror('StartBatch', Events.BatchStarted),
  mirror('CorrectAttendance', Events.AttendanceCorrected),
  mirror('RecordAssessment', Events.AssessmentRecorded),
  mirror('GiveFeedback', Events.FeedbackGiven),
  mirror('CancelBatch', Events.BatchCancelled),
]

/** Commands that `decide.ts` turns into events. */
export const decided = [
  command('ScheduleSession', ['SessionScheduled'], Events.SessionScheduled.shape.data.omit(fromCourse).shape),
  command('TakeSeat', ['SeatTaken'], Events.SeatTaken.shape.data.omit({ attempt: true }).shape),
  command('ReleaseSeat', ['SeatReleased'], Events.SeatReleased.shape.data.shape),
  command('DeliverSession', ['SessionDelivered'], Events.SessionDelivered.shape.data.omit(fromSession).shape),
  command('CloseBatch', ['BatchClosed'], {}),
]

export type CommandType = (typeof mirrors)[number] | (typeof decided)[number]
export type Command = CommandOf<CommandType>
export type Decided = CommandOf<(typeof decided)[number]>
/** As callers write it: ids, days and codes as plain strings. */
export type CommandInput = CommandInputOf<CommandType>

export const types = commandTypes([...mirrors, ...decided])
