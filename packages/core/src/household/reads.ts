import { type DecisionContext, readView, readViewNow, type SeenStates, type ViewRequests } from '@skein/kernel'
import * as Agreement from '../agreement/views.js'
import * as Base from '../base/views.js'
import * as Division from '../division/views.js'
import * as Journey from '../journey/views.js'
import { defaultPolicy, type PolicyInForce } from '../policy/policy.js'
import type { Command } from './commands.js'
import type { State } from './state.js'

export interface Views extends DecisionContext {
  /** The base that registers. */
  readonly base: Base.Existence
  /** The division of the household. */
  readonly division: Division.Existence
  /** The policy of the household's base on the command's day. */
  readonly policy: PolicyInForce
  /** The agreement under which the household is placed, and that placement. */
  readonly agreement: Agreement.Terms
  readonly placement: Agreement.CurrentPlacement
  /** The new mentor. */
  readonly mentor: Journey.Mentor
}

export const absentViews: Omit<Views, keyof DecisionContext> = {
  base: Base.absent,
  division: Division.absent,
  policy: defaultPolicy,
  agreement: Agreement.noTerms,
  placement: undefined,
  mentor: Journey.noMentor,
}

/** What all of these views show of a base. */
export const sees: SeenStates = { base: Base.existenceAndPolicies }

/** The views of other streams that a command needs. */
export const views = ({ type, data }: Command, { registered }: State): ViewRequests => {
  const policy = registered ? { policy: readView(Base.stream(registered.baseId), Base.policyOn(data.on)) } : {}
  switch (type) {
    case 'RegisterHousehold':
      return {
        base: readViewNow(Base.stream(data.baseId), Base.existence),
        division: readViewNow(Division.stream(data.divisionCode), Division.existence),
      }
    case 'AcceptMentor': {
      const agreement = Agreement.stream(data.agreementId)
      return {
        agreement: readView(agreement, Agreement.terms),
        placement: readView(agreement, Agreement.placement(data.householdId)),
        mentor: readView(Journey.stream(data.mentorId), Journey.mentor('')),
        ...policy,
      }
    }
    case 'ConfirmExit':
      return policy
    default:
      return {}
  }
}
