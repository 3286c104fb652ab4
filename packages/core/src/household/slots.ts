import type { Slots } from '@skein/kernel'
import type { Event } from './events.js'

/** The slots that an event fills: one for each thing that commands can state repeatedly. */
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
