// Events of a base and all that belongs to it, for the tests of read models; some-base.ts generates them.
import { type EventInput, entriesOf, type LogEntry } from './fold-projection.js'

type DataOf<Type extends EventInput['type']> = Extract<EventInput, { type: Type }>['data']
type Some<Type extends EventInput['type']> = Partial<DataOf<Type>>

const by = { role: 'base' as const, id: 'b1' }
export const townshipCode = '532329102'

export const base = (baseId: string, ...events: readonly EventInput[]): readonly LogEntry[] =>
  entriesOf(`base-${baseId}`, ...events)
export const division = (code: string, ...events: readonly EventInput[]): readonly LogEntry[] =>
  entriesOf(`division-${code}`, ...events)
export const batch = (batchId: string, ...events: readonly EventInput[]): readonly LogEntry[] =>
  entriesOf(`batch-${batchId}`, ...events)
export const course = (courseId: string, ...events: readonly EventInput[]): readonly LogEntry[] =>
  entriesOf(`course-${courseId}`, ...events)
export const instructor = (instructorId: string, ...events: readonly EventInput[]): readonly LogEntry[] =>
  entriesOf(`instructor-${instructorId}`, ...events)
export const calendar = (placeId: string, ...events: readonly EventInput[]): readonly LogEntry[] =>
  entriesOf(`calendar-${placeId}`, ...events)
export const agreement = (agreementId: string, ...events: readonly EventInput[]): readonly LogEntry[] =>
  entriesOf(`agreement-${agreementId}`, ...events)

export const registered = (code: string, parent?: string): EventInput => ({
  type: 'DivisionRegistered',
  data: {
    code,
    level: parent === undefined ? 'township' : 'village',
    name: 'a place',
    ...(parent && { parent }),
    on: '2018-01-01',
  },
})
export const willing = (people: number, on: string): EventInput => ({ type: 'WillingCounted', data: { people, on } })

export const founded = (baseId = 'b1'): EventInput => ({
  type: 'BaseFounded',
  data: { baseId, divisionCode: townshipCode, name: 'the base', areaMu: 120, on: '2018-01-01' },
})
export const commissioned = (on = '2018-03-01'): EventInput => ({ type: 'BaseCommissioned', data: { on } })
export const facility = (placeId: string, changes: Some<'FacilityOpened'> = {}): EventInput => ({
  type: 'FacilityOpened',
  data: {
    placeId,
    zone: 'teaching',
    kind: 'classroom',
    name: placeId,
    certainty: 'exact',
    on: '2018-01-10',
    ...changes,
  },
})
export const closed = (placeId: string, on: string): EventInput => ({
  type: 'PlaceClosed',
  data: { placeId, reason: 'repairs', on },
})
export const adopted = (
  version: number,
  effectiveFrom: string,
  policy: DataOf<'PolicyAdopted'>['policy'],
): EventInput => ({ type: 'PolicyAdopted', data: { version, effectiveFrom, policy, on: '2018-01-02' } })

