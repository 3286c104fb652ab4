// M7, M9 and M10: conditions across agreements, journeys and households that hold once the processes have finished.
import type { Invariant, InvariantViolation, ViewsByAggregate } from '@skein/kernel'
import type { State as AgreementState } from '../agreement/state.js'
import * as Agreement from '../agreement/views.js'
import type { State as HouseholdState } from '../household/state.js'
import * as Household from '../household/views.js'
import type { State as JourneyState } from '../journey/state.js'
import * as Journey from '../journey/views.js'

/** What the invariants read of an agreement. */
type AgreementView = { readonly mentorId: string; readonly endedOn?: string; readonly households: readonly string[] }

const agreementView = (state: AgreementState): AgreementView | undefined => {
  const { mentorId, endedOn } = Agreement.terms(state)
  if (mentorId === undefined) return undefined
  return endedOn === undefined
    ? { mentorId, households: [...Agreement.households(state)] }
    : { mentorId, endedOn, households: [] }
}

/** Most people are no mentors: nothing is kept of them. */
const mentoringAgreements = (state: JourneyState): readonly string[] | undefined => {
  const { agreements } = Journey.ties(state)
  return agreements.length === 0 ? undefined : agreements
}

const mentoredUnder = (state: HouseholdState): string | undefined => Household.mentor(state)?.agreementId

// sound, here and below: each view gets states of the aggregate it is listed under, and `violations` gets their results
const viewOf = {
  agreement: (state: unknown) => agreementView(state as AgreementState),
  journey: (state: unknown) => mentoringAgreements(state as JourneyState),
  household: (state: unknown) => mentoredUnder(state as HouseholdState),
}

const typed = ({ agreement, journey, household }: ViewsByAggregate) => ({
  agreements: (agreement ?? new Map()) as ReadonlyMap<string, AgreementView>,
  journeys: (journey ?? new Map()) as ReadonlyMap<string, readonly string[]>,
  households: (household ?? new Map()) as ReadonlyMap<string, string>,
})

/** The ids of active agreements, by an id that they name: of a mentor or a household. */
const activeBy = (
  agreements: ReadonlyMap<string, AgreementView>,
  idsIn: (agreement: AgreementView) => readonly string[],
): ReadonlyMap<string, readonly string[]> => {
  const active = new Map<string, string[]>()
  for (const [agreementId, agreement] of agreements) {
    if (agreement.endedOn !== undefined) continue
    for (const id of idsIn(agreement)) {
      const others = active.get(id)
      if (others === undefined) active.set(id, [agreementId])
      else others.push(agreementId)
    }
  }
  return active
}

const M7: Invariant = {
  id: 'M7',
  title: {
    en: 'A household is placed under at most one active agreement.',
    zh: '一户贫困户同一时间最多列入一份有效协议。',
  },
  basis: 'own: two agreements would count one household twice',
  views: { agreement: viewOf.agreement },
  violations: (views) =>
    [...activeBy(typed(views).agreements, ({ households }) => households)].flatMap(
      ([householdId, under]): InvariantViolation[] =>
        under.length < 2 ? [] : [{ stream: Household.stream(householdId), evidence: { agreements: list(under) } }],
    ),
}

const M9: Invariant = {
  id: 'M9',
  title: {
    en: 'A person is a mentor exactly while at least one of their agreements is active.',
    zh: '成长档案处于“带动”阶段,当且仅当本人至少有一份有效协议。',
  },
  basis: 'article: the signatory of an agreement mentors others; own: as long as it is active',
  views: { agreement: viewOf.agreement, journey: viewOf.journey },
  violations: (views) => {
    const { agreements, journeys } = typed(views)
    const active = activeBy(agreements, ({ mentorId }) => [mentorId])
    return [...new Set([...active.keys(), ...journeys.keys()])].flatMap((traineeId): InvariantViolation[] => {
      const [mentors, signed] = [list(journeys.get(traineeId) ?? []), list(active.get(traineeId) ?? [])]
      return mentors === signed
        ? []
        : [{ stream: Journey.stream(traineeId), evidence: { mentorsUnder: mentors, activeAgreements: signed } }]
    })
  },
}

const M10: Invariant = {
  id: 'M10',
  title: {
    en: 'The end of an agreement ends every placement under it.',
    zh: '协议终止后,协议项下的结对安排一并终止。',
  },
  basis: 'own: an ended agreement mentors nobody',
  views: { agreement: viewOf.agreement, household: viewOf.household },
  violations: (views) => {
    const { agreements, households } = typed(views)
    return [...households].flatMap(([householdId, agreementId]): InvariantViolation[] => {
      const endedOn = agreements.get(agreementId)?.endedOn
      return endedOn === undefined
        ? []
        : [{ stream: Household.stream(householdId), evidence: { mentoredUnder: agreementId, endedOn } }]
    })
  },
}

const list = (ids: readonly string[]): string => [...ids].sort().join(', ')

export const invariants: readonly Invariant[] = [M7, M9, M10]
