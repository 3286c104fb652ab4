import type { Evidence, RuleMetadata } from '@skein/kernel'
import type { Policy } from '../../policy/policy.js'

/** Judged where a household is placed, and again where it accepts its mentor: it may have left poverty in between. */
export const M8: RuleMetadata = {
  id: 'M8',
  title: {
    en: 'A poor household is placed (one that left poverty where the policy counts it), not after the agreement’s last day.',
    zh: '只安排贫困户结对(方案允许时可含已脱贫户),且不得晚于协议到期日。',
  },
  basis: 'article: lead households carry poor households; own: after its term an agreement carries nobody new',
}

/** What M8 compares: the household's poverty, and the day that it is placed. */
export type Candidate = {
  readonly householdId: string
  readonly poverty?: 'poor' | 'exited' | undefined
  readonly policy: Policy
  readonly on: string
  /** The agreement's last day. */
  readonly until?: string | undefined
}

export const notEligible = ({ householdId, poverty, policy, on, until }: Candidate): Evidence | undefined => {
  const { countExitedHouseholds } = policy
  if (poverty !== 'poor' && !(poverty === 'exited' && countExitedHouseholds))
    return { householdId, poverty: poverty ?? null, countExitedHouseholds }
  return until !== undefined && on > until ? { householdId, on, until } : undefined
}
