import { type DecisionContext, readViewNow, type SeenStates, type ViewRequests } from '@skein/kernel'
import * as Base from '../base/views.js'
import type { Command } from './commands.js'

export interface Views extends DecisionContext {
  /** The base that offers the course. */
  readonly base: Base.Existence
}

export const absentViews: Omit<Views, keyof DecisionContext> = { base: Base.absent }

/** What all of these views show of a base. */
export const sees: SeenStates = { base: Base.existence }

/** The views of other streams that a command needs. */
export const views = ({ type, data }: Command): ViewRequests =>
  type === 'OfferCourse' ? { base: readViewNow(Base.stream(data.baseId), Base.existence) } : {}
