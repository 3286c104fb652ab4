import type { Evidence, RuleMetadata } from '@skein/kernel'
import type { Policy } from '../../policy/policy.js'

/** Judged when a household is placed, and again when it accepts its mentor: it may have left poverty in between. */
export const M8: RuleMetadata = {
  id: 'M8',
  title: {
    en: 'Only a poor household is placed (if the policy allows it, also one that left poverty), and not after the agreement’s last day.',
    zh: '只安排贫困户结对(方案允许时可含已脱贫户),且不得晚于协议到期日。',
  },
  basis: 'article: lead households mentor poor households; own: an agreement takes on nobody after its term',
  permission: true,
}

/** What M8 compares: the poverty of the household, and the day on which it is placed. */
export type Candidate = {
  readonly householdId: string
  readonly poverty?: 'poor' | 'exited' | undefined
  readonly policy: Policy
  readonly on: string
  /** The agreement's last day. */
  readonly until?: string | undefined
}

/** M8: the household is not poor and not counted by the policy, or is placed after the last day. */
export const notEligible = ({ householdId, poverty, policy, on, until }: Candidate): Evidence | undefined => {
  const { countExitedHouseholds } = policy
  if (poverty !== 'poor' && !(poverty === 'exited' && countExitedHouseholds))
    return { householdId, poverty: poverty ?? null, countExitedHouseholds }
  return until !== undefined && on > until ? { householdId, on, until } : undefined
}
