import type { Evidence, RuleMetadata } from '@skein/kernel'

/** Judged where a session is scheduled, and again where its instructor is booked. */
export const I3: RuleMetadata = {
  id: 'I3',
  title: {
    en: "A session's subject is among the instructor's; instructor, course, place and batch are of one base.",
    zh: '授课科目须在教师任教科目之内;教师、课程、场所和培训班须属同一基地。',
  },
  basis: 'own: each base has its own pool, menu and rooms',
}

/** What I3 compares: the subject, what the instructor teaches, and the base of each thing involved. */
export type Assignment = {
  readonly subject: string
  readonly subjects: readonly string[]
  /** By what belongs to it: `batch`, `course`, `instructor`, `place`; `undefined` counts as none. */
  readonly bases: Readonly<Record<string, string | undefined>>
}

export const wronglyAssigned = ({ subject, subjects, bases }: Assignment): Evidence | undefined => {
  if (new Set(Object.values(bases)).size > 1)
    return Object.fromEntries(Object.entries(bases).map(([of, baseId]) => [`${of}Base`, baseId ?? null]))
  return subjects.includes(subject) ? undefined : { subject, subjects: subjects.join(', ') }
}
