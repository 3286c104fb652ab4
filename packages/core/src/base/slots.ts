import type { Slots } from '@skein/kernel'
import type { Event } from './events.js'

/** What an event states, for each thing that can be stated again. */
export const slots: Slots<Event, unknown> = ({ type, data }) => {
  switch (type) {
    case 'ContributionRecorded':
      return [`contribution/${data.reference}`]
    case 'FacilityOpened':
    case 'PracticePointOpened':
    case 'PlaceClosed':
      return [`place/${data.placeId}`]
    case 'PlaqueHung':
      return [`plaque/${data.name}`]
    case 'PolicyAdopted':
      return [`policy/${data.version}`]
    default:
      return [type]
  }
}
