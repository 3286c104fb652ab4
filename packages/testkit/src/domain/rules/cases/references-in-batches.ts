import type { Scenario } from '../../scenario.js'
import { type BrokenLog, chosenFrom } from '../case.js'
import { atOtherBase, fittingOr, on, referringTo } from './reference-situations.js'

const session = { batchId: 'k1', sessionId: 's1', date: '2018-03-19', period: 'morning' } as const
const otherSession = { sessionId: 's2', period: 'evening' }
export const bookPlace = (scenario: Scenario, changes: object = {}) =>
  scenario.command('BookPlace', { placeId: 'field', baseId: 'b1', ...session, on, ...changes })
const bookInstructor = (scenario: Scenario, changes: object = {}) =>
  scenario.command('BookInstructor', { instructorId: 'i2', ...session, hours: 4, on, ...changes })
const reserve = (scenario: Scenario, changes: object = {}) =>
  scenario.command('ReserveBed', {
    placeId: 'dorm',
    baseId: 'b1',
    batchId: 'k1',
    traineeId: 't1',
    attempt: scenario.attemptOfSeat(1),
    from: '2018-03-19',
    until: '2018-03-25',
    on,
    ...changes,
  })
const enrol = (scenario: Scenario, changes: object = {}) =>
  scenario.command('Enrol', {
    traineeId: 't1',
    batchId: 'k1',
    from: '2018-03-19',
    until: '2018-03-25',
    on: '2018-03-06',
    ...changes,
  })
const cancel = (scenario: Scenario, sessionId: string) =>
  scenario.command('CancelSession', { batchId: 'k1', sessionId, reason: 'rain', on: '2018-02-20' })

/** References to courses, sessions, places, instructors and seats of a batch. */
export const referencesInBatches = (scenario: Scenario) => [
  referringTo(
    'planned',
    (courseId) => scenario.scheduleSession('k1', 's3', { sessionId: 's4', date: '2018-03-22', courseId }),
    'c3',
  ),
  referringTo('planned', (sessionId) => cancel(scenario, sessionId), 's1'),
  referringTo(
    'running',
    (sessionId) => scenario.command('DeliverSession', { batchId: 'k1', sessionId, present: [], on: '2018-03-19' }),
    's1',
  ),
  fittingOr(
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
  referringTo('open', (traineeId) => scenario.takeSeat('k1', traineeId), 't1'),
  fittingOr('planned', bookPlace(scenario), bookPlace(scenario, { sessionId: 'nothing' })),
  fittingOr('planned', bookPlace(scenario), bookPlace(scenario, { placeId: 'nowhere' })),
  fittingOr('planned', bookPlace(scenario), bookPlace(scenario, { placeId: 'room', date: '2018-03-24' })),
  fittingOr('planned', bookPlace(scenario, otherSession), bookPlace(scenario, { ...otherSession, baseId: 'b2' }), [
    ...atOtherBase(scenario),
    bookPlace(scenario),
  ]),
  fittingOr('planned', bookInstructor(scenario), bookInstructor(scenario, { sessionId: 'nothing' })),
  fittingOr('planned', bookInstructor(scenario), bookInstructor(scenario, { instructorId: 'i1', date: '2018-03-24' })),
  fittingOr('open', reserve(scenario), reserve(scenario, { attempt: 2 }), [scenario.takeSeat('k1', 't1')]),
  fittingOr('open', reserve(scenario), reserve(scenario, { until: '2018-03-18' }), [scenario.takeSeat('k1', 't1')]),
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

/** Two bases with one place, as only a log can have them: the calendar stays with the base of its first booking. */
export const bookedByOtherBase = (scenario: Scenario): BrokenLog => ({
  title: 'a place booked by another base than the first',
  from: 'planned',
  history: [scenario.foundBase('b2'), bookPlace(scenario, otherSession)],
  forced: [
    {
      stream: 'base-b2',
      type: 'FacilityOpened',
      data: { placeId: 'field', zone: 'cropTraining', kind: 'trainingGround', name: 'field', certainty: 'exact', on },
    },
  ],
  stream: 'calendar-field',
  type: 'PlaceBooked',
  data: { ...session, baseId: 'b2', on },
})
