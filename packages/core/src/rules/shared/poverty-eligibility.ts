import { type AnyEvent, type Rule, ruleFor } from '@skein/kernel'
import type { Poverty } from '../../household/views.js'
import type { Policy } from '../../policy/policy.js'

/** The household as it stands, and the day that it is placed. */
export type Need = {
  readonly householdId: string
  readonly poverty?: Poverty | undefined
  readonly policy: Policy
  readonly on: string
  /** The agreement's last day. */
  readonly until?: string | undefined
}

/** M8, judged where a household is placed and again where it accepts its mentor: it may have left poverty in between. */
export const M8 =
  <Event extends AnyEvent, State, Facts>() =>
  <Type extends Event['type']>(
    on: Type,
    need: (event: Extract<Event, { type: Type }>, before: State, facts: Facts) => Need,
  ): Rule<Event, State, Facts> =>
    ruleFor<Event, State, Facts>()({
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
