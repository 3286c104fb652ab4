import type { AnyEvent, Evidence, Rule } from '@skein/kernel'
import type { Admission } from '../../journey/views.js'

/** Who may sit in a batch: the one condition behind a seat and an enrolment. */
const barred = ({ selectedOn, standing, category }: Admission, audience: readonly string[]): Evidence | undefined => {
  if (selectedOn === undefined) return { selected: false }
  if (standing !== 'active') return { standing }
  return category !== undefined && audience.includes(category)
    ? undefined
    : { category: category ?? null, audience: audience.join(', ') }
}

/** S5, judged where a seat is taken and again where the person is enrolled. */
export const S5 = <Event extends AnyEvent, State, Facts>(
  on: Event['type'],
  who: (
    event: Event,
    before: State,
    facts: Facts,
  ) => { readonly person: Admission; readonly audience: readonly string[] },
): Rule<Event, State, Facts> => ({
  id: 'S5',
  title: {
    en: "A seat and an enrolment need selection in this run, active standing and a category in the batch's audience.",
    zh: '占用名额和入班须经本轮遴选、处于正常状态,且人员类别属于本班培训对象。',
  },
  basis: 'article: trainees are selected, and courses are made for their kind',
  on: [on],
  breach: (event, before, facts) => {
    const { person, audience } = who(event, before, facts)
    return barred(person, audience)
  },
})
