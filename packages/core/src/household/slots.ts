import type { Slots } from '@skein/kernel'
import type { Event } from './events.js'

/** What an event states, for each thing that can be stated again. */
export const slots: Slots<Event, unknown> = ({ type, data }) => {
  switch (type) {
    case 'HouseholdRegistered':
      return ['members', 'details']
    case 'MembersRevised':
      return ['members']
    case 'HouseholdDetailsCorrected':
      return ['details']
    case 'IncomeRecorded':
      return [`income/${data.year}`]
    case 'MentorAccepted':
    case 'MentorEnded':
      return ['mentor']
    case 'PovertyExited':
    case 'PovertyRelapsed':
      return ['poverty']
  }
}
