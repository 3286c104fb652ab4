import { type FactRequests, type Given, see } from '@skein/kernel'
import * as Calendar from '../calendar/state.js'
import * as Division from '../division/state.js'
import type { Command } from './commands.js'

export interface Facts extends Given {
  /** The division that the base or the practice point lies in. */
  readonly division: Division.Existence
  /** The calendar of the place that is to be closed. */
  readonly calendar: Calendar.Ahead
}

export const noFacts: Omit<Facts, keyof Given> = { division: Division.absent, calendar: Calendar.nothingAhead }

/** What a command wants to see of other streams. */
export const facts = ({ type, data }: Command): FactRequests => {
  switch (type) {
    case 'FoundBase':
    case 'OpenPracticePoint':
      return { division: see(Division.stream(data.divisionCode), Division.existence) }
    case 'ClosePlace':
      return { calendar: see(Calendar.stream(data.placeId), Calendar.ahead(data.on)) }
    default:
      return {}
  }
}
