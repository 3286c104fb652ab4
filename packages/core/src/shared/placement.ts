// M5, M6 and M8: whom an agreement may carry, judged where a household is placed and again where it accepts its mentor.
import type { Fact, Rule } from '@skein/kernel'
import type { MentorOf, Poverty } from '../household/views.js'
import type { Policy } from '../policy/policy.js'

type Maker<What> = <Event extends Fact, State, Facts>(
  on: Event['type'],
  what: (event: Event, before: State, facts: Facts) => What,
) => Rule<Event, State, Facts>

/** The household, and who mentors it already. */
export type Mentored = { readonly householdId: string; readonly mentor?: MentorOf | undefined }

export const M5: Maker<Mentored> = (on, mentored) => ({
  id: 'M5',
  title: {
    en: 'A household has one mentor, under one agreement, at a time.',
    zh: '一户贫困户同一时间只由一名带头人、依一份协议结对帮扶。',
  },
  basis: 'own: who is carried by two would be counted twice',
  on: [on],
  breach: (event, before, facts) => {
    const { householdId, mentor } = mentored(event, before, facts)
    return mentor && { householdId, alreadyUnder: mentor.agreementId, mentorId: mentor.mentorId, since: mentor.on }
  },
})

/** The household, and the one that its mentor belongs to. */
export type Kinship = {
  readonly householdId: string
  readonly mentorId: string
  readonly mentorsHousehold?: string | undefined
}

export const M6: Maker<Kinship> = (on, kinship) => ({
  id: 'M6',
  title: { en: 'Nobody mentors the own household.', zh: '带头人不得结对帮扶自己的家庭。' },
  basis: 'own: carrying others is what the agreement is about',
  on: [on],
  breach: (event, before, facts) => {
    const { householdId, mentorId, mentorsHousehold } = kinship(event, before, facts)
    return mentorsHousehold === householdId ? { householdId, mentorId, mentorsHousehold } : undefined
  },
})

/** The household as it stands, and the day that it is placed. */
export type Need = {
  readonly householdId: string
  readonly poverty?: Poverty | undefined
  readonly policy: Policy
  readonly on: string
  /** The agreement's last day. */
  readonly until?: string | undefined
}

export const M8: Maker<Need> = (on, need) => ({
  id: 'M8',
  title: {
    en: 'A poor household is placed (one that left poverty where the policy counts it), not after the agreement’s last day.',
    zh: '只安排贫困户结对(方案允许时可含已脱贫户),且不得晚于协议到期日。',
  },
  basis: 'article: lead households carry poor households; own: after its term an agreement carries nobody new',
  on: [on],
  breach: (event, before, facts) => {
    const { householdId, poverty, policy, on, until } = need(event, before, facts)
    const { countExitedHouseholds } = policy
    if (poverty !== 'poor' && !(poverty === 'exited' && countExitedHouseholds))
      return { householdId, poverty: poverty ?? null, countExitedHouseholds }
    return until !== undefined && on > until ? { householdId, on, until } : undefined
  },
})
