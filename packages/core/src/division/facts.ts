import { type FactRequests, type Given, see } from '@skein/kernel'
import * as Base from '../base/state.js'
import { type InForce, preset } from '../policy/policy.js'
import type { Command } from './commands.js'
import { absent, type Existence, existence, stream } from './state.js'

export interface Facts extends Given {
  /** The division that this one is to be part of. */
  readonly parent: Existence
  /** The base that a classification names. */
  readonly base: Base.Existence
  /** Of that base, on the day of an exit. */
  readonly policy: InForce
}

export const noFacts: Omit<Facts, keyof Given> = { parent: absent, base: Base.absent, policy: preset }

/** What a command wants to see of other streams. */
export const facts = ({ type, data }: Command): FactRequests => {
  if (type === 'RegisterDivision' && data.parent !== undefined) return { parent: see(stream(data.parent), existence) }
  if (type !== 'ClassifyDivision' || data.baseId === undefined) return {}
  const base = Base.stream(data.baseId)
  return {
    base: see(base, Base.existence),
    ...(data.status === 'exited' && { policy: see(base, Base.policyOn(data.on)) }),
  }
}
