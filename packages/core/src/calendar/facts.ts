import { type FactRequests, type Given, see } from '@skein/kernel'
import * as Base from '../base/state.js'
import * as Batch from '../batch/views.js'
import type { Command } from './commands.js'

export interface Facts extends Given {
  /** The place, as the base that books it has it. */
  readonly place: Base.PlaceView
  /** The batch that it is taken for. */
  readonly batch: Batch.Roster
}

export const noFacts: Omit<Facts, keyof Given> = { place: {}, batch: Batch.noRoster }

/** What a command wants to see of other streams. */
export const facts = ({ type, data }: Command): FactRequests => {
  switch (type) {
    case 'BookPlace':
    case 'ReserveBed':
      return {
        place: see(Base.stream(data.baseId), Base.place(data.placeId)),
        batch: see(Batch.stream(data.batchId), Batch.roster),
      }
    default:
      return {}
  }
}
