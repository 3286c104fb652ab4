// L1 to L5, M1 and M6: lead households and their support.
import { ruleFor } from '@skein/kernel'
import { thresholdOf } from '../policy/policy.js'
import { M1, mentorUnfit } from '../rules/shared/mentorship.js'
import { M6, ownHousehold } from '../rules/shared/placement.js'
import type { Event } from './events.js'
import type { Views } from './reads.js'
import type { State } from './state.js'
import { mentor } from './views.js'

const rule = ruleFor<Event, State, Views>()

export const leadRules = [
  rule({
    id: 'L1',
    title: {
      en: 'Listing requires selection, potential, at least one condition and, if the policy says so, completed training.',
      zh: '列入大户名单须已入选、有培养潜力并具备条件;方案要求时还须完成培训。',
    },
    basis: 'article: able entrepreneurs who meet the conditions are listed',
    permission: true,
    on: ['LeadCandidateListed'],
    breach: ({ data: { conditions } }, { profile, nomination, trainedOn }, { policy: { policy } }) => {
      if (nomination?.selectedOn === undefined) return { selected: false }
      if (profile === undefined || profile.potential.length === 0) return { potential: 0, required: 1 }
      if (conditions.length === 0) return { conditions: 0, required: 1 }
      return policy.requireTrainingBeforeListing && trainedOn === undefined ? { trained: false } : undefined
    },
  }),
  rule({
    id: 'L2',
    title: {
      en: 'Support goes to listed candidates and recognised lead households; funding is positive and stays within the ceiling.',
      zh: '扶持对象须为名单内人员或已认定大户;资金须大于零且累计不超过上限。',
    },
    basis: 'article: lead households get support in money and policy',
    permission: true,
    on: ['SupportGranted'],
    breach: ({ data: { kind, amountFen } }, { nomination, fundingFen }, { policy: { policy } }) => {
      if (nomination?.listed === undefined && (nomination?.recognised.size ?? 0) === 0)
        return { listed: false, recognised: false }
      if (kind !== 'funding') return undefined
      if (amountFen === undefined || amountFen <= 0) return { amountFen: amountFen ?? null }
      const { supportCeilingFen } = policy
      const total = fundingFen + amountFen
      return supportCeilingFen !== undefined && total > supportCeilingFen ? { total, supportCeilingFen } : undefined
    },
  }),
  rule({
    id: 'L3',
    title: {
      en: 'Recognition requires listing, training and a recorded scale; listing and recognition stay while an agreement in the industry is active.',
      zh: '认定大户须已列入名单、完成培训并登记该产业规模;相关协议有效期间不得撤销认定或移出名单。',
    },
    basis: 'article: candidates are listed, trained with a purpose, and grow their industry',
    permission: true,
    on: ['LeadHouseholdRecognised', 'RecognitionRevoked', 'LeadCandidateDelisted'],
    breach: (event, { nomination, scales, trainedOn }, { agreements }) => {
      if (event.type === 'LeadHouseholdRecognised') {
        if (nomination?.listed === undefined) return { listed: false }
        if (trainedOn === undefined) return { trained: false }
        return scales.has(event.data.industry) ? undefined : { industry: event.data.industry, scaleRecorded: false }
      }
      const industry = event.type === 'RecognitionRevoked' ? event.data.industry : nomination?.listed?.industry
      const active = [...agreements].find(([, terms]) => terms.endedOn === undefined && terms.industry === industry)
      return active && { industry: industry ?? null, activeAgreement: active[0] }
    },
  }),
  rule({
    id: 'L4',
    title: {
      en: 'A scale is recorded in an industry and unit that the policy names; the threshold of an industry is reached once.',
      zh: '产业规模须按方案规定的产业和计量单位登记;同一产业的规模标准只达到一次。',
    },
    basis: 'article: an industry reaches a certain scale; own: the policy says which',
    on: ['ScaleRecorded', 'ScaleThresholdReached'],
    breach: ({ type, data: { industry, quantity, unit } }, { thresholds }, { policy: { policy, version } }) => {
      const threshold = thresholdOf(policy, industry)
      if (threshold === undefined) return { industry, policyVersion: version, threshold: null }
      if (threshold.unit !== unit) return { industry, unit, expectedUnit: threshold.unit }
      if (type === 'ScaleRecorded') return undefined
      const reachedOn = thresholds.get(industry)
      if (reachedOn !== undefined) return { industry, reachedOn }
      return quantity < threshold.quantity ? { industry, quantity, threshold: threshold.quantity } : undefined
    },
  }),
  rule({
    id: 'L5',
    title: {
      en: 'A cooperative has enough members and a large enough share of farmers; a party member leads a party-led one.',
      zh: '合作社成员数和农民成员比例须达到规定;党员领办的合作社须由党员领办。',
    },
    basis: 'law: Farmers’ Specialised Cooperatives Law: at least five members, at least 80 % of them farmers',
    permission: true,
    on: ['CooperativeLed'],
    breach: ({ data: { members, farmers, partyLed } }, { profile }, { policy: { policy } }) => {
      const { minCooperativeMembers, minFarmerShare } = policy
      if (members < minCooperativeMembers) return { members, minCooperativeMembers }
      if (farmers > members) return { farmers, members }
      if (farmers < minFarmerShare * members) return { farmers, members, minFarmerShare }
      return partyLed && profile?.partyMember !== true ? { partyLed, partyMember: false } : undefined
    },
  }),
  rule({
    ...M1,
    on: ['MentoringStarted'],
    breach: (_event, before, { agreement, policy: { policy } }) =>
      mentorUnfit({
        person: mentor(agreement.industry ?? '')(before),
        industry: agreement.industry ?? '',
        on: agreement.signedOn ?? '',
        policy,
      }),
  }),
  rule({
    ...M6,
    on: ['ProfileRevised'],
    breach: ({ data: { householdId } }, _before, { ownPlacements }) =>
      ownHousehold(
        householdId,
        [...ownPlacements.values()].some((placed) => placed !== undefined) ? householdId : undefined,
      ),
  }),
]
