import { type DecisionContext, readView, type ViewRequests } from '@skein/kernel'
import * as Base from '../base/views.js'
import * as Batch from '../batch/views.js'
import type { Command } from './commands.js'

export interface Views extends DecisionContext {
  /** The place, from the base that books it. */
  readonly place: Base.PlaceView
  /** The batch for which it is booked. */
  readonly batch: Batch.Roster
}

export const absentViews: Omit<Views, keyof DecisionContext> = { place: {}, batch: Batch.noRoster }

/** The views of other streams that a command needs. */
export const views = ({ type, data }: Command): ViewRequests => {
  switch (type) {
    case 'BookPlace':
    case 'ReserveBed':
      return {
        place: readView(Base.stream(data.baseId), Base.place(data.placeId)),
        batch: readView(Batch.stream(data.batchId), Batch.roster),
      }
    default:
      return {}
  }
}
