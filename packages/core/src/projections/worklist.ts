// Everything that is to be done, each as one item with the day by which it is due.
import { type AnyEvent, addDays, type Day, type DivisionRef, type EventContext, type Projection } from '@skein/kernel'
import { either, withAgreement, withBase, withTrainee } from '../divisions/refs.js'
import { docKey, partsOfKey } from './shared/keys.js'
import { countOf, rounded } from './shared/numbers.js'
import { policyOn, rotationEndsOn } from './shared/policies.js'
import { rows } from './shared/rows.js'
import { type Agreement, agreementItems, openAgreementRows } from './worklist-agreements.js'
import { batchItems, batchRows, type Register } from './worklist-batches.js'
import { type Contradiction, contradictionItems, isContradiction } from './worklist-contradictions.js'
import { type Draft, type Due, draft, isOverdue, WorklistItem } from './worklist-item.js'
import { type Person, personItems, personRows } from './worklist-people.js'
import {
  type Base,
  baseRows,
  type Calendar,
  type CalendarEntries,
  calendarRows,
  clashes,
  entriesOf,
} from './worklist-places.js'

export { byUrgency, type ItemKind, isOverdue, itemKinds, WorklistItem } from './worklist-item.js'

type Instructor = { base: string; released: boolean }

const instructorRows = rows<Instructor>({
  InstructorEngaged: (_row, { baseId }) => ({ base: baseId, released: false }),
  InstructorReleased: (row) => row && { ...row, released: true },
})

type Household = { base: string }

const householdRows = rows<Household>({ HouseholdRegistered: (_row, { baseId }) => ({ base: baseId }) })

type Rows = {
  person: Person
  batch: Register
  agreement: Agreement
  instructor: Instructor
  household: Household
  calendar: Calendar
  base: Base
}
type Kind = keyof Rows
/** `content` is absent where nothing is left to do but to look at contradictions. */
type RowOf<K extends Kind> = { kind: K; base: string; content?: Rows[K]; contradictions?: Contradiction[] }
type Row = { [K in Kind]: RowOf<K> }[Kind]

interface Fold<Of> {
  readonly reads: readonly string[]
  row(row: Of | undefined, event: AnyEvent, source: EventContext): Of | undefined
}
type Step = (row: Row | undefined, event: AnyEvent, source: EventContext) => Row | undefined

/** The fold of one kind of stream, as a step for each event type. */
const steps = <K extends Kind>(
  kind: K,
  fold: Fold<Rows[K]>,
  baseOf: (content: Rows[K], id: string) => string,
): (readonly [type: string, Step])[] => {
  const step: Step = (row, event, source) => {
    // sound: the kind of a row determines its content, and an event type belongs to one kind of stream
    const known = row?.kind === kind ? (row as RowOf<K>) : undefined
    const content = fold.row(known?.content, event, source)
    if (content !== undefined) return { ...known, kind, base: baseOf(content, source.id), content } as Row
    return known === undefined ? undefined : (withoutContent(known) as Row)
  }
  return fold.reads.map((type) => [type, step])
}

const withoutContent = <K extends Kind>({ content: _, ...row }: RowOf<K>): RowOf<K> => row

const contradict: Step = (row, event) => {
  if (row === undefined || !isContradiction(event)) return row
  const { becauseOf: _, ...contradiction } = event.data
  return { ...row, contradictions: [...(row.contradictions ?? []), contradiction] }
}

const stepOf: ReadonlyMap<string, Step> = new Map([
  ...steps('person', personRows, ({ base }) => base),
  ...steps('batch', batchRows, ({ baseId }) => baseId),
  ...steps('agreement', openAgreementRows, ({ terms }) => terms.baseId),
  ...steps('instructor', instructorRows, ({ base }) => base),
  ...steps('household', householdRows, ({ base }) => base),
  ...steps('calendar', calendarRows, ({ base }) => base),
  ...steps('base', baseRows, (_base, id) => id),
  ['EntryContradicted', contradict] as const,
])

type Own = Draft | CalendarEntries | ({ readonly type: 'base' } & Base)

const facultyKey = (baseId: string): string => docKey(baseId, 'faculty', 'pool')

const keyed = (baseId: string, drafts: readonly Draft[]): (readonly [string, Own])[] =>
  drafts.map((item) => [docKey(baseId, item.kind, ...item.ids), item])

/** What the id of a stream is called. */
const idNames = {
  person: 'traineeId',
  batch: 'batchId',
  agreement: 'agreementId',
  instructor: 'instructorId',
  household: 'householdId',
  calendar: 'placeId',
  base: 'baseId',
} as const satisfies Record<Kind, string>

const documents = (row: Row, id: string): (readonly [string, Own])[] => {
  const { kind, base, content, contradictions = [] } = row
  const items = keyed(base, contradictionItems(contradictions, { [idNames[kind]]: id }))
  return content === undefined ? items : [...contentOf({ ...row, content } as WholeRow, id), ...items]
}

