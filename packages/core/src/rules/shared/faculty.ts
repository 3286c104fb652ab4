import type { Evidence, RuleMetadata } from '@skein/kernel'

/** Judged when a session is scheduled, and again when its instructor is booked. */
export const I3: RuleMetadata = {
  id: 'I3',
  title: {
    en: "The instructor teaches the session's subject; instructor, course, place and batch belong to one base.",
    zh: '授课科目须在教师任教科目之内;教师、课程、场所和培训班须属同一基地。',
  },
  basis: 'own: each base has its own pool, menu and rooms',
}

/** What I3 compares: the subject, what the instructor teaches, and the base of each thing involved. */
export type Assignment = {
  readonly subject: string
  readonly subjects: readonly string[]
  /** The base of each, by `batch`, `course`, `instructor` or `place`; `undefined` counts as a base of its own. */
  readonly bases: Readonly<Record<string, string | undefined>>
}

/** I3: the bases differ, or the instructor does not teach the subject. */
export const wronglyAssigned = ({ subject, subjects, bases }: Assignment): Evidence | undefined => {
  if (new Set(Object.values(bases)).size > 1)
    return Object.fromEntries(Object.entries(bases).map(([name, baseId]) => [`${name}Base`, baseId ?? null]))
  return subjects.includes(subject) ? undefined : { subject, subjects: subjects.join(', ') }
}
