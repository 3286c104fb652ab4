// The menu: subjects and need gaps requested, scheduled, delivered, and not met.
import { type Projection, type Tally, unionBy } from '@skein/kernel'
import { z } from 'zod'
import { withBase } from '../divisions/refs.js'
import { docKey, partsOfKey } from './shared/keys.js'
import { countOf, hoursOf, minutesOf } from './shared/numbers.js'
import { onKind, rows } from './shared/rows.js'
import { cancel, cancelRest, deliver, type Session, schedule } from './shared/sessions.js'

type Tallied = (readonly [key: string, tally: Tally])[]
type Plan = { subject: string; addresses: readonly string[]; minutes: number; requestedBy: readonly string[] }
type Person = { kind: 'person'; base: string; requested: string[]; needs: readonly string[] }
type Course = { kind: 'course'; base: string; subject: string; addresses: readonly string[]; withdrawn: boolean }
type Batch = {
  kind: 'batch'
  base: string
  sessions: Session<Plan>[]
  /** The tallies of an ended batch; its sessions are removed from the row. */
  ended: Tallied | null
}
type Row = Person | Course | Batch

const Sessions = z.object({ sessions: z.number(), hours: z.number() })
const Served = Sessions.extend({
  /** People whose request the sessions answer, counted once for each batch. */
  people: z.number(),
})

const OfSubject = z.object({
  kind: z.literal('subject'),
  baseId: z.string(),
  subject: z.string(),
  /** The number of courses on offer. */
  courses: z.number(),
  /** The number of people who requested it. */
  requested: z.number(),
  /** Sessions that are not cancelled, delivered or not. */
  scheduled: Served,
  delivered: Served,
  /** `requested` − `scheduled.people`, at least 0. A person in two batches counts twice in `scheduled.people`. */
  unscheduled: z.number(),
  /** `requested` − `delivered.people`, at least 0. */
  unmet: z.number(),
})

const OfGap = z.object({
  kind: z.literal('gap'),
  baseId: z.string(),
  gap: z.string(),
  /** The number of people with this gap in their profile. */
  named: z.number(),
  /** The number of courses on offer that address it. */
  courses: z.number(),
  /** Sessions that address it and are not cancelled, delivered or not. */
  scheduled: Sessions,
  delivered: Sessions,
  /** Somebody has the gap, and no session that addresses it was delivered. */
  isUnmet: z.boolean(),
})

export const MenuBoard = unionBy('kind', [OfSubject, OfGap])
export type MenuBoard = z.infer<typeof MenuBoard>

const gapMark = 'gap:'
/** Different from the key of any subject: `docKey` writes no colon. */
const gapKey = (baseId: string, gap: string): string => `${docKey(baseId)}/${gapMark}${gap}`

const onPerson = onKind<Row, 'person'>('person')
const onCourse = onKind<Row, 'course'>('course')
const onBatch = onKind<Row, 'batch'>('batch')

const fold = rows<Row>({
  CandidateNominated: (row, { baseId, needs }) => ({
    kind: 'person',
    base: baseId,
    requested: row?.kind === 'person' ? row.requested : [],
    needs,
  }),
  ProfileRevised: onPerson((person, { needs }) => {
    person.needs = needs ?? person.needs
  }),
  CoursesRequested: onPerson((person, { subjects }) => {
    person.requested = [...new Set([...person.requested, ...subjects])]
  }),
  CourseOffered: (_row, { baseId, subject, addresses }) => ({
    kind: 'course',
    base: baseId,
    subject,
    addresses,
    withdrawn: false,
  }),
  CourseRevised: onCourse((course, { addresses }) => {
    course.addresses = addresses ?? course.addresses
  }),
  CourseWithdrawn: onCourse((course) => {
    course.withdrawn = true
  }),
  BatchPlanned: (_row, { baseId }) => ({ kind: 'batch', base: baseId, sessions: [], ended: null }),
  SessionScheduled: onBatch(({ sessions }, { sessionId, subject, addresses, hours, requestedBy }) =>
    schedule(sessions, sessionId, { subject, addresses, minutes: minutesOf(hours), requestedBy }),
  ),
  SessionCancelled: onBatch(({ sessions }, cancelled) => cancel(sessions, cancelled)),
  SessionDelivered: onBatch(({ sessions }, { sessionId }) => deliver(sessions, { sessionId, present: [] })),
  BatchClosed: onBatch((batch) => end(batch)),
  BatchCancelled: onBatch((batch) => {
    cancelRest(batch.sessions)
    end(batch)
  }),
})

