import type { Slots } from '@skein/kernel'
import type { DataOf, Event } from './events.js'

/** The fields that a revision changes. */
export const revisedFields = (data: DataOf<'CourseRevised'>) =>
  (['title', 'hours', 'addresses'] as const).filter((field) => data[field] !== undefined)

/** The slots that an event fills: one for each thing that commands can state repeatedly. */
export const slots: Slots<Event, unknown> = ({ type, data }) => {
  switch (type) {
    case 'CourseOffered':
      return ['offer', 'title', 'hours', 'addresses']
    case 'CourseRevised':
      return revisedFields(data)
    case 'CourseWithdrawn':
      return ['offer']
  }
}