export const planned = (batchId = 'k1', changes: Some<'BatchPlanned'> = {}): EventInput => ({
  type: 'BatchPlanned',
  data: {
    batchId,
    baseId: 'b1',
    title: 'the first batch',
    audience: ['villager'],
    seats: 50,
    startsOn: '2018-03-20',
    endsOn: '2018-03-30',
    on: '2018-03-02',
    ...changes,
  },
})
export const session = (sessionId: string, changes: Some<'SessionScheduled'> = {}): EventInput => ({
  type: 'SessionScheduled',
  data: {
    sessionId,
    courseId: 'c1',
    subject: 'morels',
    component: 'skills',
    kind: 'handsOn',
    addresses: ['skills'],
    hours: 3,
    date: '2018-03-21',
    period: 'morning',
    instructorId: 'i1',
    placeId: 'p1',
    requestedBy: [],
    by,
    on: '2018-03-03',
    ...changes,
  },
})
export const dropped = (sessionId: string, on = '2018-03-04'): EventInput => ({
  type: 'SessionCancelled',
  data: { sessionId, reason: 'rain', on },
})
export const held = (sessionId: string, present: string[], changes: Some<'SessionDelivered'> = {}): EventInput => ({
  type: 'SessionDelivered',
  data: {
    sessionId,
    present,
    subject: 'morels',
    hours: 3,
    instructorId: 'i1',
    placeId: 'p1',
    on: '2018-03-21',
    ...changes,
  },
})
export const reviewed = (gate: DataOf<'GateReviewed'>['gate'], passed = true, on = '2018-03-05'): EventInput => ({
  type: 'GateReviewed',
  data: { gate, passed, findings: [], by, on },
})
export const opened: EventInput = { type: 'EnrolmentOpened', data: { on: '2018-03-06' } }
export const started: EventInput = { type: 'BatchStarted', data: { on: '2018-03-20' } }
export const seated = (traineeId: string, changes: Some<'SeatTaken'> = {}): EventInput => ({
  type: 'SeatTaken',
  data: { traineeId, attempt: 1, on: '2018-03-07', ...changes },
})
export const unseated = (traineeId: string, on = '2018-03-22'): EventInput => ({
  type: 'SeatReleased',
  data: { traineeId, reason: 'left', on },
})
export const corrected = (sessionId: string, traineeId: string, present: boolean): EventInput => ({
  type: 'AttendanceCorrected',
  data: { sessionId, traineeId, present, reason: 'miscounted', on: '2018-03-23' },
})
export const finished = (results: DataOf<'BatchClosed'>['results'] = []): EventInput => ({
  type: 'BatchClosed',
  data: { results, on: '2018-03-30' },
})
export const calledOff: EventInput = { type: 'BatchCancelled', data: { reason: 'flood', on: '2018-03-19' } }

export const offered = (courseId: string, changes: Some<'CourseOffered'> = {}): EventInput => ({
  type: 'CourseOffered',
  data: {
    courseId,
    baseId: 'b1',
    title: 'a course',
    kind: 'handsOn',
    component: 'skills',
    subject: 'morels',
    hours: 3,
    addresses: ['skills'],
    on: '2018-02-01',
    ...changes,
  },
})

export const engaged = (instructorId: string, changes: Some<'InstructorEngaged'> = {}): EventInput => ({
  type: 'InstructorEngaged',
  data: {
    instructorId,
    baseId: 'b1',
    category: 'expert',
    subjects: ['morels'],
    personal: { name: 'the name of a person' },
    on: '2018-02-01',
    ...changes,
  },
})
export const teaches = (sessionId: string, date: string, batchId = 'k1'): EventInput => ({
  type: 'InstructorBooked',
  data: { batchId, sessionId, date, period: 'morning', hours: 3, on: '2018-03-03' },
})

export const booked = (sessionId: string, changes: Some<'PlaceBooked'> = {}): EventInput => ({
  type: 'PlaceBooked',
  data: { baseId: 'b1', batchId: 'k1', sessionId, date: '2018-03-21', period: 'morning', on: '2018-03-03', ...changes },
})
export const sleeps = (traineeId: string, changes: Some<'BedReserved'> = {}): EventInput => ({
  type: 'BedReserved',
  data: {
    baseId: 'b1',
    batchId: 'k1',
    traineeId,
    attempt: 1,
    from: '2018-03-20',
    until: '2018-03-30',
    on: '2018-03-07',
    ...changes,
  },
})
export const leaves = (traineeId: string, on: string, attempt = 1): EventInput => ({
  type: 'BedReleased',
  data: { batchId: 'k1', traineeId, attempt, reason: 'over', on },
})

export const signed = (agreementId: string, changes: Some<'AgreementSigned'> = {}): EventInput => ({
  type: 'AgreementSigned',
  data: {
    agreementId,
    baseId: 'b1',
    mentorId: 't1',
    mode: 'leaderFarmers',
    partyOrganisation: 'branch-1',
    industry: 'morels',
    quotaPeople: 5,
    from: '2018-04-01',
    until: '2019-03-31',
    on: '2018-04-01',
    ...changes,
  },
})
export const placed = (householdId: string, people: number, attempt = 1, on = '2018-04-02'): EventInput => ({
  type: 'HouseholdPlaced',
  data: { householdId, people, attempt, on },
})
export const accepted = (householdId: string): EventInput => ({
  type: 'PlacementConfirmed',
  data: { householdId, on: '2018-04-03' },
})
export const visited = (householdId: string, on: string): EventInput => ({
  type: 'VisitRecorded',
  data: { householdId, on },
})