const end = (batch: Batch): void => {
  batch.ended = ofBatch(batch)
  batch.sessions = []
}

const ofPerson = ({ base, requested, needs }: Person): Tallied => [
  ...requested.map((subject) => [docKey(base, subject), { requested: 1 }] as const),
  ...[...new Set(needs)].map((gap) => [gapKey(base, gap), { named: 1 }] as const),
]

const ofCourse = ({ base, subject, addresses, withdrawn }: Course): Tallied =>
  withdrawn
    ? []
    : [
        [docKey(base, subject), { courses: 1 }],
        ...[...new Set(addresses)].map((gap) => [gapKey(base, gap), { courses: 1 }] as const),
      ]

const ofSessions = (name: string, sessions: readonly Session<Plan>[]): Tally => ({
  [`${name}/sessions`]: sessions.length,
  [`${name}/minutes`]: sessions.reduce((sum, { minutes }) => sum + minutes, 0),
  [`${name}/people`]: new Set(sessions.flatMap(({ requestedBy }) => requestedBy)).size,
})

const ofBatch = ({ base, sessions }: Batch): Tallied => {
  const scheduled = sessions.filter(({ state }) => state !== 'cancelled')
  const talliesUnder = (key: string, included: readonly Session<Plan>[]) =>
    [
      key,
      {
        ...ofSessions('scheduled', included),
        ...ofSessions(
          'delivered',
          included.filter(({ state }) => state === 'delivered'),
        ),
      },
    ] as const
  const subjects = new Set(scheduled.map(({ subject }) => subject))
  const gaps = new Set(scheduled.flatMap(({ addresses }) => addresses))
  return [
    ...[...subjects].map((subject) =>
      talliesUnder(
        docKey(base, subject),
        scheduled.filter((session) => session.subject === subject),
      ),
    ),
    ...[...gaps].map((gap) =>
      talliesUnder(
        gapKey(base, gap),
        scheduled.filter(({ addresses }) => addresses.includes(gap)),
      ),
    ),
  ]
}

const sessionsIn = (tally: Tally, name: string) => ({
  sessions: countOf(tally, `${name}/sessions`),
  hours: hoursOf(countOf(tally, `${name}/minutes`)),
})

const servedIn = (tally: Tally, name: string) => ({
  ...sessionsIn(tally, name),
  people: countOf(tally, `${name}/people`),
})

const gapDocument = (baseId: string, gap: string, tally: Tally): MenuBoard => {
  const named = countOf(tally, 'named')
  const delivered = sessionsIn(tally, 'delivered')
  return {
    kind: 'gap',
    baseId,
    gap,
    named,
    courses: countOf(tally, 'courses'),
    scheduled: sessionsIn(tally, 'scheduled'),
    delivered,
    isUnmet: named > 0 && delivered.sessions === 0,
  }
}

const subjectDocument = (baseId: string, subject: string, tally: Tally): MenuBoard => {
  const requested = countOf(tally, 'requested')
  const scheduled = servedIn(tally, 'scheduled')
  const delivered = servedIn(tally, 'delivered')
  return {
    kind: 'subject',
    baseId,
    subject,
    courses: countOf(tally, 'courses'),
    requested,
    scheduled,
    delivered,
    unscheduled: Math.max(0, requested - scheduled.people),
    unmet: Math.max(0, requested - delivered.people),
  }
}

/** Keys: `baseId/subject` and `baseId/gap:{gap}`. */
export const menuBoard: Projection<Row, never, MenuBoard> = {
  name: 'menuBoard',
  version: 1,
  division: withBase,
  ...fold,
  tallies: (row) => {
    if (row.kind === 'person') return ofPerson(row)
    if (row.kind === 'course') return ofCourse(row)
    return row.ended ?? ofBatch(row)
  },
  publish: ({ key, tally }) => {
    const [baseId = '', word = ''] = partsOfKey(key)
    const isGap = key.split('/')[1]?.startsWith(gapMark)
    return isGap ? gapDocument(baseId, word.slice(gapMark.length), tally) : subjectDocument(baseId, word, tally)
  },
  schema: MenuBoard,
}
