import { type DecisionContext, readView, readViewNow, type ViewRequests } from '@skein/kernel'
import * as Base from '../base/views.js'
import * as Batch from '../batch/views.js'
import type { Command } from './commands.js'

export interface Views extends DecisionContext {
  /** The base that engages. */
  readonly base: Base.Existence
  /** The batch of the session to be taught. */
  readonly batch: Batch.Roster
}

export const absentViews: Omit<Views, keyof DecisionContext> = { base: Base.absent, batch: Batch.noRoster }

/** The views of other streams that a command needs. */
export const views = ({ type, data }: Command): ViewRequests => {
  switch (type) {
    case 'EngageInstructor':
      return { base: readViewNow(Base.stream(data.baseId), Base.existence) }
    case 'BookInstructor':
      return { batch: readView(Batch.stream(data.batchId), Batch.roster) }
    default:
      return {}
  }
}
