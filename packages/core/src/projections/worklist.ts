// Everything that is to be done, each as one item with the day by which it is due.
import { type AnyEvent, addDays, type Day, type DivisionRef, type EventContext, type Projection } from '@skein/kernel'
import { either, withAgreement, withBase, withTrainee } from '../divisions/refs.js'
import { docKey, partsOfKey } from './shared/keys.js'
import { countOf, rounded } from './shared/numbers.js'
import { policyOn, rotationEndsOn } from './shared/policies.js'
import { rows } from './shared/rows.js'
import { type Agreement, agreementItems, openAgreementRows } from './worklist-agreements.js'
import { batchItems, batchRows, type Register } from './worklist-batches.js'
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

type Rows = {
  person: Person
  batch: Register
  agreement: Agreement
  instructor: Instructor
  calendar: Calendar
  base: Base
}
type Kind = keyof Rows
type RowOf<K extends Kind> = { kind: K; content: Rows[K] }
type Row = { [K in Kind]: RowOf<K> }[Kind]

interface Fold<Of> {
  readonly reads: readonly string[]
  row(row: Of | undefined, event: AnyEvent, source: EventContext): Of | undefined
}
type Step = (row: Row | undefined, event: AnyEvent, source: EventContext) => Row | undefined

/** The fold of one kind of stream, as a step for each event type. */
const steps = <K extends Kind>(kind: K, fold: Fold<Rows[K]>): (readonly [type: string, Step])[] => {
  const step: Step = (row, event, source) => {
    // sound: the kind of a row determines its content, and an event type belongs to one kind of stream
    const content = fold.row(row?.kind === kind ? (row as RowOf<K>).content : undefined, event, source)
    return content === undefined ? undefined : ({ kind, content } as Row)
  }
  return fold.reads.map((type) => [type, step])
}

const stepOf: ReadonlyMap<string, Step> = new Map([
  ...steps('person', personRows),
  ...steps('batch', batchRows),
  ...steps('agreement', openAgreementRows),
  ...steps('instructor', instructorRows),
  ...steps('calendar', calendarRows),
  ...steps('base', baseRows),
])

type Own = Draft | CalendarEntries | ({ readonly type: 'base' } & Base)

const facultyKey = (baseId: string): string => docKey(baseId, 'faculty', 'pool')

const keyed = (baseId: string, drafts: readonly Draft[]): (readonly [string, Own])[] =>
  drafts.map((item) => [docKey(baseId, item.kind, ...item.ids), item])

const documents = (row: Row, id: string): (readonly [string, Own])[] => {
  switch (row.kind) {
    case 'person':
      return keyed(row.content.base, personItems(row.content, id))
    case 'batch':
      return keyed(row.content.baseId, batchItems(row.content, id))
    case 'agreement':
      return keyed(row.content.terms.baseId, agreementItems(row.content, id))
    case 'calendar':
      return [[docKey(row.content.base, 'clash', id), entriesOf(row.content, id)]]
    case 'base': {
      const faculty = draft('faculty', {}, { since: row.content.foundedOn, due: { by: 'nothing' } })
      return [
        [docKey(id), { type: 'base', ...row.content }],
        [facultyKey(id), faculty],
      ]
    }
    case 'instructor':
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
  version: 1,
  division: divisionOfItem,
  reads: [...stepOf.keys()],
  row: (row, event, source) => {
    const step = stepOf.get(event.type)
    return step === undefined ? row : step(row, event, source)
  },
  documents,
  tallies: (row) =>
    row.kind === 'instructor' && !row.content.released ? [[facultyKey(row.content.base), { instructors: 1 }]] : [],
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
