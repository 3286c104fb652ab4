// G7: what a command refers to exists and fits the state.
import type { CommandInput } from '@skein/core'
import fc from 'fast-check'
import { otherVillage, type Scenario, type Stage, village } from '../scenario.js'
import { anyOf, type BrokenLog, type Judged, oneOf, type RuleCase } from './case.js'

const on = '2018-07-01'
const strangers = fc.constantFrom('nobody', 'constructor', '__proto__')

/** A command by the id that it names, of which one is known and no other. */
const naming = (from: Stage, command: (id: string) => CommandInput, known: string): fc.Arbitrary<Judged> =>
  fc.oneof(strangers, fc.constant(known)).map((id) => ({ from, command: command(id), forbidden: id !== known }))

/** A command that fits, and the same where it does not. */
const fitting = (from: Stage, command: CommandInput, not: CommandInput, history?: readonly CommandInput[]) =>
  oneOf(
    { from, command, forbidden: false, ...(history && { history }) },
    { from, command: not, forbidden: true, ...(history && { history }) },
  )

const session = { batchId: 'k1', sessionId: 's1', date: '2018-03-19', period: 'morning' } as const
const second = { sessionId: 's2', period: 'evening' }
const bookPlace = (p: Scenario, changes: object = {}) =>
  p.say('BookPlace', { placeId: 'field', baseId: 'b1', ...session, on, ...changes })
const bookInstructor = (p: Scenario, changes: object = {}) =>
  p.say('BookInstructor', { instructorId: 'i2', ...session, hours: 4, on, ...changes })
const reserve = (p: Scenario, changes: object = {}) =>
  p.say('ReserveBed', {
    placeId: 'dorm',
    baseId: 'b1',
    batchId: 'k1',
    traineeId: 't1',
    attempt: 1,
    from: '2018-03-19',
    until: '2018-03-25',
    on,
    ...changes,
  })
const elsewhere = (p: Scenario): readonly CommandInput[] => [
  p.found('b2'),
  p.facility('field', { baseId: 'b2' } as object),
  p.nominate('t7', { baseId: 'b2' }),
  p.register('h7', 1, { baseId: 'b2' }),
]
const accept = (p: Scenario, changes: object = {}) =>
  p.say('AcceptMentor', { householdId: 'h1', agreementId: 'a1', mentorId: 't1', attempt: 1, on, ...changes })
const release = (p: Scenario, householdId: string) =>
  p.say('ReleaseHousehold', { agreementId: 'a1', householdId, reason: 'moved', on })
const visit = (p: Scenario, householdId: string, day = on) =>
  p.say('RecordVisit', { agreementId: 'a1', householdId, on: day })
const enrol = (p: Scenario, changes: object = {}) =>
  p.say('Enrol', { traineeId: 't1', batchId: 'k1', attempt: 1, on: '2018-03-06', ...changes })
const releaseInstructor = (p: Scenario) =>
  p.say('ReleaseInstructor', { instructorId: 'i2', reason: 'retired', on: '2018-06-01' })
const cancel = (p: Scenario, sessionId: string) =>
  p.say('CancelSession', { batchId: 'k1', sessionId, reason: 'rain', on: '2018-02-20' })

/** Of bases, divisions, places and the faculty. */
const atTheBase = (p: Scenario) => [
  naming('people', (baseId) => p.plan('k9', { baseId }), 'b1'),
  naming('people', (baseId) => p.course('c9', { baseId }), 'b1'),
  naming('people', (baseId) => p.engage('i9', { baseId }), 'b1'),
  naming('people', (baseId) => p.register('h9', 2, { baseId }), 'b1'),
  naming('people', (baseId) => p.nominate('t9', { baseId }), 'b1'),
  naming('people', (baseId) => p.say('ClassifyDivision', { code: village, status: 'poor', baseId, on }), 'b1'),
  naming('people', (householdId) => p.nominate('t9', { householdId }), 'h1'),
  naming('people', (householdId) => p.say('ReviseProfile', { traineeId: 't1', householdId, reason: 'x', on }), 'h1'),
  naming('base', (placeId) => p.say('ClosePlace', { baseId: 'b1', placeId, reason: 'repairs', on }), 'pen'),
  fitting('base', p.facility('new'), p.facility('room', { name: 'another' })),
  fitting('base', p.found('b9'), p.found('b9', { divisionCode: '532329' })),
  fitting('base', p.divide('532329102209', { parent: '532329102' }), p.divide('532329102209', { parent: '532330102' })),
  fitting(
    'base',
    p.say('ReviseSubjects', { instructorId: 'i1', subjects: ['x'], on }),
    p.say('ReviseSubjects', { instructorId: 'i2', subjects: ['x'], on }),
    [releaseInstructor(p)],
  ),
  fitting(
    'closed',
    p.say('NameReserveCadre', { traineeId: 't1', divisionCode: otherVillage, on }),
    p.say('NameReserveCadre', { traineeId: 't1', divisionCode: '532329102209', on }),
  ),
]

