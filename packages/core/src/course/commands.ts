import { type CommandInputOf, type CommandOf, commandsTo, commandTypes } from '@skein/kernel'
import { CourseId } from '../shared/value-objects.js'
import * as Events from './events.js'

const { command, mirror } = commandsTo({ courseId: CourseId })

/** Commands that are copied into their event. */
export const mirrors = [mirror('OfferCourse', Events.CourseOffered), mirror('WithdrawCourse', Events.CourseWithdrawn)]

/** Commands that `decide.ts` turns into events. */
export const decided = [command('ReviseCourse', ['CourseRevised'], Events.CourseRevised.shape.data.shape)]

export type CommandType = (typeof mirrors)[number] | (typeof decided)[number]
export type Command = CommandOf<CommandType>
export type Decided = CommandOf<(typeof decided)[number]>
/** As callers write it: ids, days and codes as plain strings. */
export type CommandInput = CommandInputOf<CommandType>

export const types = commandTypes([...mirrors, ...decided])
