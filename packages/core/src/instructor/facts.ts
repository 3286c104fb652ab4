import { type FactRequests, type Given, see } from '@skein/kernel'
import * as Base from '../base/state.js'
import type { Command } from './commands.js'

export interface Facts extends Given {
  /** The base that engages. */
  readonly base: Base.Existence
}

export const noFacts: Omit<Facts, keyof Given> = { base: Base.absent }

/** What a command wants to see of other streams. */
export const facts = ({ type, data }: Command): FactRequests =>
  type === 'EngageInstructor' ? { base: see(Base.stream(data.baseId), Base.existence) } : {}
