// The pool of instructors: their number by category against the target, what they taught, and who is idle.
import { latest, type Projection, type Tally } from '@skein/kernel'
import { z } from 'zod'
import { withBase } from '../divisions/refs.js'
import type { AdoptedPolicy } from '../policy/policy.js'
import { type Booking, type Bookings, book, lastBooked, noBookings, unbook } from './shared/bookings.js'
import { countOf, countsUnder, hoursOf, minutesOf } from './shared/numbers.js'
import { adopt, policyOn } from './shared/policies.js'
import { onKind, rows } from './shared/rows.js'

const categories = ['localCadre', 'localTalent', 'skilledProducer', 'leadingCadre', 'expert', 'researcher'] as const

type Instructor = {
  kind: 'instructor'
  base: string
  category: (typeof categories)[number]
  engagedOn: string
  released: boolean
  booked: Bookings<Booking>
}
type Taught = { instructorId: string; sessions: number; minutes: number }
type Batch = { kind: 'batch'; base: string; taught: Taught[] }
type Base = { kind: 'base'; adopted: AdoptedPolicy[] }
type Row = Instructor | Batch | Base

export const FacultyPool = z.object({
  baseId: z.string(),
  /** Instructors engaged now. */
  size: z.number(),
  /** The number of instructors that the policy in force aims at. */
  target: z.number(),
  /** The number of instructors missing to the target. */
  missing: z.number(),
  /** Every category; sessions and hours include those of instructors released since. */
  categories: z.array(
    z.object({ category: z.enum(categories), size: z.number(), sessions: z.number(), hours: z.number() }),
  ),
  /** Delivered sessions and their hours, of all instructors. */
  taught: z.object({ sessions: z.number(), hours: z.number() }),
  /** Instructors without a session today or later, sorted by id. `since`: their last session, or their engagement. */
  idle: z.array(z.object({ instructorId: z.string(), since: z.string() })),
})
export type FacultyPool = z.infer<typeof FacultyPool>

const onInstructor = onKind<Row, 'instructor'>('instructor')
const onBatch = onKind<Row, 'batch'>('batch')
const onBase = onKind<Row, 'base'>('base')

const fold = rows<Row>({
  InstructorEngaged: (row, { baseId, category, on }) => ({
    kind: 'instructor',
    base: baseId,
    category,
    engagedOn: on,
    released: false,
    booked: row?.kind === 'instructor' ? row.booked : noBookings(),
  }),
  InstructorBooked: onInstructor(({ booked }, { batchId, sessionId, date, on }) =>
    book(booked, { batchId, sessionId, date }, on),
  ),
  BookingCancelled: onInstructor(({ booked }, session) => unbook(booked, session)),
  InstructorReleased: onInstructor((instructor) => {
    instructor.released = true
  }),
  BatchPlanned: (_row, { baseId }) => ({ kind: 'batch', base: baseId, taught: [] }),
  SessionDelivered: onBatch(({ taught }, { instructorId, hours }) => {
    const known = taught.find((one) => one.instructorId === instructorId)
    if (known === undefined) taught.push({ instructorId, sessions: 1, minutes: minutesOf(hours) })
    else Object.assign(known, { sessions: known.sessions + 1, minutes: known.minutes + minutesOf(hours) })
  }),
  BaseFounded: () => ({ kind: 'base', adopted: [] }),
  PolicyAdopted: onBase((base, adopted) => adopt(base.adopted, adopted)),
})

/** A day as a number, such as 20180611, in a tally. Only one stream adds it under its name, so the sum is the day. */
const countOfDay = (on: string): number => Number(on.replaceAll('-', ''))
const dayOfCount = (count: number): string =>
  String(count)
    .padStart(8, '0')
    .replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')

const ofInstructor = ({ category, engagedOn, released, booked }: Instructor, id: string): Tally => {
  if (released) return { [`former/${category}/${id}`]: 1 }
  const last = lastBooked(booked)
  return {
    [`pool/${category}/${id}`]: 1,
    [`since/${id}`]: countOfDay(latest(engagedOn, last)),
    ...(last !== '' && { [`last/${id}`]: countOfDay(last) }),
  }
}

const ofBatch = ({ taught }: Batch): Tally =>
  Object.fromEntries(
    taught.flatMap(({ instructorId, sessions, minutes }) => [
      [`sessions/${instructorId}`, sessions],
      [`minutes/${instructorId}`, minutes],
    ]),
  )

const sumUnder = (tally: Tally, prefix: string): number =>
  countsUnder(tally, prefix).reduce((sum, [, count]) => sum + count, 0)

const categoryOf = (tally: Tally, category: (typeof categories)[number]) => {
  const current = countsUnder(tally, `pool/${category}/`)
  const ever = [...current, ...countsUnder(tally, `former/${category}/`)]
  const sum = (name: string) => ever.reduce((total, [id]) => total + countOf(tally, `${name}/${id}`), 0)
  return { category, size: current.length, sessions: sum('sessions'), hours: hoursOf(sum('minutes')) }
}

const idleOn = (tally: Tally, today: string) =>
  countsUnder(tally, 'since/')
    .filter(([id]) => countOf(tally, `last/${id}`) < countOfDay(today))
    .map(([instructorId, since]) => ({ instructorId, since: dayOfCount(since) }))

/** Key: the baseId. */
export const facultyPool: Projection<Row, Base, FacultyPool> = {
  name: 'facultyPool',
  version: 1,
  division: withBase,
  ...fold,
  documents: (row, id) => (row.kind === 'base' ? [[id, row]] : []),
  tallies: (row, id) => {
    if (row.kind === 'instructor') return [[row.base, ofInstructor(row, id)]]
    return row.kind === 'batch' ? [[row.base, ofBatch(row)]] : []
  },
  publish: ({ key, own, tally, today }) => {
    const byCategory = categories.map((category) => categoryOf(tally, category))
    const size = byCategory.reduce((sum, category) => sum + category.size, 0)
    const target = policyOn(own?.adopted, today).facultyTarget
    return {
      baseId: key,
      size,
      target,
      missing: Math.max(0, target - size),
      categories: byCategory,
      taught: { sessions: sumUnder(tally, 'sessions/'), hours: hoursOf(sumUnder(tally, 'minutes/')) },
      idle: idleOn(tally, today),
    }
  },
  schema: FacultyPool,
}