/** Of batches and their bookings. */
const inBatches = (p: Scenario) => [
  naming('planned', (courseId) => p.schedule('k1', 's3', { sessionId: 's4', date: '2018-03-22', courseId }), 'c3'),
  naming('planned', (sessionId) => cancel(p, sessionId), 's1'),
  naming(
    'running',
    (sessionId) => p.say('DeliverSession', { batchId: 'k1', sessionId, present: [], on: '2018-03-19' }),
    's1',
  ),
  fitting(
    'running',
    p.say('CorrectAttendance', { batchId: 'k1', sessionId: 's1', traineeId: 't1', present: false, reason: 'x', on }),
    p.say('CorrectAttendance', { batchId: 'k1', sessionId: 's2', traineeId: 't1', present: false, reason: 'x', on }),
    [p.deliver('k1', 's1', ['t1'])],
  ),
  oneOf(
    { from: 'running', command: p.gate('k1', 'effectiveness', { passed: false }), forbidden: false },
    { from: 'open', command: p.gate('k1', 'effectiveness', { passed: false }), forbidden: true },
    { from: 'open', command: p.start('k1'), forbidden: false },
    { from: 'planned', command: p.start('k1'), forbidden: true },
  ),
  naming('open', (traineeId) => p.sit('k1', traineeId), 't1'),
  fitting('planned', bookPlace(p), bookPlace(p, { sessionId: 'nothing' })),
  fitting('planned', bookPlace(p), bookPlace(p, { placeId: 'nowhere' })),
  fitting('planned', bookPlace(p), bookPlace(p, { placeId: 'room', date: '2018-03-24' })),
  fitting('planned', bookPlace(p, second), bookPlace(p, { ...second, baseId: 'b2' }), [...elsewhere(p), bookPlace(p)]),
  fitting('planned', bookInstructor(p), bookInstructor(p, { sessionId: 'nothing' })),
  fitting('planned', bookInstructor(p), bookInstructor(p, { instructorId: 'i1', date: '2018-03-24' })),
  fitting('open', reserve(p), reserve(p, { attempt: 2 }), [p.sit('k1', 't1')]),
  fitting('open', reserve(p), reserve(p, { until: '2018-03-18' }), [p.sit('k1', 't1')]),
  oneOf(
    { from: 'open', unsettled: [p.sit('k1', 't1')], command: enrol(p), forbidden: false },
    { from: 'open', unsettled: [p.sit('k1', 't1')], command: enrol(p, { attempt: 2 }), forbidden: true },
    { from: 'open', command: enrol(p), forbidden: true },
  ),
]

