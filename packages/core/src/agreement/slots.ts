import type { Slots } from '@skein/kernel'
import type { Event } from './events.js'

/** The slots that an event fills: one for each thing that commands can state repeatedly. Every visit counts. */
export const slots: Slots<Event, unknown> = ({ type, data }) => {
  switch (type) {
    case 'AgreementSigned':
      return ['terms']
    case 'ResourcePledged':
      return [`pledge/${data.kind}/${data.unit}`]
    case 'FarmersDrawn':
      return ['farmers']
    case 'HouseholdPlaced':
      return [`placed/${data.householdId}`]
    case 'PlacementConfirmed':
      return [`confirmed/${data.householdId}`]
    case 'PlacementDeclined':
    case 'HouseholdReleased':
      return slotsOfPlacement(data.householdId)
    case 'OutcomeRecorded':
      return [`outcome/${data.householdId}`]
    case 'AgreementCompleted':
    case 'AgreementTerminated':
      return ['end', ...data.households.flatMap(slotsOfPlacement)]
    case 'VisitRecorded':
      return []
  }
}

const slotsOfPlacement = (householdId: string): readonly string[] => [
  `placed/${householdId}`,
  `confirmed/${householdId}`,
]
