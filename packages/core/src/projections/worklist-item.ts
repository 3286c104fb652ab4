// One item of the worklist.
import { z } from 'zod'

/**
 * `agreementEnd`: an agreement to complete or terminate; `training`: a willing person who was never trained;
 * `contradiction`: an entry that a rule speaks against since something of an earlier day became known.
 */
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
  'contradiction',
] as const
export type ItemKind = (typeof itemKinds)[number]

export const WorklistItem = z.object({
  baseId: z.string(),
  kind: z.enum(itemKinds),
  /** The key without base and kind. */
  id: z.string(),
  /** The ids of the people and things it is about, such as `{ traineeId: 't1' }`. */
  about: z.record(z.string(), z.string()),
  /** The day since which there is something to do. */
  since: z.string(),
  /** The day by which it is due by the policy in force; `null` if there is no such day. */
  dueOn: z.string().nullable(),
  overdue: z.boolean(),
  /** Whether to do it before others of its kind: for people with potential. */
  isFocus: z.boolean(),
  /** The figures behind the item. */
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})
export type WorklistItem = z.infer<typeof WorklistItem>

/** Whether an item is late: after the day it is due. All reports use this definition. */
export const isOverdue = (dueOn: string | null, today: string): boolean => dueOn !== null && dueOn < today

/** Compares items: the earliest due first, those without a day last; of one day focus first, then by kind and id. */
export const byUrgency = (a: WorklistItem, b: WorklistItem): number => {
  const rank = ({ dueOn, isFocus, kind, id }: WorklistItem) => [dueOn ?? '~', isFocus ? '0' : '1', kind, id]
  const ranksOfB = rank(b)
  for (const [at, rankOfA] of rank(a).entries()) {
    const rankOfB = ranksOfB[at] ?? ''
    if (rankOfA !== rankOfB) return rankOfA < rankOfB ? -1 : 1
  }
  return 0
}

/** When an item is due: on a day, some days after the last visit by policy, at the end of the rotation, or never. */
export type Due =
  | { readonly by: 'day'; readonly day: string }
  | { readonly by: 'visit'; readonly last: string }
  | { readonly by: 'rotation' }
  | { readonly by: 'nothing' }

/** The part of an item that comes from one stream; the policy and the day are added at publishing. */
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