/** Of lead households, agreements and households. */
const ofMentors = (p: Scenario) => [
  naming('leads', (mentorId) => p.sign('a1', mentorId), 't1'),
  naming('leads', (industry) => p.say('RevokeRecognition', { traineeId: 't1', industry, reason: 'x', on }), p.industry),
  oneOf(
    { from: 'leads', command: p.say('DelistLeadCandidate', { traineeId: 't1', reason: 'x', on }), forbidden: false },
    { from: 'closed', command: p.say('DelistLeadCandidate', { traineeId: 't1', reason: 'x', on }), forbidden: true },
  ),
  fitting('leads', p.sign('a1', 't1'), p.sign('a1', 't7'), elsewhere(p)),
  oneOf(
    {
      from: 'leads',
      unsettled: [p.sign('a1', 't1')],
      command: p.say('StartMentoring', { traineeId: 't1', agreementId: 'a1', on }),
      forbidden: false,
    },
    { from: 'leads', command: p.say('StartMentoring', { traineeId: 't1', agreementId: 'a1', on }), forbidden: true },
  ),
  naming('mentoring', (householdId) => p.place('a1', householdId), 'h1'),
  fitting('mentoring', p.place('a1', 'h1'), p.place('a1', 'h7'), elsewhere(p)),
  naming('placed', (householdId) => visit(p, householdId), 'h1'),
  fitting('placed', visit(p, 'h1', '2018-06-30'), visit(p, 'h1', '2018-07-02'), [release(p, 'h1')]),
  naming('placed', (householdId) => release(p, householdId), 'h1'),
  oneOf(
    { from: 'mentoring', unsettled: [p.place('a1', 'h1')], command: accept(p), forbidden: false },
    { from: 'mentoring', unsettled: [p.place('a1', 'h1')], command: accept(p, { attempt: 2 }), forbidden: true },
    { from: 'mentoring', command: accept(p), forbidden: true },
  ),
  oneOf(
    {
      from: 'closed',
      history: [p.say('NameReserveCadre', { traineeId: 't1', divisionCode: village, on: '2018-06-01' })],
      command: p.say('RemoveReserveCadre', { traineeId: 't1', reason: 'x', on }),
      forbidden: false,
    },
    { from: 'closed', command: p.say('RemoveReserveCadre', { traineeId: 't1', reason: 'x', on }), forbidden: true },
    {
      from: 'closed',
      command: p.say('EndVillagePost', { traineeId: 't1', post: 'secretary', reason: 'x', on }),
      forbidden: true,
    },
  ),
]

/** Endings of what is not there: `decide` passes over them, so only a log can hold them. */
const endings: readonly BrokenLog[] = (
  [
    ['calendar-room', 'PlaceBookingCancelled', { batchId: 'k1', sessionId: 'nothing', reason: 'x' }],
    ['calendar-dorm', 'BedReleased', { batchId: 'k1', traineeId: 'nobody', reason: 'x' }],
    ['instructor-i1', 'BookingCancelled', { batchId: 'k1', sessionId: 'nothing', reason: 'x' }],
    ['journey-t1', 'EnrolmentEnded', { batchId: 'k9', reason: 'x' }],
    ['journey-t1', 'MentoringEnded', { agreementId: 'a9', outcome: 'completed' }],
    ['batch-k1', 'SeatReleased', { traineeId: 'nobody', reason: 'x' }],
    ['household-h1', 'MentorEnded', { agreementId: 'a9', reason: 'x' }],
    ['agreement-a1', 'PlacementDeclined', { householdId: 'nobody' }],
  ] as const
).map(([stream, type, data]) => ({
  title: `${type} of what is not there`,
  from: 'placed' as const,
  stream,
  type,
  data: { ...data, on: '2018-09-01' },
}))

const started: BrokenLog = {
  title: 'a score before the start',
  from: 'open',
  stream: 'batch-k1',
  type: 'AssessmentRecorded',
  data: { traineeId: 't1', score: 80, on: '2018-03-10' },
}

const G7: RuleCase = {
  id: 'G7',
  near: (p) => anyOf(...atTheBase(p), ...inBatches(p), ...ofMentors(p)),
  examples: (p) => [
    { title: 'a batch of no base', from: 'people', command: p.plan('k9', { baseId: 'nobody' }) },
    { title: 'an instructor of no base', from: 'people', command: p.engage('i9', { baseId: 'nobody' }) },
    { title: 'a course of no base', from: 'people', command: p.course('c9', { baseId: 'nobody' }) },
    { title: 'a household of no base', from: 'people', command: p.register('h9', 2, { baseId: 'nobody' }) },
    { title: 'a person of no base', from: 'people', command: p.nominate('t9', { baseId: 'nobody' }) },
    { title: 'a base in no division', from: 'base', command: p.found('b9', { divisionCode: '532329' }) },
    { title: 'a mentor whom nobody nominated', from: 'leads', command: p.sign('a9', 'nobody') },
    {
      title: 'a household that is not registered',
      from: 'mentoring',
      command: p.place('a1', 'nobody'),
      event: { people: 1, attempt: 1 },
    },
    {
      title: 'a room for a session that is not there',
      from: 'planned',
      command: bookPlace(p, { sessionId: 'nothing' }),
    },
    {
      title: 'a village whose code does not nest',
      from: 'base',
      command: p.divide('532329102209', { parent: '532330102' }),
    },
  ],
  logs: () => [...endings, started],
}

export const referenceCases = [G7]
