import type { Slots } from '@skein/kernel'
import type { Event } from './events.js'

/** The slots that an event fills: one for each thing that commands can state repeatedly. */
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
