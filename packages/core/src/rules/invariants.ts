// M7, M9 and M10: what holds of agreements, mentors and households together, once the processes have settled.
import type { Invariant, InvariantViolation, ViewsByAggregate } from '@skein/kernel'
import type { State as AgreementState } from '../agreement/state.js'
import * as Agreement from '../agreement/views.js'
import type { State as HouseholdState } from '../household/state.js'
import * as Household from '../household/views.js'
import type { State as JourneyState } from '../journey/state.js'
import * as Journey from '../journey/views.js'

/** An agreement as the invariants see it. */
type Running = { readonly mentorId: string; readonly endedOn?: string; readonly households: readonly string[] }

const running = (state: AgreementState): Running | undefined => {
  const { mentorId, endedOn } = Agreement.terms(state)
  if (mentorId === undefined) return undefined
  return endedOn === undefined
    ? { mentorId, households: [...Agreement.households(state)] }
    : { mentorId, endedOn, households: [] }
}

const mentoring = (state: JourneyState): readonly string[] => Journey.ties(state).agreements

const mentoredUnder = (state: HouseholdState): string | undefined => Household.mentor(state)?.agreementId

// sound, here and below: a view is given states of the aggregate that it stands under, and `holds` what those views gave
const views = {
  agreement: (state: unknown) => running(state as AgreementState),
  journey: (state: unknown) => mentoring(state as JourneyState),
  household: (state: unknown) => mentoredUnder(state as HouseholdState),
}

const seen = (of: ViewsByAggregate) => ({
  agreements: (of.agreement ?? new Map()) as ReadonlyMap<string, Running>,
  journeys: (of.journey ?? new Map()) as ReadonlyMap<string, readonly string[]>,
  households: (of.household ?? new Map()) as ReadonlyMap<string, string>,
})

/** Agreements that have not ended, by what they name: a mentor, a household. */
const activeBy = (
  agreements: ReadonlyMap<string, Running>,
  named: (agreement: Running) => readonly string[],
): ReadonlyMap<string, readonly string[]> => {
  const active = new Map<string, string[]>()
  for (const [agreementId, agreement] of agreements) {
    if (agreement.endedOn !== undefined) continue
    for (const id of named(agreement)) {
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
    en: 'A household stands in at most one active agreement.',
    zh: '一户贫困户同一时间最多列入一份有效协议。',
  },
  basis: 'own: two agreements would count one household twice',
  views: { agreement: views.agreement },
  violations: (of) =>
    [...activeBy(seen(of).agreements, ({ households }) => households)].flatMap(
      ([householdId, under]): InvariantViolation[] =>
        under.length < 2 ? [] : [{ stream: Household.stream(householdId), evidence: { agreements: list(under) } }],
    ),
}

const M9: Invariant = {
  id: 'M9',
  title: {
    en: 'A person mentors exactly while at least one agreement of theirs is active.',
    zh: '成长档案处于“带动”阶段,当且仅当本人至少有一份有效协议。',
  },
  basis: 'article: whoever signed an agreement carries others; own: for as long as it runs',
  views: { agreement: views.agreement, journey: views.journey },
  violations: (of) => {
    const { agreements, journeys } = seen(of)
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
  basis: 'own: nobody is carried by an agreement that is over',
  views: { agreement: views.agreement, household: views.household },
  violations: (of) => {
    const { agreements, households } = seen(of)
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
