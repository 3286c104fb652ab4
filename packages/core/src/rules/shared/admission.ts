import type { Evidence, RuleMetadata } from '@skein/kernel'

/** Judged when a seat is taken, and again when the person is enrolled. */
export const S5: RuleMetadata = {
  id: 'S5',
  title: {
    en: "A seat and an enrolment require selection in this nomination, active status and a category in the batch's audience.",
    zh: '占用名额和入班须经本次提名遴选、处于正常状态,且人员类别属于本班培训对象。',
  },
  basis: 'article: trainees are selected, and training is designed for each category',
  permission: true,
}

/** What S5 compares: the person, and the categories that the batch is for. */
export type Applicant = {
  readonly person: {
    readonly selectedOn?: string
    readonly status: string
    readonly category?: string
  }
  readonly audience: readonly string[]
}

/** S5: the person is not selected, not active, or of a category that the batch is not for. */
export const notAdmissible = ({ person, audience }: Applicant): Evidence | undefined => {
  const { selectedOn, status, category } = person
  if (selectedOn === undefined) return { selected: false }
  if (status !== 'active') return { status }
  return category !== undefined && audience.includes(category)
    ? undefined
    : { category: category ?? null, audience: audience.join(', ') }
}
