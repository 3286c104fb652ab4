import type { Slots } from '@skein/kernel'
import type { Event } from './events.js'

/** The slots that an event fills: one for each thing that commands can state repeatedly. Bookings fill none. */
export const slots: Slots<Event, unknown> = ({ type }) => {
  switch (type) {
    case 'InstructorEngaged':
      return ['engagement', 'subjects']
    case 'InstructorReleased':
      return ['engagement']
    case 'SubjectsRevised':
      return ['subjects']
    default:
      return []
  }
}
