import type { Slots } from '@skein/kernel'
import type { Event } from './events.js'

/**
 * The slots that an event fills. A review of the schedule ends when the schedule changes, so its slot has the number of
 * changes: the same review of a changed schedule is not redundant.
 */
export const slots: Slots<Event, { readonly scheduleChanges: number }> = ({ type, data }, { scheduleChanges }) => {
  switch (type) {
    case 'BatchPlanned':
      return ['plan']
    case 'SessionScheduled':
    case 'SessionCancelled':
      return [`session/${data.sessionId}`]
    case 'GateReviewed':
      return [data.gate === 'effectiveness' ? data.gate : `${data.gate}/${scheduleChanges}`]
    case 'SeatTaken':
    case 'SeatReleased':
      return [`seat/${data.traineeId}`]
    case 'SessionDelivered':
      return [
        `delivery/${data.sessionId}`,
        ...data.present.map((traineeId) => `attendance/${data.sessionId}/${traineeId}`),
      ]
    case 'AttendanceCorrected':
      return [`attendance/${data.sessionId}/${data.traineeId}`]
    case 'AssessmentRecorded':
      return [`assessment/${data.traineeId}`]
    case 'FeedbackGiven':
      return [`feedback/${data.traineeId}`]
    case 'BatchClosed':
    case 'BatchCancelled':
      return ['end']
    case 'EnrolmentOpened':
    case 'BatchStarted':
      return [type]
  }
}
