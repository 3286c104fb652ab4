// G7: what a command refers to exists and fits the state.
import type { CommandInput } from '@skein/core'
import fc from 'fast-check'
import { otherVillage, type Scenario, type Stage, village } from '../scenario.js'
import { type BrokenLog, chosenFrom, type JudgedSituation, mixed, type RuleCase } from './case.js'

const on = '2018-07-01'
const strangers = fc.constantFrom('nobody', 'constructor', '__proto__')

/** A command by the id that it names, of which one is known and no other. */
const naming = (from: Stage, command: (id: string) => CommandInput, known: string): fc.Arbitrary<JudgedSituation> =>
  fc.oneof(strangers, fc.constant(known)).map((id) => ({ from, command: command(id), isForbidden: id !== known }))

/** A command that fits, and the same where it does not. */
const fitting = (from: Stage, command: CommandInput, not: CommandInput, history?: readonly CommandInput[]) =>
  chosenFrom(
    { from, command, isForbidden: false, ...(history && { history }) },
    { from, command: not, isForbidden: true, ...(history && { history }) },
  )

const session = { batchId: 'k1', sessionId: 's1', date: '2018-03-19', period: 'morning' } as const
const second = { sessionId: 's2', period: 'evening' }
const bookPlace = (scenario: Scenario, changes: object = {}) =>
  scenario.command('BookPlace', { placeId: 'field', baseId: 'b1', ...session, on, ...changes })
const bookInstructor = (scenario: Scenario, changes: object = {}) =>
  scenario.command('BookInstructor', { instructorId: 'i2', ...session, hours: 4, on, ...changes })
