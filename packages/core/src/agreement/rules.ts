// M1 to M8: signing, and the households that are placed.
import { type Rule, ruleFor } from '@skein/kernel'
import { M1, mentorUnfit } from '../rules/shared/mentorship.js'
import { alreadyMentored, M5, M6, ownHousehold } from '../rules/shared/placement.js'
import { M8, notEligible } from '../rules/shared/poverty-eligibility.js'
import type { Event } from './events.js'
import type { Views } from './reads.js'
import { generalRules } from './rules-general.js'
import { currentPlacements, type State } from './state.js'

const rule = ruleFor<Event, State, Views>()

/** In the order in which they judge: the first rule that an event breaks refuses the command. */
export const rules: readonly Rule<Event, State, Views>[] = [
  ...generalRules,
  rule({
    ...M1,
    on: ['AgreementSigned'],
    breach: ({ data: { industry, on } }, _before, { mentor, policy: { policy } }) =>
      mentorUnfit({ person: mentor, industry, on, policy }),
  }),
  rule({
    id: 'M2',
    title: {
      en: 'An agreement in the mode “party organisation + cooperative + farmers” names the cooperative.',
      zh: '采用“党组织+合作社+农户”模式的协议须写明合作社。',
    },
    basis: 'article: three modes, each led by the party organisation',
    on: ['AgreementSigned'],
    breach: ({ data: { mode, cooperativeId } }) =>
      mode === 'partyCooperativeFarmers' && cooperativeId === undefined ? { mode, cooperativeId: null } : undefined,
  }),
  rule({
    id: 'M3',
    title: {
      en: "An agreement's quota is within the limits of the policy, and its term does not end before it starts.",
      zh: '协议的带动指标须符合方案规定,起始日期不得晚于到期日期。',
    },
    basis: 'article: each lead household mentors a certain number of poor people',
    on: ['AgreementSigned'],
    breach: ({ data: { quotaPeople, quotaHouseholds, from, until } }, _before, { policy: { policy } }) => {
      const { minQuotaPeople, maxQuotaPeople, minQuotaHouseholds } = policy
      if (quotaPeople < minQuotaPeople) return { quotaPeople, minQuotaPeople }
      if (maxQuotaPeople !== undefined && quotaPeople > maxQuotaPeople) return { quotaPeople, maxQuotaPeople }
      if (minQuotaHouseholds !== undefined && (quotaHouseholds ?? 0) < minQuotaHouseholds)
        return { quotaHouseholds: quotaHouseholds ?? null, minQuotaHouseholds }
      return from > until ? { from, until } : undefined
    },
  }),
  rule({
    id: 'M4',
    title: {
      en: 'The number of people placed, as counted at their placement, stays within the quota.',
      zh: '已结对人数(按结对时人口计)不得超过协议指标。',
    },
    basis: 'article: the number of poor people is agreed in advance',
    on: ['HouseholdPlaced'],
    breach: ({ data: { householdId, people } }, before) => {
      const placed = currentPlacements(before).reduce((sum, [, placement]) => sum + placement.people, 0)
      const quotaPeople = before.signed?.quotaPeople ?? 0
      return placed + people > quotaPeople ? { householdId, people, placed, quotaPeople } : undefined
    },
  }),
  rule({
    ...M5,
    on: ['HouseholdPlaced'],
    breach: (_event, _before, { household }) => alreadyMentored(household.mentor),
  }),
  rule({
    ...M6,
    on: ['HouseholdPlaced'],
    breach: ({ data: { householdId } }, _before, { mentor }) => ownHousehold(householdId, mentor.householdId),
  }),
  rule({
    ...M8,
    on: ['HouseholdPlaced'],
    breach: ({ data: { householdId, on } }, { signed }, { household, policy: { policy } }) =>
      notEligible({ householdId, poverty: household.poverty?.status, policy, on, until: signed?.until }),
  }),
]
