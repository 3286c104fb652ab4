// Events, commands and views of one small batch.
import { day } from '@skein/kernel'
import { chadian2018, Policy, type PolicyInForce } from '../src/policy/policy.js'
import { BaseId, BatchId, SessionId } from '../src/shared/value-objects.js'

export const batchId = 'k1'
export const by = { role: 'base', id: 'office' } as const

export const plan = {
  batchId,
  baseId: 'b1',
  title: 'First batch',
  audience: ['villager'],
  seats: 2,
  startsOn: '2018-03-19',
  endsOn: '2018-03-23',
  on: '2018-03-01',
} as const

export const planned = (changes: object = {}) => ({ type: 'BatchPlanned', data: { ...plan, ...changes } })

const contents = {
  s1: { component: 'partySpirit', subject: 'partyHistory', date: '2018-03-19', requestedBy: [] },
  s2: { component: 'skills', subject: 'morels', date: '2018-03-20', requestedBy: ['t1'] },
  s3: { component: 'practice', subject: 'pruning', date: '2018-03-21', requestedBy: [] },
} as const

/** `s1` is party spirit, `s2` skills that t1 requested, `s3` practice, on three mornings. */
export const scheduled = (sessionId: keyof typeof contents, changes: object = {}) => ({
  type: 'SessionScheduled',
  data: {
    sessionId,
    courseId: `course-${sessionId}`,
    kind: 'theory',
    addresses: ['skills'],
    hours: 4,
    period: 'morning',
    instructorId: 'i1',
    placeId: 'room',
    by,
    on: '2018-03-02',
    ...contents[sessionId],
    ...changes,
  },
})
export const cancelled = (sessionId: string, reason = 'rain', on = '2018-03-12') => ({
  type: 'SessionCancelled',
  data: { sessionId, reason, on },
})
export const reviewed = (gate: string, passed = true, on = '2018-03-05') => ({
  type: 'GateReviewed',
  data: { gate, passed, findings: [], by, on },
})
export const opened = { type: 'EnrolmentOpened', data: { on: '2018-03-08' } }
export const seated = (traineeId: string, changes: object = {}) => ({
  type: 'SeatTaken',
  data: { traineeId, attempt: 1, on: '2018-03-10', ...changes },
})
export const started = { type: 'BatchStarted', data: { on: '2018-03-19' } }
export const delivered = (sessionId: keyof typeof contents, present: readonly string[]) => ({
  type: 'SessionDelivered',
  data: {
    sessionId,
    present,
    subject: contents[sessionId].subject,
    hours: 4,
    instructorId: 'i1',
    placeId: 'room',
    on: contents[sessionId].date,
  },
})

export const schedule = [planned(), scheduled('s1'), scheduled('s2'), scheduled('s3')]
export const openBatch = [...schedule, reviewed('curriculum'), reviewed('mode'), opened]
export const runningBatch = [...openBatch, seated('t1'), seated('t2'), started]
export const taughtBatch = [
  ...runningBatch,
  delivered('s1', ['t1', 't2']),
  delivered('s2', ['t1']),
  delivered('s3', ['t1']),
]

/** A command to the batch, dated 2018-03-12 unless the data has another day. */
export const send = (type: string, data: object = {}) => ({ type, data: { batchId, on: '2018-03-12', ...data } })

export const sendSchedule = (sessionId: keyof typeof contents, changes: object = {}) => {
  const { subject: _s, component: _c, kind: _k, addresses: _a, hours: _h, ...data } = scheduled(sessionId, changes).data
  return send('ScheduleSession', data)
}

export const policy = (changes: object = {}): PolicyInForce => ({
  version: 1,
  policy: Policy.parse({ ...chadian2018, ...changes }),
})

const offered = (sessionId: keyof typeof contents) => {
  const { subject, component } = contents[sessionId]
  return { offeredOn: day('2018-01-10'), baseId: 'b1', subject, component, kind: 'theory', hours: 4 } as const
}

/** The views for scheduling such a session. */
export const viewsToSchedule = (sessionId: keyof typeof contents) => ({
  course: { ...offered(sessionId), addresses: ['skills'] as const },
  instructor: { engagedOn: day('2018-01-10'), baseId: 'b1', subjects: ['partyHistory', 'morels', 'pruning'] },
  room: { openedOn: day('2018-01-10'), kind: 'classroom', seats: 60 },
  requesters: new Map([['t1', new Map([['morels', day('2018-02-01')]])]]),
})

export const commissionedBase = { foundedOn: day('2017-10-01'), commissionedOn: day('2018-03-01') }
export const selectedVillager = {
  nominatedOn: day('2018-01-10'),
  selectedOn: day('2018-02-01'),
  status: 'active',
  category: 'villager',
} as const

const ids = ['s1', 's2', 's3', 's4', 's5', 's6']

/** The views for opening: instructor and room of every session are booked. */
export const viewsToOpen = (on = '2018-03-02') => ({
  instructors: new Map(ids.map((sessionId) => [sessionId, booking(sessionId, on)])),
  rooms: new Map(ids.map((sessionId) => [sessionId, { ...booking(sessionId, on), baseId: BaseId.parse('b1') }])),
})

const booking = (sessionId: string, on: string) => ({
  batchId: BatchId.parse(batchId),
  sessionId: SessionId.parse(sessionId),
  date: day('2018-03-19'),
  period: 'morning' as const,
  hours: 4,
  on: day(on),
})
