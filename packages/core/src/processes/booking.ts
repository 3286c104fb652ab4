// Books the instructor and room of a scheduled session. If either booking is refused, cancels the session.
import { readView } from '@skein/kernel'
import * as Batch from '../batch/views.js'
import type { BatchId } from '../shared/value-objects.js'
import { defineProcess, streamId, withView } from './define-process.js'
import type { Command, Events } from './types.js'

type Event = Events<'SessionScheduled' | 'SessionCancelled' | 'BatchCancelled'>
type Ending = { readonly batchId: BatchId; readonly reason: string; readonly on: Event['data']['on'] }

const roster = ({ id }: { readonly id: string }) => readView(Batch.stream(id), Batch.roster)

const cancelBookings = (
  { sessionId, instructorId, placeId }: Batch.SessionDetails,
  { batchId, reason, on }: Ending,
): readonly Command[] => [
  { type: 'CancelBooking', data: { instructorId, batchId, sessionId, reason, on } },
  { type: 'CancelPlaceBooking', data: { placeId, batchId, sessionId, reason, on } },
]

export const booking = defineProcess<Event, Command>(
  'booking',
  {
    SessionScheduled: withView(roster, (cause, { baseId, sessions }) => {
      const { sessionId, instructorId, placeId, date, period, hours, on } = cause.event.data
      // a session that is cancelled by now needs no booking: its id is not used again
      const session = sessions.get(sessionId)
      if (baseId === undefined || session === undefined || session.isCancelled) return []
      const batchId = streamId<BatchId>(cause)
      return [
        { type: 'BookInstructor', data: { instructorId, batchId, sessionId, date, period, hours, on } },
        { type: 'BookPlace', data: { placeId, baseId, batchId, sessionId, date, period, on } },
      ]
    }),
    SessionCancelled: withView(roster, (cause, { sessions }) => {
      const { sessionId, reason, on } = cause.event.data
      const session = sessions.get(sessionId)
      return session === undefined ? [] : cancelBookings(session, { batchId: streamId(cause), reason, on })
    }),
    BatchCancelled: withView(roster, (cause, { sessions }) =>
      [...sessions.values()]
        .filter(({ isDelivered }) => !isDelivered)
        .flatMap((session) => cancelBookings(session, { batchId: streamId(cause), ...cause.event.data })),
    ),
  },
  ({ type, data }, _rejection, { event }) =>
    type === 'BookInstructor' || type === 'BookPlace'
      ? [
          {
            type: 'CancelSession',
            data: { batchId: data.batchId, sessionId: data.sessionId, reason: Batch.bookingRefused, on: event.data.on },
          },
        ]
      : [],
)
