// What is entered for a day before the events that it depends on.
import { day } from '@skein/kernel'
import { describe, expect, it } from 'vitest'
import {
  by,
  commissionedBase,
  openBatch,
  plan,
  planned,
  policy,
  reviewed,
  runningBatch,
  schedule,
  seated,
  selectedVillager,
  send,
  sendSchedule,
  taughtBatch,
  viewsToOpen,
  viewsToSchedule,
} from '../../test/batches.js'
import { given } from '../../test/given.js'
import * as Batch from './index.js'

const batch = (...events: readonly unknown[]) => given(Batch.aggregate, ...events)
type Decision = ReturnType<ReturnType<typeof batch>['when']>
/**
 * An event on which a decision depends: the rule that refuses the decision for the day before, the event's day, the day
 * before, and the decision on a day. `recorded`: it does not depend on the day.
 */
type Dependency = readonly [
  rule: string,
  dependsOn: string,
  day: string,
  dayBefore: string,
  decideOn: (on: string) => Decision,
]

const early = planned({ on: '2018-01-01' })
const earlySchedule = [early, ...schedule.slice(1)]
const passed = [...schedule, reviewed('curriculum', true, '2018-03-04'), reviewed('mode', true, '2018-03-05')]
const seat = (on: string) => send('TakeSeat', { traineeId: 't1', on })
const review = (gate: string, on: string) => send('ReviewGate', { gate, passed: false, findings: [], by, on })
const rated = { type: 'FeedbackGiven', data: { traineeId: 't1', rating: 4, on: '2018-03-23' } }

const { selectedOn: _, ...nominatedVillager } = selectedVillager

