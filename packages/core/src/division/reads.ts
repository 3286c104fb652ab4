import { type DecisionContext, readView, readViewNow, type SeenStates, type ViewRequests } from '@skein/kernel'
import * as Base from '../base/views.js'
import { defaultPolicy, type PolicyInForce } from '../policy/policy.js'
import type { Command } from './commands.js'
import { absent, type Existence, existence, stream } from './views.js'

export interface Views extends DecisionContext {
  /** The division above this one. */
  readonly parent: Existence
  /** The base that a classification names. */
  readonly base: Base.Existence
  /** The policy of that base on the day of an exit. */
  readonly policy: PolicyInForce
}

export const absentViews: Omit<Views, keyof DecisionContext> = {
  parent: absent,
  base: Base.absent,
  policy: defaultPolicy,
}

/** What all of these views show of a base. */
export const sees: SeenStates = { base: Base.existenceAndPolicies }

/** The views of other streams that a command needs. */
export const views = ({ type, data }: Command): ViewRequests => {
  if (type === 'RegisterDivision' && data.parent !== undefined)
    return { parent: readViewNow(stream(data.parent), existence) }
  if (type !== 'ClassifyDivision' || data.baseId === undefined) return {}
  const base = Base.stream(data.baseId)
  return {
    base: readViewNow(base, Base.existence),
    ...(data.status === 'exited' && { policy: readView(base, Base.policyOn(data.on)) }),
  }
}
