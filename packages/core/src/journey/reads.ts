import { type DecisionContext, readView, readViewNow, type SeenStates, type ViewRequests } from '@skein/kernel'
import * as Agreement from '../agreement/views.js'
import * as Base from '../base/views.js'
import * as Batch from '../batch/views.js'
import * as Division from '../division/views.js'
import * as Household from '../household/views.js'
import { defaultPolicy, type PolicyInForce } from '../policy/policy.js'
import type { Command } from './commands.js'
import type { State } from './state.js'

export interface Views extends DecisionContext {
  /** The base that nominates. */
  readonly base: Base.Existence
  /** The division that the command names. */
  readonly division: Division.Existence
  /** The person's household that the command names. */
  readonly household: Household.Existence
  /** The policy of the person's base on the command's day. */
  readonly policy: PolicyInForce
  /** The person's seat and result in a batch. */
  readonly batch: Batch.Participation
  /** The agreement under which the person starts to mentor. */
  readonly agreement: Agreement.Terms
  /** The agreements under which the person mentors now, by id. */
  readonly agreements: ReadonlyMap<string, Agreement.Terms>
  /** The placement of the person's new household under each of those. */
  readonly ownPlacements: ReadonlyMap<string, Agreement.CurrentPlacement>
}

export const absentViews: Omit<Views, keyof DecisionContext> = {
  base: Base.absent,
  division: Division.absent,
  household: Household.absent,
  policy: defaultPolicy,
  batch: Batch.noParticipation,
  agreement: Agreement.noTerms,
  agreements: new Map(),
  ownPlacements: new Map(),
}

const ownPlacements = (householdId: string | undefined, agreements: State['agreements']): ViewRequests =>
  householdId === undefined
    ? {}
    : {
        ownPlacements: new Map(
          [...agreements.keys()].map((id) => [id, readView(Agreement.stream(id), Agreement.placement(householdId))]),
        ),
      }

/** What all of these views show of a base. */
export const sees: SeenStates = { base: Base.existenceAndPolicies }

/** The views of other streams that a command needs. */
export const views = (command: Command, { profile, agreements }: State): ViewRequests => {
  const { type, data } = command
  const policy = profile ? { policy: readView(Base.stream(profile.baseId), Base.policyOn(data.on)) } : {}
  const division = (code: string) => ({ division: readViewNow(Division.stream(code), Division.existence) })
  const household = (id: string | undefined) =>
    id === undefined ? {} : { household: readViewNow(Household.stream(id), Household.existence) }
  switch (type) {
    case 'NominateCandidate':
      return {
        base: readViewNow(Base.stream(data.baseId), Base.existence),
        ...division(data.divisionCode),
        ...household(data.householdId),
      }
    case 'ReviseProfile':
      return { ...household(data.householdId), ...ownPlacements(data.householdId, agreements) }
    case 'SelectTrainee':
    case 'ListLeadCandidate':
    case 'GrantSupport':
    case 'RecordScale':
    case 'LeadCooperative':
      return policy
    case 'Enrol':
    case 'RecordTraining':
      return { batch: readView(Batch.stream(data.batchId), Batch.participation(data.traineeId)) }
    case 'DelistLeadCandidate':
    case 'RevokeRecognition':
      return {
        agreements: new Map([...agreements.keys()].map((id) => [id, readView(Agreement.stream(id), Agreement.terms)])),
      }
    case 'StartMentoring':
      return { agreement: readView(Agreement.stream(data.agreementId), Agreement.terms), ...policy }
    case 'NameReserveCadre':
    case 'TakeVillagePost':
      return division(data.divisionCode)
    default:
      return {}
  }
}