const dependencies: readonly Dependency[] = [
  [
    'recorded',
    'baseFounded',
    '2017-10-01',
    '2017-09-30',
    (on) => batch().when(send('PlanBatch', { ...plan, on }), { base: commissionedBase }),
  ],
  [
    'G6',
    'batchPlanned',
    '2018-03-01',
    '2018-02-28',
    (on) => batch(planned()).when(sendSchedule('s1', { on }), viewsToSchedule('s1')),
  ],
  [
    'G7',
    'courseOffered',
    '2018-01-20',
    '2018-01-19',
    (on) =>
      batch(early).when(sendSchedule('s1', { on }), {
        ...viewsToSchedule('s1'),
        ...(on < '2018-01-20' && { course: { addresses: [] } }),
      }),
  ],
  [
    'G7',
    'instructorEngaged',
    '2018-01-20',
    '2018-01-19',
    (on) =>
      batch(early).when(sendSchedule('s1', { on }), {
        ...viewsToSchedule('s1'),
        ...(on < '2018-01-20' && { instructor: { subjects: [] } }),
      }),
  ],
  [
    'G7',
    'placeOpened',
    '2018-01-20',
    '2018-01-19',
    (on) =>
      batch(early).when(sendSchedule('s1', { on }), {
        ...viewsToSchedule('s1'),
        ...(on < '2018-01-20' && { room: {} }),
      }),
  ],
  [
    'T6',
    'requested',
    '2018-03-04',
    '2018-03-03',
    (on) => {
      const requested = new Map([['morels', day('2018-03-02')]])
      const requesters = new Map([['t2', requested], ...(on < '2018-03-04' ? [] : [['t1', requested] as const])])
      return batch(planned()).when(sendSchedule('s2', { on, requestedBy: ['t1', 't2'] }), {
        ...viewsToSchedule('s2'),
        requesters,
      })
    },
  ],
  [
    'G7',
    'sessionScheduled',
    '2018-03-02',
    '2018-03-01',
    (on) => batch(...schedule).when(send('CancelSession', { sessionId: 's1', reason: 'rain', on })),
  ],
  ['recorded', 'scheduleChanged', '2018-03-02', '2018-03-01', (on) => batch(...schedule).when(review('mode', on))],
  [
    'recorded',
    'scheduleChanged',
    '2018-03-02',
    '2018-03-01',
    (on) =>
      batch(...earlySchedule)
        .when(sendSchedule('s1', { sessionId: 's4', on: '2018-02-05' }), viewsToSchedule('s1'))
        .when(review('curriculum', on)),
  ],
  ['G7', 'batchStarted', '2018-03-19', '2018-03-18', (on) => batch(...runningBatch).when(review('effectiveness', on))],
  [
    'recorded',
    'lastFeedback',
    '2018-03-23',
    '2018-03-22',
    (on) => batch(...taughtBatch, rated).when(review('effectiveness', on)),
  ],
  [
    'T4',
    'modeReviewed',
    '2018-03-05',
    '2018-03-04',
    (on) => batch(...passed).when(send('OpenEnrolment', { on }), viewsToOpen()),
  ],
  [
    'recorded',
    'curriculumReviewed',
    '2018-03-06',
    '2018-03-05',
    (on) =>
      batch(...passed, reviewed('curriculum', true, '2018-03-06')).when(send('OpenEnrolment', { on }), viewsToOpen()),
  ],
  [
    'T4',
    'instructorBooked',
    '2018-03-13',
    '2018-03-12',
    (on) =>
      batch(...passed).when(send('OpenEnrolment', { on }), {
        instructors: on < '2018-03-13' ? new Map() : viewsToOpen().instructors,
        rooms: viewsToOpen().rooms,
      }),
  ],
  [
    'T4',
    'placeBooked',
    '2018-03-13',
    '2018-03-12',
    (on) =>
      batch(...passed).when(send('OpenEnrolment', { on }), {
        instructors: viewsToOpen().instructors,
        rooms: on < '2018-03-13' ? new Map() : viewsToOpen().rooms,
      }),
  ],
  [
    'T8',
    'enrolmentOpened',
    '2018-03-08',
    '2018-03-07',
    (on) => batch(...openBatch).when(seat(on), { person: selectedVillager }),
  ],
  [
    'S5',
    'selected',
    '2018-03-13',
    '2018-03-12',
    (on) => batch(...openBatch).when(seat(on), { person: on < '2018-03-13' ? nominatedVillager : selectedVillager }),
  ],
  [
    'T3',
    'dormitoryOpened',
    '2018-03-13',
    '2018-03-12',
    (on) =>
      batch(...openBatch).when(send('TakeSeat', { traineeId: 't1', dormitoryId: 'd1', on }), {
        person: selectedVillager,
        ...(on >= '2018-03-13' && { dormitory: { openedOn: day('2018-03-13'), kind: 'dormitory' } }),
      }),
  ],
  [
    'G7',
    'seatTaken',
    '2018-03-10',
    '2018-03-09',
    (on) => batch(...openBatch, seated('t1')).when(send('ReleaseSeat', { traineeId: 't1', reason: 'ill', on })),
  ],
  [
    'G7',
    'enrolmentOpened',
    '2018-03-08',
    '2018-03-07',
    (on) => batch(...openBatch).when(send('StartBatch', { on }), { base: commissionedBase }),
  ],
  [
    'G8',
    'lastSeatTaken',
    '2018-03-11',
    '2018-03-10',
    (on) =>
      batch(...openBatch, seated('t1', { on: '2018-03-11' }), seated('t2')).when(send('StartBatch', { on }), {
        base: commissionedBase,
      }),
  ],
  [
    'G7',
    'batchStarted',
    '2018-03-19',
    '2018-03-18',
    (on) => batch(...runningBatch).when(send('GiveFeedback', { traineeId: 't1', rating: 3, on })),
  ],
  [
    'G7',
    'batchStarted',
    '2018-03-19',
    '2018-03-18',
    (on) => batch(...runningBatch).when(send('RecordAssessment', { traineeId: 't1', score: 80, on })),
  ],
  [
    'G7',
    'sessionDelivered',
    '2018-03-21',
    '2018-03-20',
    (on) =>
      batch(...taughtBatch).when(
        send('CorrectAttendance', { sessionId: 's3', traineeId: 't2', present: true, reason: 'slip', on }),
      ),
  ],
  [
    'T10',
    'lastEntry',
    '2018-03-27',
    '2018-03-26',
    (on) =>
      batch(...taughtBatch, reviewed('effectiveness', false, '2018-03-27')).when(send('CloseBatch', { on }), {
        policy: policy(),
      }),
  ],
  [
    'G8',
    'lastEntry',
    '2018-03-19',
    '2018-03-18',
    (on) => batch(...runningBatch).when(send('CancelBatch', { reason: 'flood', on })),
  ],
]

describe('a decision that is dated before an event that it depends on', () => {
  it.each(dependencies)('%s %s', (rule, _dependsOn, on, dayBefore, decideOn) => {
    expect(decideOn(on).events).toHaveLength(1)
    if (rule === 'recorded') expect(decideOn(dayBefore).events).toHaveLength(1)
    else expect(decideOn(dayBefore).rule).toBe(rule)
  })

  it('G3 is not dated after the day it is recorded', () => {
    const late = batch().when(send('PlanBatch', plan), { base: commissionedBase, recordedOn: day('2018-02-28') })
    expect([late.rule, late.evidence]).toEqual(['G3', { on: '2018-03-01', recordedOn: '2018-02-28' }])
  })

  it('T14 refuses a delivery before the start of the batch; a cancellation does not depend on it', () => {
    const late = [...openBatch, seated('t1'), { type: 'BatchStarted', data: { on: '2018-03-20' } }]
    const deliver = send('DeliverSession', { sessionId: 's1', present: ['t1'], on: '2018-03-19' })
    expect(batch(...late).when(deliver).rule).toBe('T14')
    const cancel = send('CancelSession', { sessionId: 's2', reason: 'bookingRefused', on: '2018-03-12' })
    expect(batch(...runningBatch).when(cancel).events).toHaveLength(1)
  })
})
