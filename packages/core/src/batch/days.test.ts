// G3: the events that an event of a batch depends on.
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
/** An event on which a decision depends: its day, the day before, and the decision on a day. */
type Dependency = readonly [dependsOn: string, day: string, dayBefore: string, decideOn: (on: string) => Decision]

const early = planned({ on: '2018-01-01' })
const earlySchedule = [early, ...schedule.slice(1)]
const passed = [...schedule, reviewed('curriculum', true, '2018-03-04'), reviewed('mode', true, '2018-03-05')]
const seat = (on: string) => send('TakeSeat', { traineeId: 't1', on })
const review = (gate: string, on: string) => send('ReviewGate', { gate, passed: false, findings: [], by, on })
const rated = { type: 'FeedbackGiven', data: { traineeId: 't1', rating: 4, on: '2018-03-23' } }

const dependencies: readonly Dependency[] = [
  [
    'baseFounded',
    '2017-10-01',
    '2017-09-30',
    (on) => batch().when(send('PlanBatch', { ...plan, on }), { base: commissionedBase }),
  ],
  [
    'batchPlanned',
    '2018-03-01',
    '2018-02-28',
    (on) => batch(planned()).when(sendSchedule('s1', { on }), viewsToSchedule('s1')),
  ],
  [
    'courseOffered',
    '2018-01-20',
    '2018-01-19',
    (on) =>
      batch(early).when(sendSchedule('s1', { on }), {
        ...viewsToSchedule('s1'),
        course: { ...viewsToSchedule('s1').course, offeredOn: day('2018-01-20') },
      }),
  ],
  [
    'instructorEngaged',
    '2018-01-20',
    '2018-01-19',
    (on) =>
      batch(early).when(sendSchedule('s1', { on }), {
        ...viewsToSchedule('s1'),
        instructor: { ...viewsToSchedule('s1').instructor, engagedOn: day('2018-01-20') },
      }),
  ],
  [
    'placeOpened',
    '2018-01-20',
    '2018-01-19',
    (on) =>
      batch(early).when(sendSchedule('s1', { on }), {
        ...viewsToSchedule('s1'),
        room: { ...viewsToSchedule('s1').room, openedOn: day('2018-01-20') },
      }),
  ],
  [
    'requested',
    '2018-03-04',
    '2018-03-03',
    (on) => {
      const requested = (on: string) => new Map([['morels', day(on)]])
      const requesters = new Map([
        ['t1', requested('2018-03-04')],
        ['t2', requested('2018-03-02')],
      ])
      return batch(planned()).when(sendSchedule('s2', { on, requestedBy: ['t1', 't2'] }), {
        ...viewsToSchedule('s2'),
        requesters,
      })
    },
  ],
  [
    'sessionScheduled',
    '2018-03-02',
    '2018-03-01',
    (on) => batch(...schedule).when(send('CancelSession', { sessionId: 's1', reason: 'rain', on })),
  ],
  ['scheduleChanged', '2018-03-02', '2018-03-01', (on) => batch(...schedule).when(review('mode', on))],
  [
    'scheduleChanged',
    '2018-03-02',
    '2018-03-01',
    (on) =>
      batch(...earlySchedule)
        .when(sendSchedule('s1', { sessionId: 's4', on: '2018-02-05' }), viewsToSchedule('s1'))
        .when(review('curriculum', on)),
  ],
  ['batchStarted', '2018-03-19', '2018-03-18', (on) => batch(...runningBatch).when(review('effectiveness', on))],
  ['lastFeedback', '2018-03-23', '2018-03-22', (on) => batch(...taughtBatch, rated).when(review('effectiveness', on))],
  [
    'modeReviewed',
    '2018-03-05',
    '2018-03-04',
    (on) => batch(...passed).when(send('OpenEnrolment', { on }), viewsToOpen()),
  ],
  [
    'curriculumReviewed',
    '2018-03-06',
    '2018-03-05',
    (on) =>
      batch(...passed, reviewed('curriculum', true, '2018-03-06')).when(send('OpenEnrolment', { on }), viewsToOpen()),
  ],
  [
    'instructorBooked',
    '2018-03-13',
    '2018-03-12',
    (on) =>
      batch(...passed).when(send('OpenEnrolment', { on }), {
        instructors: viewsToOpen('2018-03-13').instructors,
        rooms: viewsToOpen().rooms,
      }),
  ],
  [
    'placeBooked',
    '2018-03-13',
    '2018-03-12',
    (on) =>
      batch(...passed).when(send('OpenEnrolment', { on }), {
        instructors: viewsToOpen().instructors,
        rooms: viewsToOpen('2018-03-13').rooms,
      }),
  ],
  [
    'enrolmentOpened',
    '2018-03-08',
    '2018-03-07',
    (on) => batch(...openBatch).when(seat(on), { person: selectedVillager }),
  ],
  [
    'selected',
    '2018-03-13',
    '2018-03-12',
    (on) => batch(...openBatch).when(seat(on), { person: { ...selectedVillager, selectedOn: day('2018-03-13') } }),
  ],
  [
    'dormitoryOpened',
    '2018-03-13',
    '2018-03-12',
    (on) =>
      batch(...openBatch).when(send('TakeSeat', { traineeId: 't1', dormitoryId: 'd1', on }), {
        person: selectedVillager,
        dormitory: { openedOn: day('2018-03-13'), kind: 'dormitory' },
      }),
  ],
  [
    'seatTaken',
    '2018-03-10',
    '2018-03-09',
    (on) => batch(...openBatch, seated('t1')).when(send('ReleaseSeat', { traineeId: 't1', reason: 'ill', on })),
  ],
  [
    'enrolmentOpened',
    '2018-03-08',
    '2018-03-07',
    (on) => batch(...openBatch).when(send('StartBatch', { on }), { base: commissionedBase }),
  ],
  [
    'lastSeatTaken',
    '2018-03-11',
    '2018-03-10',
    (on) =>
      batch(...openBatch, seated('t1', { on: '2018-03-11' }), seated('t2')).when(send('StartBatch', { on }), {
        base: commissionedBase,
      }),
  ],
  [
    'batchStarted',
    '2018-03-19',
    '2018-03-18',
    (on) => batch(...runningBatch).when(send('GiveFeedback', { traineeId: 't1', rating: 3, on })),
  ],
  [
    'batchStarted',
    '2018-03-19',
    '2018-03-18',
    (on) => batch(...runningBatch).when(send('RecordAssessment', { traineeId: 't1', score: 80, on })),
  ],
  [
    'sessionDelivered',
    '2018-03-21',
    '2018-03-20',
    (on) =>
      batch(...taughtBatch).when(
        send('CorrectAttendance', { sessionId: 's3', traineeId: 't2', present: true, reason: 'slip', on }),
      ),
  ],
  [
    'lastEntry',
    '2018-03-27',
    '2018-03-26',
    (on) =>
      batch(...taughtBatch, reviewed('effectiveness', false, '2018-03-27')).when(send('CloseBatch', { on }), {
        policy: policy(),
      }),
  ],
  [
    'lastEntry',
    '2018-03-19',
    '2018-03-18',
    (on) => batch(...runningBatch).when(send('CancelBatch', { reason: 'flood', on })),
  ],
]

