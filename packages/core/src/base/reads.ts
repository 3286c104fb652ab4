import { type DecisionContext, readView, readViewNow, type ViewRequests } from '@skein/kernel'
import * as Calendar from '../calendar/views.js'
import * as Division from '../division/views.js'
import type { Command } from './commands.js'
import { lastVersion, stream } from './views.js'

export interface Views extends DecisionContext {
  /** The division that the base or the practice point lies in. */
  readonly division: Division.Existence
  /** The highest version of a policy that the base has adopted, whatever its day; 0 if none. */
  readonly lastVersion: number
  /** When the place to be closed is next occupied. */
  readonly calendar: Calendar.NextOccupation
}

export const absentViews: Omit<Views, keyof DecisionContext> = {
  division: Division.absent,
  lastVersion: 0,
  calendar: Calendar.notOccupied,
}

/** The views of other streams that a command needs. */
export const views = ({ type, data }: Command): ViewRequests => {
  switch (type) {
    case 'FoundBase':
    case 'OpenPracticePoint':
      return { division: readViewNow(Division.stream(data.divisionCode), Division.existence) }
    case 'AdoptPolicy':
      return { lastVersion: readViewNow(stream(data.baseId), lastVersion) }
    case 'ClosePlace':
      return { calendar: readView(Calendar.stream(data.placeId), Calendar.nextOccupation(data.on)) }
    default:
      return {}
  }
}
