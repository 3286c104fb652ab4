// Names and fields are the stored format: to change a released event, add a schema version and an upcaster.
import { Day, event, eventTypes, listOf, personal, Quantity, typesOf, unionBy } from '@skein/kernel'
import { z } from 'zod'
import { BaseId, BatchId, InstructorId, Period, Reason, SessionId, Subject } from '../shared/value-objects.js'

export const Personal = z.strictObject({
  name: z.string().min(1).max(200),
  phone: z.string().min(1).max(30).optional(),
})

const subjects = listOf(Subject).min(1)
const session = { batchId: BatchId, sessionId: SessionId }

export const InstructorEngaged = event('InstructorEngaged', {
  instructorId: InstructorId,
  baseId: BaseId,
  category: z.enum(['localCadre', 'localTalent', 'skilledProducer', 'leadingCadre', 'expert', 'researcher']),
  subjects,
  personal: personal(Personal),
})
export const SubjectsRevised = event('SubjectsRevised', { subjects })
export const InstructorBooked = event('InstructorBooked', { ...session, date: Day, period: Period, hours: Quantity })
export const BookingCancelled = event('BookingCancelled', { ...session, reason: Reason })
export const InstructorReleased = event('InstructorReleased', { reason: Reason })

const schemas = [InstructorEngaged, SubjectsRevised, InstructorBooked, BookingCancelled, InstructorReleased] as const
export const Event = unionBy('type', schemas)
export type Event = z.infer<typeof Event>
export type DataOf<Type extends Event['type']> = Extract<Event, { type: Type }>['data']

export const types = eventTypes(schemas, { observations: ['SubjectsRevised'] })

/** For rules that judge every event of the aggregate. */
export const allTypes = typesOf(schemas)