describe('G3 an event is dated on the day of the events it depends on, or later', () => {
  it.each(dependencies)('%s %s', (dependsOn, on, dayBefore, decideOn) => {
    expect(decideOn(on).events).toHaveLength(1)
    expect(decideOn(dayBefore).rule).toBe('G3')
    expect(decideOn(dayBefore).evidence).toEqual({ on: dayBefore, dependsOn, notBefore: on })
  })

  it('is not dated after the day it is recorded', () => {
    const late = batch().when(send('PlanBatch', plan), { base: commissionedBase, recordedOn: day('2018-02-28') })
    expect([late.rule, late.evidence]).toEqual(['G3', { on: '2018-03-01', recordedOn: '2018-02-28' }])
  })

  it('a delivery depends on the start of the batch, a cancellation does not', () => {
    const late = [...openBatch, seated('t1'), { type: 'BatchStarted', data: { on: '2018-03-20' } }]
    const deliver = send('DeliverSession', { sessionId: 's1', present: ['t1'], on: '2018-03-19' })
    expect(batch(...late).when(deliver).evidence).toMatchObject({ dependsOn: 'batchStarted' })
    const cancel = send('CancelSession', { sessionId: 's2', reason: 'bookingRefused', on: '2018-03-12' })
    expect(batch(...runningBatch).when(cancel).events).toHaveLength(1)
  })
})
