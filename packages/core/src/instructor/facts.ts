import { type FactRequests, type Given, see } from '@skein/kernel'
import * as Base from '../base/state.js'
import * as Batch from '../batch/views.js'
import type { Command } from './commands.js'

export interface Facts extends Given {
  /** The base that engages. */
  readonly base: Base.Existence
  /** The batch whose session is to be taught. */
  readonly batch: Batch.Roster
}

export const noFacts: Omit<Facts, keyof Given> = { base: Base.absent, batch: Batch.noRoster }

/** What a command wants to see of other streams. */
export const facts = ({ type, data }: Command): FactRequests => {
  switch (type) {
    case 'EngageInstructor':
      return { base: see(Base.stream(data.baseId), Base.existence) }
    case 'BookInstructor':
      return { batch: see(Batch.stream(data.batchId), Batch.roster) }
    default:
      return {}
  }
}