// sound: only the content is known to be there
type WholeRow = { [K in Kind]: Required<Pick<RowOf<K>, 'kind' | 'base' | 'content'>> }[Kind]

const contentOf = (row: WholeRow, id: string): (readonly [string, Own])[] => {
  switch (row.kind) {
    case 'person':
      return keyed(row.base, personItems(row.content, id))
    case 'batch':
      return keyed(row.base, batchItems(row.content, id))
    case 'agreement':
      return keyed(row.base, agreementItems(row.content, id))
    case 'calendar':
      return [[docKey(row.base, 'clash', id), entriesOf(row.content, id)]]
    case 'base': {
      const faculty = draft('faculty', {}, { since: row.content.foundedOn, due: { by: 'nothing' } })
      return [
        [docKey(id), { type: 'base', ...row.content }],
        [facultyKey(id), faculty],
      ]
    }
    case 'instructor':
    case 'household':
      return []
  }
}

const dueOn = (due: Due, base: Base | undefined, today: Day): string | null => {
  const policy = policyOn(base?.adopted, today)
  switch (due.by) {
    case 'day':
      return due.day
    case 'visit':
      return addDays(due.last, policy.visitEveryDays)
    case 'rotation':
      return rotationEndsOn(base?.commissionedOn ?? null, policy)
    case 'nothing':
      return null
  }
}

/** The figures behind an item; `undefined` if by the policy or the day there is nothing to do. */
const detailOf = (
  { kind, detail, since }: Draft,
  { base, today, instructors }: { readonly base: Base | undefined; readonly today: Day; readonly instructors: number },
): WorklistItem['detail'] | undefined => {
  const { requireEligibilityGate, minAttendance, facultyTarget } = policyOn(base?.adopted, today)
  switch (kind) {
    case 'eligibilityGate':
      return requireEligibilityGate ? detail : undefined
    case 'agreementEnd':
      return today < since ? undefined : detail
    case 'absentee': {
      const attendance = rounded(Number(detail.hoursPresent) / Number(detail.hoursDelivered))
      return attendance < minAttendance ? { ...detail, attendance, minAttendance } : undefined
    }
    case 'faculty':
      return instructors < facultyTarget ? { instructors, target: facultyTarget } : undefined
    default:
      return detail
  }
}

const clashItem = (calendar: CalendarEntries, base: Base, today: Day) => {
  const found = clashes(calendar, base, today)
  const [first] = found
  if (first === undefined) return undefined
  const { placeId, lastEntryOn } = calendar
  const { day, ...detail } = first
  return {
    about: { placeId },
    since: lastEntryOn,
    dueOn: day,
    overdue: isOverdue(day, today),
    isFocus: false,
    detail: { ...detail, clashes: found.length },
  }
}

/** An item belongs to the division of the person or agreement it is about; the base follows up absentees of a batch. */
const divisionOfItem = (doc: object): DivisionRef | undefined => {
  const about: unknown = Reflect.get(doc, 'about')
  if (typeof about !== 'object' || about === null || 'batchId' in about) return withBase(doc)
  return either(withTrainee, withAgreement)(about) ?? withBase(doc)
}

/** Keys: `baseId/kind/id`; an id of two parts is `a/b`. */
export const worklist: Projection<Row, Own, WorklistItem> = {
  name: 'worklist',
  version: 2,
  division: divisionOfItem,
  reads: [...stepOf.keys()],
  row: (row, event, source) => {
    const step = stepOf.get(event.type)
    return step === undefined ? row : step(row, event, source)
  },
  documents,
  tallies: (row) =>
    row.kind === 'instructor' && row.content?.released === false ? [[facultyKey(row.base), { instructors: 1 }]] : [],
  joins: (key) => {
    const [baseId = '', ...rest] = partsOfKey(key)
    return rest.length === 0 ? [] : [docKey(baseId)]
  },
  publish: ({ key, own, tally, joined, today }) => {
    if (own === undefined || own.type === 'base') return undefined
    const [baseId = ''] = partsOfKey(key)
    const id = key.split('/').slice(2).join('/')
    const found = joined.get(docKey(baseId))?.own
    const base = found?.type === 'base' ? found : undefined
    if (own.type === 'calendar') {
      const clash = base && clashItem(own, base, today)
      return clash && { baseId, kind: 'clash', id, ...clash }
    }
    const detail = detailOf(own, { base, today, instructors: countOf(tally, 'instructors') })
    if (detail === undefined) return undefined
    const { kind, about, since, isFocus } = own
    const due = dueOn(own.due, base, today)
    return { baseId, kind, id, about: { ...about }, since, dueOn: due, overdue: isOverdue(due, today), isFocus, detail }
  },
  schema: WorklistItem,
}
