// Names and fields are the stored format: to change a released event, add a schema version and an upcaster.
import { Attempt, Day, event, eventTypes, typesOf, unionBy } from '@skein/kernel'
import type { z } from 'zod'
import { BaseId, BatchId, Period, Reason, SessionId, TraineeId } from '../shared/value-objects.js'

const session = { batchId: BatchId, sessionId: SessionId }
const guest = { batchId: BatchId, traineeId: TraineeId }

export const PlaceBooked = event('PlaceBooked', { baseId: BaseId, ...session, date: Day, period: Period })
export const PlaceBookingCancelled = event('PlaceBookingCancelled', { ...session, reason: Reason })

export const BedReserved = event('BedReserved', {
  baseId: BaseId,
  ...guest,
  /** The attempt of the seat that the bed belongs to. */
  attempt: Attempt.optional(),
  from: Day,
  /** The last day. */
  until: Day,
})
export const BedReleased = event('BedReleased', { ...guest, attempt: Attempt.optional(), reason: Reason })

const schemas = [PlaceBooked, PlaceBookingCancelled, BedReserved, BedReleased] as const
export const Event = unionBy('type', schemas)
export type Event = z.infer<typeof Event>
export type DataOf<Type extends Event['type']> = Extract<Event, { type: Type }>['data']

export const types = eventTypes(schemas)

/** For rules that judge every event of the aggregate. */
export const allTypes = typesOf(schemas)
