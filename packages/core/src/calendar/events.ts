// These names and fields are the stored format: add a schema version and an upcaster, never edit one that was written.
import { Attempt, Day, event, eventTypes } from '@skein/kernel'
import { z } from 'zod'
import { BaseId, BatchId, Period, Reason, SessionId, TraineeId } from '../shared/value-objects.js'

const session = { batchId: BatchId, sessionId: SessionId }
const guest = { batchId: BatchId, traineeId: TraineeId }

export const PlaceBooked = event('PlaceBooked', { baseId: BaseId, ...session, date: Day, period: Period })
export const PlaceBookingCancelled = event('PlaceBookingCancelled', { ...session, reason: Reason })

export const BedReserved = event('BedReserved', {
  baseId: BaseId,
  ...guest,
  /** The seat that the bed goes with. */
  attempt: Attempt.optional(),
  from: Day,
  /** The last day. */
  until: Day,
})
export const BedReleased = event('BedReleased', { ...guest, attempt: Attempt.optional(), reason: Reason })

const schemas = [PlaceBooked, PlaceBookingCancelled, BedReserved, BedReleased] as const
export const Event = z.discriminatedUnion('type', schemas)
export type Event = z.infer<typeof Event>
export type DataOf<Type extends Event['type']> = Extract<Event, { type: Type }>['data']

export const types = eventTypes(schemas)
