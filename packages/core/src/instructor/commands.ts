import { type CommandInputOf, type CommandOf, commandsTo, commandTypes } from '@skein/kernel'
import { InstructorId } from '../shared/value-objects.js'
import * as Events from './events.js'

const { command, mirror } = commandsTo({ instructorId: InstructorId })

/** Commands that are copied into their event. */
export const mirrors = [
  mirror('EngageInstructor', Events.InstructorEngaged),
  mirror('ReviseSubjects', Events.SubjectsRevised),
  mirror('BookInstructor', Events.InstructorBooked, { byProcess: true }),
  mirror('ReleaseInstructor', Events.InstructorReleased),
]

/** Commands that `decide.ts` turns into events. */
export const decided = [
  command('CancelBooking', ['BookingCancelled'], Events.BookingCancelled.shape.data.shape, { byProcess: true }),
]

export type CommandType = (typeof mirrors)[number] | (typeof decided)[number]
export type Command = CommandOf<CommandType>
export type Decided = CommandOf<(typeof decided)[number]>
/** As callers write it: ids, days and codes as plain strings. */
export type CommandInput = CommandInputOf<CommandType>

export const types = commandTypes([...mirrors, ...decided])
