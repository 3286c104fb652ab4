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
      return [`placed/${data.householdId}`]
    case 'PlacementConfirmed':
      return [`confirmed/${data.householdId}`]
    case 'PlacementDeclined':
    case 'HouseholdReleased':
      return ofPlacement(data.householdId)
    case 'OutcomeRecorded':
      return [`outcome/${data.householdId}`]
    case 'AgreementCompleted':
    case 'AgreementTerminated':
      return ['end', ...data.households.flatMap(ofPlacement)]
    case 'VisitRecorded':
      return []
  }
}

const ofPlacement = (householdId: string): readonly string[] => [`placed/${householdId}`, `confirmed/${householdId}`]