const reserve = (scenario: Scenario, changes: object = {}) =>
  scenario.command('ReserveBed', {
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
const elsewhere = (scenario: Scenario): readonly CommandInput[] => [
  scenario.foundBase('b2'),
  scenario.openFacility('field', { baseId: 'b2' } as object),
  scenario.nominateCandidate('t7', { baseId: 'b2' }),
  scenario.registerHousehold('h7', 1, { baseId: 'b2' }),
]
const accept = (scenario: Scenario, changes: object = {}) =>
  scenario.command('AcceptMentor', { householdId: 'h1', agreementId: 'a1', mentorId: 't1', attempt: 1, on, ...changes })
const release = (scenario: Scenario, householdId: string) =>
  scenario.command('ReleaseHousehold', { agreementId: 'a1', householdId, reason: 'moved', on })
const visit = (scenario: Scenario, householdId: string, day = on) =>
  scenario.command('RecordVisit', { agreementId: 'a1', householdId, on: day })
const enrol = (scenario: Scenario, changes: object = {}) =>
  scenario.command('Enrol', { traineeId: 't1', batchId: 'k1', attempt: 1, on: '2018-03-06', ...changes })
const releaseInstructor = (scenario: Scenario) =>
  scenario.command('ReleaseInstructor', { instructorId: 'i2', reason: 'retired', on: '2018-06-01' })
const cancel = (scenario: Scenario, sessionId: string) =>
  scenario.command('CancelSession', { batchId: 'k1', sessionId, reason: 'rain', on: '2018-02-20' })

/** Of bases, divisions, places and the faculty. */
const atTheBase = (scenario: Scenario) => [
  naming('people', (baseId) => scenario.planBatch('k9', { baseId }), 'b1'),
  naming('people', (baseId) => scenario.offerCourse('c9', { baseId }), 'b1'),
  naming('people', (baseId) => scenario.engageInstructor('i9', { baseId }), 'b1'),
  naming('people', (baseId) => scenario.registerHousehold('h9', 2, { baseId }), 'b1'),
  naming('people', (baseId) => scenario.nominateCandidate('t9', { baseId }), 'b1'),
  naming(
    'people',
    (baseId) => scenario.command('ClassifyDivision', { code: village, status: 'poor', baseId, on }),
    'b1',
  ),
  naming('people', (householdId) => scenario.nominateCandidate('t9', { householdId }), 'h1'),
  naming(
    'people',
    (householdId) => scenario.command('ReviseProfile', { traineeId: 't1', householdId, reason: 'x', on }),
    'h1',
  ),
  naming('base', (placeId) => scenario.command('ClosePlace', { baseId: 'b1', placeId, reason: 'repairs', on }), 'pen'),
  fitting('base', scenario.openFacility('new'), scenario.openFacility('room', { name: 'another' })),
  fitting('base', scenario.foundBase('b9'), scenario.foundBase('b9', { divisionCode: '532329' })),
  fitting(
    'base',
    scenario.registerDivision('532329102209', { parent: '532329102' }),
    scenario.registerDivision('532329102209', { parent: '532330102' }),
  ),
  fitting(
    'base',
    scenario.command('ReviseSubjects', { instructorId: 'i1', subjects: ['x'], on }),
    scenario.command('ReviseSubjects', { instructorId: 'i2', subjects: ['x'], on }),
    [releaseInstructor(scenario)],
  ),
  fitting(
    'closed',
    scenario.command('NameReserveCadre', { traineeId: 't1', divisionCode: otherVillage, on }),
    scenario.command('NameReserveCadre', { traineeId: 't1', divisionCode: '532329102209', on }),
  ),
]

/** Of batches and their bookings. */
const inBatches = (scenario: Scenario) => [
  naming(
    'planned',
    (courseId) => scenario.scheduleSession('k1', 's3', { sessionId: 's4', date: '2018-03-22', courseId }),
    'c3',
  ),
  naming('planned', (sessionId) => cancel(scenario, sessionId), 's1'),
  naming(
    'running',
    (sessionId) => scenario.command('DeliverSession', { batchId: 'k1', sessionId, present: [], on: '2018-03-19' }),
    's1',
  ),
  fitting(
    'running',
    scenario.command('CorrectAttendance', {
      batchId: 'k1',
      sessionId: 's1',
      traineeId: 't1',
      present: false,
      reason: 'x',
      on,
    }),
    scenario.command('CorrectAttendance', {
      batchId: 'k1',
      sessionId: 's2',
      traineeId: 't1',
      present: false,
      reason: 'x',
      on,
    }),
    [scenario.deliverSession('k1', 's1', ['t1'])],
  ),
  chosenFrom(
    { from: 'running', command: scenario.reviewGate('k1', 'effectiveness', { passed: false }), isForbidden: false },
    { from: 'open', command: scenario.reviewGate('k1', 'effectiveness', { passed: false }), isForbidden: true },
    { from: 'open', command: scenario.startBatch('k1'), isForbidden: false },
    { from: 'planned', command: scenario.startBatch('k1'), isForbidden: true },
  ),
  naming('open', (traineeId) => scenario.takeSeat('k1', traineeId), 't1'),
  fitting('planned', bookPlace(scenario), bookPlace(scenario, { sessionId: 'nothing' })),
  fitting('planned', bookPlace(scenario), bookPlace(scenario, { placeId: 'nowhere' })),
  fitting('planned', bookPlace(scenario), bookPlace(scenario, { placeId: 'room', date: '2018-03-24' })),
  fitting('planned', bookPlace(scenario, second), bookPlace(scenario, { ...second, baseId: 'b2' }), [
    ...elsewhere(scenario),
    bookPlace(scenario),
  ]),
  fitting('planned', bookInstructor(scenario), bookInstructor(scenario, { sessionId: 'nothing' })),
  fitting('planned', bookInstructor(scenario), bookInstructor(scenario, { instructorId: 'i1', date: '2018-03-24' })),
  fitting('open', reserve(scenario), reserve(scenario, { attempt: 2 }), [scenario.takeSeat('k1', 't1')]),
  fitting('open', reserve(scenario), reserve(scenario, { until: '2018-03-18' }), [scenario.takeSeat('k1', 't1')]),
  chosenFrom(
    { from: 'open', unsettled: [scenario.takeSeat('k1', 't1')], command: enrol(scenario), isForbidden: false },
    {
      from: 'open',
      unsettled: [scenario.takeSeat('k1', 't1')],
      command: enrol(scenario, { attempt: 2 }),
      isForbidden: true,
    },
    { from: 'open', command: enrol(scenario), isForbidden: true },
  ),
]

/** Of lead households, agreements and households. */
const ofMentors = (scenario: Scenario) => [
  naming('leads', (mentorId) => scenario.signAgreement('a1', mentorId), 't1'),
  naming(
    'leads',
    (industry) => scenario.command('RevokeRecognition', { traineeId: 't1', industry, reason: 'x', on }),
    scenario.industry,
  ),
  chosenFrom(
    {
      from: 'leads',
      command: scenario.command('DelistLeadCandidate', { traineeId: 't1', reason: 'x', on }),
      isForbidden: false,
    },
    {
      from: 'closed',
      command: scenario.command('DelistLeadCandidate', { traineeId: 't1', reason: 'x', on }),
      isForbidden: true,
    },
  ),
  fitting('leads', scenario.signAgreement('a1', 't1'), scenario.signAgreement('a1', 't7'), elsewhere(scenario)),
  chosenFrom(
    {
      from: 'leads',
      unsettled: [scenario.signAgreement('a1', 't1')],
      command: scenario.command('StartMentoring', { traineeId: 't1', agreementId: 'a1', on }),
      isForbidden: false,
    },
    {
      from: 'leads',
      command: scenario.command('StartMentoring', { traineeId: 't1', agreementId: 'a1', on }),
      isForbidden: true,
    },
  ),
  naming('mentoring', (householdId) => scenario.placeHousehold('a1', householdId), 'h1'),
  fitting('mentoring', scenario.placeHousehold('a1', 'h1'), scenario.placeHousehold('a1', 'h7'), elsewhere(scenario)),
  naming('placed', (householdId) => visit(scenario, householdId), 'h1'),
  fitting('placed', visit(scenario, 'h1', '2018-06-30'), visit(scenario, 'h1', '2018-07-02'), [
    release(scenario, 'h1'),
  ]),
  naming('placed', (householdId) => release(scenario, householdId), 'h1'),
  chosenFrom(
    {
      from: 'mentoring',
      unsettled: [scenario.placeHousehold('a1', 'h1')],
      command: accept(scenario),
      isForbidden: false,
    },
    {
      from: 'mentoring',
      unsettled: [scenario.placeHousehold('a1', 'h1')],
      command: accept(scenario, { attempt: 2 }),
      isForbidden: true,
    },
    { from: 'mentoring', command: accept(scenario), isForbidden: true },
  ),
  chosenFrom(
    {
      from: 'closed',
      history: [scenario.command('NameReserveCadre', { traineeId: 't1', divisionCode: village, on: '2018-06-01' })],
      command: scenario.command('RemoveReserveCadre', { traineeId: 't1', reason: 'x', on }),
      isForbidden: false,
    },
    {
      from: 'closed',
      command: scenario.command('RemoveReserveCadre', { traineeId: 't1', reason: 'x', on }),
      isForbidden: true,
    },
    {
      from: 'closed',
      command: scenario.command('EndVillagePost', { traineeId: 't1', post: 'secretary', reason: 'x', on }),
      isForbidden: true,
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
  situations: (scenario) => mixed(...atTheBase(scenario), ...inBatches(scenario), ...ofMentors(scenario)),
  examples: (scenario) => [
    { title: 'a batch of no base', from: 'people', command: scenario.planBatch('k9', { baseId: 'nobody' }) },
    {
      title: 'an instructor of no base',
      from: 'people',
      command: scenario.engageInstructor('i9', { baseId: 'nobody' }),
    },
    { title: 'a course of no base', from: 'people', command: scenario.offerCourse('c9', { baseId: 'nobody' }) },
    {
      title: 'a household of no base',
      from: 'people',
      command: scenario.registerHousehold('h9', 2, { baseId: 'nobody' }),
    },
    { title: 'a person of no base', from: 'people', command: scenario.nominateCandidate('t9', { baseId: 'nobody' }) },
    { title: 'a base in no division', from: 'base', command: scenario.foundBase('b9', { divisionCode: '532329' }) },
    { title: 'a mentor whom nobody nominated', from: 'leads', command: scenario.signAgreement('a9', 'nobody') },
    {
      title: 'a household that is not registered',
      from: 'mentoring',
      command: scenario.placeHousehold('a1', 'nobody'),
      event: { people: 1, attempt: 1 },
    },
    {
      title: 'a room for a session that is not there',
      from: 'planned',
      command: bookPlace(scenario, { sessionId: 'nothing' }),
    },
    {
      title: 'a village whose code does not nest',
      from: 'base',
      command: scenario.registerDivision('532329102209', { parent: '532330102' }),
    },
  ],
  brokenLogs: () => [...endings, started],
}

export const referenceCases = [G7]
