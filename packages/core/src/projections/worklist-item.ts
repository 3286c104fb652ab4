// One thing to do.
import { z } from 'zod'

/** `agreementEnd`: to be completed or terminated; `training`: somebody willing was never trained. */
export const itemKinds = [
  'eligibilityGate',
  'curriculumGate',
  'modeGate',
  'effectivenessGate',
  'unsigned',
  'agreementEnd',
  'quota',
  'visit',
  'absentee',
  'training',
  'clash',
  'faculty',
] as const
export type ItemKind = (typeof itemKinds)[number]

export const WorklistItem = z.object({
  baseId: z.string(),
  kind: z.enum(itemKinds),
  /** The rest of the key. */
  id: z.string(),
  /** The people and things it is about, by what they are. */
  about: z.record(z.string(), z.string()),
  /** Since when there is something to do. */
  since: z.string(),
  /** By when, by the policy in force; `null` where nothing sets a day. */
  dueOn: z.string().nullable(),
  overdue: z.boolean(),
  /** To be taken up before others of its kind: people with potential. */
  isFocus: z.boolean(),
  /** The figures behind it. */
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})
export type WorklistItem = z.infer<typeof WorklistItem>

/** Whether something due by the end of a day is late: the one definition, for every report. */
export const isOverdue = (dueOn: string | null, today: string): boolean => dueOn !== null && dueOn < today

/** Sorts items: the earliest due first, those without a day last; of one day, focus first, then by kind and id. */
export const byUrgency = (a: WorklistItem, b: WorklistItem): number => {
  const rank = ({ dueOn, isFocus, kind, id }: WorklistItem) => [dueOn ?? '~', isFocus ? '0' : '1', kind, id]
  const others = rank(b)
  for (const [at, mine] of rank(a).entries()) {
    const other = others[at] ?? ''
    if (mine !== other) return mine < other ? -1 : 1
  }
  return 0
}

/** By when: a day, so many days after another by policy, the end of the rotation cycle, or nothing says. */
export type Due =
  | { readonly by: 'day'; readonly day: string }
  | { readonly by: 'visit'; readonly last: string }
  | { readonly by: 'rotation' }
  | { readonly by: 'nothing' }

/** An item as far as one stream tells it. */
export type Draft = {
  readonly type: 'item'
  readonly kind: ItemKind
  readonly ids: readonly string[]
  readonly about: Readonly<Record<string, string>>
  readonly since: string
  readonly due: Due
  readonly isFocus: boolean
  readonly detail: WorklistItem['detail']
}

export const draft = (
  kind: ItemKind,
  about: Readonly<Record<string, string>>,
  rest: Pick<Draft, 'since' | 'due'> & Partial<Pick<Draft, 'isFocus' | 'detail'>>,
): Draft => ({ type: 'item', kind, ids: Object.values(about), about, isFocus: false, detail: {}, ...rest })
