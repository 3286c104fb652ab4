// Enrols a person who takes a seat, and reserves a bed for a boarder. If either is refused, releases the seat.
import { type Cause, readView } from '@skein/kernel'
import * as Batch from '../batch/views.js'
import type { BatchId, TraineeId } from '../shared/value-objects.js'
import { defineProcess, streamId, withView } from './define-process.js'
import type { Command, Events } from './types.js'

type Event = Events<'SeatTaken' | 'SeatReleased' | 'BatchCancelled' | 'BatchClosed'>
type Seat = { readonly attempt: number; readonly dormitoryId?: Batch.TakenSeat['dormitoryId'] }

const roster = ({ id }: { readonly id: string }) => readView(Batch.stream(id), Batch.roster)

const leaveBatch = (cause: Cause<Event>, traineeId: TraineeId, { attempt }: Seat, reason: string): Command => ({
  type: 'LeaveBatch',
  data: { traineeId, batchId: streamId(cause), attempt, reason, on: cause.event.data.on },
})

const releaseBed = (
  cause: Cause<Event>,
  traineeId: TraineeId,
  { attempt, dormitoryId }: Seat,
  reason: string,
): readonly Command[] =>
  dormitoryId === undefined
    ? []
    : [
        {
          type: 'ReleaseBed',
          data: { placeId: dormitoryId, batchId: streamId(cause), traineeId, attempt, reason, on: cause.event.data.on },
        },
      ]

export const enrolment = defineProcess<Event, Command>(
  'enrolment',
  {
    SeatTaken: withView(roster, (cause, { baseId, startsOn, endsOn, endedOn, seats }) => {
      const { traineeId, dormitoryId, attempt, on } = cause.event.data
      if (baseId === undefined || startsOn === undefined || endsOn === undefined) return []
      // a seat that is released by now needs nothing: its attempt is not used again
      if (endedOn !== undefined || seats.get(traineeId)?.attempt !== attempt) return []
      const batchId = streamId<BatchId>(cause)
      const dates = { from: startsOn, until: endsOn }
      const enrol: Command = { type: 'Enrol', data: { traineeId, batchId, attempt, ...dates, on } }
      if (dormitoryId === undefined) return [enrol]
      const stay = { placeId: dormitoryId, baseId, batchId, traineeId, attempt, ...dates, on }
      return [enrol, { type: 'ReserveBed', data: stay }]
    }),
    SeatReleased: withView(roster, (cause, { seatHistory }) => {
      const { traineeId, attempt, reason } = cause.event.data
      const seat = seatHistory.get(traineeId)?.findLast((one) => attempt === undefined || one.attempt === attempt)
      if (seat === undefined) return []
      return [leaveBatch(cause, traineeId, seat, reason), ...releaseBed(cause, traineeId, seat, reason)]
    }),
    BatchCancelled: withView(roster, (cause, { seats }) =>
      [...seats].flatMap(([traineeId, seat]) => [
        leaveBatch(cause, traineeId, seat, 'batchCancelled'),
        ...releaseBed(cause, traineeId, seat, 'batchCancelled'),
      ]),
    ),
    BatchClosed: withView(roster, (cause, { seats }) =>
      [...seats].flatMap(([traineeId, seat]) => releaseBed(cause, traineeId, seat, 'batchClosed')),
    ),
  },
  (command, _rejection, { event }) => {
    if (command.type !== 'Enrol' && command.type !== 'ReserveBed') return []
    const { batchId, traineeId, attempt } = command.data
    const reason = command.type === 'Enrol' ? 'enrolmentRefused' : 'bedRefused'
    return [{ type: 'ReleaseSeat', data: { batchId, traineeId, attempt, reason, on: event.data.on } }]
  },
)
