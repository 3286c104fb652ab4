import { z } from 'zod'
import { commandTypes } from '../shared/command-types.js'
import { command } from '../shared/schemas.js'
import { CourseId } from '../shared/value-objects.js'
import * as Events from './events.js'

const { courseId: _, ...offer } = Events.CourseOffered.shape.data.shape

export const OfferCourse = command('OfferCourse', { courseId: CourseId, ...offer })
export const ReviseCourse = command('ReviseCourse', { courseId: CourseId, ...Events.CourseRevised.shape.data.shape })
export const WithdrawCourse = command('WithdrawCourse', {
  courseId: CourseId,
  ...Events.CourseWithdrawn.shape.data.shape,
})

export const Command = z.discriminatedUnion('type', [OfferCourse, ReviseCourse, WithdrawCourse])
export type Command = z.infer<typeof Command>

/** What each records. */
export const types = commandTypes(Command.options, {
  OfferCourse: ['CourseOffered'],
  ReviseCourse: ['CourseRevised'],
  WithdrawCourse: ['CourseWithdrawn'],
})
