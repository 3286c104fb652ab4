import { type AnyEvent, type Evidence, type Rule, ruleFor } from '@skein/kernel'
import type { Mentor } from '../../journey/views.js'
import { type Policy, thresholdOf } from '../../policy/policy.js'

/** What M1 compares: the person, in an industry, on the day of the agreement. */
export type Mentorship = {
  readonly person: Mentor
  readonly industry: string
  readonly on: string
  readonly policy: Policy
}

const unfit = ({ person, industry, on, policy }: Mentorship): Evidence | undefined => {
  const { standing, recognisedOn, thresholdOn, scale } = person
  if (
    standing === 'active' &&
    recognisedOn !== undefined &&
    recognisedOn <= on &&
    thresholdOn !== undefined &&
    thresholdOn <= on
  )
    return undefined
  const threshold = thresholdOf(policy, industry)
  return {
    industry,
    on,
    standing,
    recognisedOn: recognisedOn ?? null,
    thresholdReachedOn: thresholdOn ?? null,
    quantity: scale?.quantity ?? null,
    threshold: threshold?.quantity ?? null,
    unit: threshold?.unit ?? scale?.unit ?? null,
  }
}

/** M1, judged where an agreement is signed and again where the person begins to mentor. */
export const M1 =
  <Event extends AnyEvent, State, Facts>() =>
  <Type extends Event['type']>(
    on: Type,
    mentorship: (event: Extract<Event, { type: Type }>, before: State, facts: Facts) => Mentorship,
  ): Rule<Event, State, Facts> =>
    ruleFor<Event, State, Facts>()({
      id: 'M1',
      title: {
        en: 'An agreement needs a recognised lead household in active standing whose industry reached the scale threshold by then.',
        zh: '签订传帮带协议的须是状态正常、已认定的大户,且其产业在签约之日前已达到规模标准。',
      },
      basis: 'article: those whose industry has reached a certain scale sign with the base',
      on: [on],
      breach: (event, before, facts) => unfit(mentorship(event, before, facts)),
    })
