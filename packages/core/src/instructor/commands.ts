import { z } from 'zod'
import { commandTypes } from '../shared/command-types.js'
import { command } from '../shared/schemas.js'
import { InstructorId } from '../shared/value-objects.js'
import * as Events from './events.js'

const { instructorId: _, ...engagement } = Events.InstructorEngaged.shape.data.shape

export const EngageInstructor = command('EngageInstructor', {
  instructorId: InstructorId,
  ...engagement,
  personal: Events.Personal,
})
export const ReviseSubjects = command('ReviseSubjects', {
  instructorId: InstructorId,
  ...Events.SubjectsRevised.shape.data.shape,
})
export const BookInstructor = command('BookInstructor', {
  instructorId: InstructorId,
  ...Events.InstructorBooked.shape.data.shape,
})
export const CancelBooking = command('CancelBooking', {
  instructorId: InstructorId,
  ...Events.BookingCancelled.shape.data.shape,
})
export const ReleaseInstructor = command('ReleaseInstructor', {
  instructorId: InstructorId,
  ...Events.InstructorReleased.shape.data.shape,
})

export const Command = z.discriminatedUnion('type', [
  EngageInstructor,
  ReviseSubjects,
  BookInstructor,
  CancelBooking,
  ReleaseInstructor,
])
export type Command = z.infer<typeof Command>

/** What each records, and which ones only processes send. */
export const types = commandTypes(
  Command.options,
  {
    EngageInstructor: ['InstructorEngaged'],
    ReviseSubjects: ['SubjectsRevised'],
    BookInstructor: ['InstructorBooked'],
    CancelBooking: ['BookingCancelled'],
    ReleaseInstructor: ['InstructorReleased'],
  },
  ['BookInstructor', 'CancelBooking'],
)
