import type { Slots } from '@skein/kernel'
import type { Event } from './events.js'

/** What an event states, for each thing that can be stated again. */
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
