import type { Event } from './events.js'

/** What can be said again, by the thing it is said of. Two visits are two visits. */
export const slots = ({ type, data }: Event): readonly string[] => {
  switch (type) {
    case 'AgreementSigned':
      return ['terms']
    case 'ResourcePledged':
      return [`pledge/${data.kind}/${data.unit}`]
    case 'FarmersDrawn':
      return ['farmers']
    case 'HouseholdPlaced':
      return [`placement/${data.householdId}`]
    case 'PlacementConfirmed':
    case 'PlacementDeclined':
    case 'HouseholdReleased':
      return [`placement/${data.householdId}`]
    case 'OutcomeRecorded':
      return [`outcome/${data.householdId}`]
    case 'AgreementCompleted':
    case 'AgreementTerminated':
      return ['end']
    case 'VisitRecorded':
      return []
  }
}
