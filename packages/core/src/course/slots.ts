import type { Slots } from '@skein/kernel'
import type { DataOf, Event } from './events.js'

/** The fields that a revision changes. */
export const revised = (data: DataOf<'CourseRevised'>) =>
  (['title', 'hours', 'addresses'] as const).filter((field) => data[field] !== undefined)

/** What an event states, for each thing that can be stated again. */
export const slots: Slots<Event, unknown> = ({ type, data }) => {
  switch (type) {
    case 'CourseOffered':
      return ['offer', 'title', 'hours', 'addresses']
    case 'CourseRevised':
      return revised(data)
    case 'CourseWithdrawn':
      return ['offer']
  }
}
