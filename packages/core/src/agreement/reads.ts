import { type DecisionContext, readView, readViewNow, type SeenStates, type ViewRequests } from '@skein/kernel'
import * as Base from '../base/views.js'
import * as Household from '../household/views.js'
import * as Journey from '../journey/views.js'
import { defaultPolicy, type PolicyInForce } from '../policy/policy.js'
import type { Command } from './commands.js'
import type { State } from './state.js'

export interface Views extends DecisionContext {
  /** The base that signs. */
  readonly base: Base.Existence
  /** The policy of the agreement's base on the command's day. */
  readonly policy: PolicyInForce
  /** The mentor, in the industry of the agreement. */
  readonly mentor: Journey.Mentor
  /** The household that is placed. */
  readonly household: Household.Beneficiary
}

export const absentViews: Omit<Views, keyof DecisionContext> = {
  base: Base.absent,
  policy: defaultPolicy,
  mentor: Journey.noMentor,
  household: Household.noBeneficiary,
}

/** What all of these views show of a base. */
export const sees: SeenStates = { base: Base.existenceAndPolicies }

/** The views of other streams that a command needs. */
export const views = ({ type, data }: Command, { signed }: State): ViewRequests => {
  switch (type) {
    case 'SignAgreement':
      return {
        base: readViewNow(Base.stream(data.baseId), Base.existence),
        policy: readView(Base.stream(data.baseId), Base.policyOn(data.on)),
        mentor: readView(Journey.stream(data.mentorId), Journey.mentor(data.industry)),
      }
    case 'PlaceHousehold':
      return {
        household: readView(Household.stream(data.householdId), Household.beneficiary),
        ...(signed && {
          policy: readView(Base.stream(signed.baseId), Base.policyOn(data.on)),
          mentor: readView(Journey.stream(signed.mentorId), Journey.mentor(signed.industry)),
        }),
      }
    default:
      return {}
  }
}
