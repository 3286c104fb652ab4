import { type DecisionContext, readView, type ViewRequests } from '@skein/kernel'
import * as Base from '../base/views.js'
import * as Batch from '../batch/views.js'
import type { Command } from './commands.js'

export interface Views extends DecisionContext {
  /** The place, as the base that books it has it. */
  readonly place: Base.PlaceView
  /** The batch that it is taken for. */
  readonly batch: Batch.Roster
}

export const absentViews: Omit<Views, keyof DecisionContext> = { place: {}, batch: Batch.noRoster }

/** What a command wants to see of other streams. */
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
