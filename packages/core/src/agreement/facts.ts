import { type FactRequests, type Given, see } from '@skein/kernel'
import * as Base from '../base/state.js'
import * as Household from '../household/views.js'
import * as Journey from '../journey/views.js'
import { type InForce, preset } from '../policy/policy.js'
import type { Command } from './commands.js'
import type { State } from './state.js'

export interface Facts extends Given {
  readonly base: Base.Existence
  /** Of the agreement's base, on the command's day. */
  readonly policy: InForce
  /** The mentor, in the agreement's industry. */
  readonly mentor: Journey.Mentor
  readonly household: Household.Beneficiary
}

export const noFacts: Omit<Facts, keyof Given> = {
  base: Base.absent,
  policy: preset,
  mentor: Journey.noMentor,
  household: Household.noBeneficiary,
}

/** What a command wants to see of other streams. */
export const facts = ({ type, data }: Command, { signed }: State): FactRequests => {
  switch (type) {
    case 'SignAgreement':
      return {
        base: see(Base.stream(data.baseId), Base.existence),
        policy: see(Base.stream(data.baseId), Base.policyOn(data.on)),
        mentor: see(Journey.stream(data.mentorId), Journey.mentor(data.industry)),
      }
    case 'PlaceHousehold':
      return {
        household: see(Household.stream(data.householdId), Household.beneficiary),
        ...(signed && {
          policy: see(Base.stream(signed.baseId), Base.policyOn(data.on)),
          mentor: see(Journey.stream(signed.mentorId), Journey.mentor(signed.industry)),
        }),
      }
    default:
      return {}
  }
}
