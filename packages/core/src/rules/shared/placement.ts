// M5 and M6, judged where a household is placed under an agreement and again where it accepts the mentor; M6 also where
// a mentor moves to another household.
import { type AnyEvent, type Rule, ruleFor } from '@skein/kernel'

/** Who mentors a household, under which agreement. */
export type MentoredBy = { readonly agreementId: string; readonly mentorId: string } | undefined

/** M5: a household has one mentor, under one agreement, at a time. */
export const M5 = <Event extends AnyEvent, State, Facts>(
  on: Event['type'],
  current: (event: Event, before: State, facts: Facts) => MentoredBy,
): Rule<Event, State, Facts> => ({
  id: 'M5',
  title: {
    en: 'A household has one mentor, under one agreement, at a time.',
    zh: '一户贫困户同一时间只能由一名带头人、按一份协议帮带。',
  },
  basis: 'own: one household, one who answers for it',
  on: [on],
  breach: (event, before, facts) => {
    const mentor = current(event, before, facts)
    return mentor && { mentoredBy: mentor.mentorId, underAgreement: mentor.agreementId }
  },
})

type Home = { readonly householdId: string | undefined; readonly mentorsHousehold: string | undefined }

/** M6: nobody mentors the own household. */
export const M6 =
  <Event extends AnyEvent, State, Facts>() =>
  <Type extends Event['type']>(
    on: Type,
    homes: (event: Extract<Event, { type: Type }>, before: State, facts: Facts) => Home,
  ): Rule<Event, State, Facts> =>
    ruleFor<Event, State, Facts>()({
      id: 'M6',
      title: { en: 'Nobody mentors the own household.', zh: '带头人不得帮带本户。' },
      basis: 'own: helping oneself is no mentoring',
      on: [on],
      breach: (event, before, facts) => {
        const { householdId, mentorsHousehold } = homes(event, before, facts)
        return householdId !== undefined && householdId === mentorsHousehold
          ? { householdId, mentorsHousehold }
          : undefined
      },
    })
