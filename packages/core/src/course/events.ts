// Names and fields are the stored format: to change a released event, add a schema version and an upcaster.
import { event, eventTypes, listOf, Quantity, typesOf, unionBy } from '@skein/kernel'
import { z } from 'zod'
import { BaseId, Component, CourseId, CourseKind, NeedGap, Reason, Subject } from '../shared/value-objects.js'

const Title = z.string().min(1).max(200)

export const CourseOffered = event('CourseOffered', {
  courseId: CourseId,
  baseId: BaseId,
  title: Title,
  kind: CourseKind,
  component: Component,
  subject: Subject,
  hours: Quantity,
  addresses: listOf(NeedGap),
})

export const CourseRevised = event('CourseRevised', {
  title: Title.optional(),
  hours: Quantity.optional(),
  addresses: listOf(NeedGap).optional(),
})

export const CourseWithdrawn = event('CourseWithdrawn', { reason: Reason })

const schemas = [CourseOffered, CourseRevised, CourseWithdrawn] as const
export const Event = unionBy('type', schemas)
export type Event = z.infer<typeof Event>
export type DataOf<Type extends Event['type']> = Extract<Event, { type: Type }>['data']

export const types = eventTypes(schemas, {
  opening: ['CourseOffered'],
  ending: ['CourseWithdrawn'],
  observations: ['CourseRevised'],
})

/** For rules that judge every event of the aggregate. */
export const allTypes = typesOf(schemas)
