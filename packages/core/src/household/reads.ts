import { type DecisionContext, readView, type ViewRequests } from '@skein/kernel'
import * as Agreement from '../agreement/views.js'
import * as Base from '../base/views.js'
import * as Division from '../division/views.js'
import * as Journey from '../journey/views.js'
import { type InForce, preset } from '../policy/policy.js'
import type { Command } from './commands.js'
import type { State } from './state.js'

export interface Views extends DecisionContext {
  readonly base: Base.Existence
  readonly division: Division.Existence
  /** Of the household's base, on the command's day. */
  readonly policy: InForce
  /** The agreement under which the household is to be mentored, and its place in it. */
  readonly agreement: Agreement.Terms
  readonly placement: Agreement.Placed
  /** The person who is to mentor. */
  readonly mentor: Journey.Mentor
}

export const absentViews: Omit<Views, keyof DecisionContext> = {
  base: Base.absent,
  division: Division.absent,
  policy: preset,
  agreement: Agreement.noTerms,
  placement: undefined,
  mentor: Journey.noMentor,
}

/** What a command wants to see of other streams. */
export const views = ({ type, data }: Command, { registered }: State): ViewRequests => {
  const policy = registered ? { policy: readView(Base.stream(registered.baseId), Base.policyOn(data.on)) } : {}
  switch (type) {
    case 'RegisterHousehold':
      return {
        base: readView(Base.stream(data.baseId), Base.existence),
        division: readView(Division.stream(data.divisionCode), Division.existence),
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
