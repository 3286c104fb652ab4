import { day } from '@skein/kernel'
import { describe, expect, it } from 'vitest'
import {
  by,
  cancelled,
  commissionedBase,
  delivered,
  openBatch,
  plan,
  planned,
  policy,
  reviewed,
  runningBatch,
  schedule,
  scheduled,
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
import { resultsOf } from './results.js'

const batch = (...events: readonly unknown[]) => given(Batch.aggregate, ...events)
const commission = { base: commissionedBase }
const review = (gate: string, changes: object = {}) =>
  send('ReviewGate', { gate, passed: true, findings: [], by, ...changes })
const closing = send('CloseBatch', { on: '2018-03-26' })

describe('a batch', () => {
  it('keeps its state after an event of an unknown type', () => {
    const { state } = batch(...openBatch)
    const unknown = { type: 'Unknown', data: { on: day('2018-04-01') } }
    // sound: `evolve` accepts any event of a log
    expect(Batch.decider.evolve(state, unknown as never)).toBe(state)
  })

  it('schedules the content of the course', () => {
    expect(batch(planned()).when(sendSchedule('s2', { on: '2018-03-02' }), viewsToSchedule('s2')).events).toEqual([
      scheduled('s2'),
    ])
    const visit = { ...viewsToSchedule('s3'), course: { ...viewsToSchedule('s3').course, kind: 'fieldVisit' as const } }
    const visiting = batch(planned()).when(sendSchedule('s3', { on: '2018-03-02' }), visit)
    expect(visiting.events).toEqual([scheduled('s3', { kind: 'fieldVisit' })])
  })

  it('delivers the scheduled content, and lists each person once', () => {
    const deliver = send('DeliverSession', { sessionId: 's1', present: ['t1', 't2', 't1'], on: '2018-03-19' })
    expect(batch(...runningBatch).when(deliver).events).toEqual([delivered('s1', ['t1', 't2'])])
  })

  it('T9 completes a training with enough attendance and, if assessed, a high enough score', () => {
    const assessed = { type: 'AssessmentRecorded', data: { traineeId: 't1', score: 59, on: '2018-03-21' } }
    const closed = (events: readonly unknown[], changes: object = {}) =>
      batch(...events, reviewed('effectiveness', false, '2018-03-24')).when(closing, { policy: policy(changes) })
        .events[0]
    expect(closed(taughtBatch)).toEqual({
      type: 'BatchClosed',
      data: {
        results: [
          { traineeId: 't1', attendance: 1, hours: 12, completed: true },
          { traineeId: 't2', attendance: 1 / 3, hours: 4, completed: false, reason: 'lowAttendance' },
        ],
        on: '2018-03-26',
      },
    })
    const lenient = { minAttendance: 1 / 3 }
    expect(closed([...taughtBatch, assessed], lenient)?.data).toMatchObject({
      results: [
        { traineeId: 't1', attendance: 1, score: 59, completed: false, reason: 'lowScore' },
        { traineeId: 't2', completed: true },
      ],
    })
    expect(closed([...taughtBatch, assessed], { passScore: 59 })?.data).toMatchObject({
      results: [{ score: 59, completed: true }, {}],
    })
  })

  it('T9 finds wrong results in a recorded closing', () => {
    const t9 = Batch.rules.find(({ id }) => id === 'T9')
    const { state } = batch(...taughtBatch)
    const results = [{ traineeId: 't1', attendance: 1, hours: 12, completed: true }]
    const event = Batch.Events.BatchClosed.parse({ type: 'BatchClosed', data: { results, on: '2018-03-26' } })
    const views = {
      ...Batch.decider.absentViews,
      id: 'k1',
      recordedOn: day('2018-04-01'),
      revision: 1,
      byProcess: false,
    }
    expect(t9?.breach(event, state, views)).toEqual({ results: 1, seated: 2 })
    const tooGood = Batch.Events.BatchClosed.parse({
      type: 'BatchClosed',
      data: { results: [...results, { traineeId: 't2', attendance: 1, hours: 12, completed: true }], on: '2018-03-26' },
    })
    const evidence = {
      traineeId: 't2',
      attendance: 1 / 3,
      minAttendance: 0.8,
      score: null,
      passScore: 60,
      completed: false,
    }
    expect(t9?.breach(tooGood, state, views)).toEqual(evidence)
    const assessed = { type: 'AssessmentRecorded', data: { traineeId: 't2', score: 70, on: '2018-03-21' } }
    expect(t9?.breach(tooGood, batch(...taughtBatch, assessed).state, views)).toEqual({ ...evidence, score: 70 })
  })

  it('T9 completes no training without a delivery', () => {
    const { state } = batch(...runningBatch)
    expect(resultsOf(state, policy({ minAttendance: 0.5 }).policy)).toMatchObject([
      { traineeId: 't1', attendance: 0, completed: false },
      { traineeId: 't2', attendance: 0, completed: false },
    ])
  })

  it('counts corrected attendance', () => {
    const correction = send('CorrectAttendance', { sessionId: 's2', traineeId: 't2', present: true, reason: 'slip' })
    const corrected = batch(...taughtBatch).when({ ...correction, data: { ...correction.data, on: '2018-03-22' } })
    const ended = corrected.when(review('effectiveness', { passed: false, on: '2018-03-24' })).when(closing)
    expect(ended.events[0]?.data).toMatchObject({ results: [{ hours: 12 }, { traineeId: 't2', hours: 8 }] })
    const markAbsent = send('CorrectAttendance', {
      sessionId: 's1',
      traineeId: 't1',
      present: false,
      reason: 'slip',
      on: '2018-03-22',
    })
    expect(batch(...taughtBatch).when(markAbsent).state.sessions.size).toBe(3)
    const [first] = [
      ...batch(...taughtBatch)
        .when(markAbsent)
        .state.sessions.values(),
    ]
    expect([...(first?.delivered?.present ?? [])]).toEqual(['t2'])
  })

  it('names each seat of a person after its revision, and a process releases only that seat', () => {
    const take = send('TakeSeat', { traineeId: 't1', on: '2018-03-11' })
    const release = send('ReleaseSeat', { traineeId: 't1', reason: 'ill', on: '2018-03-11' })
    const seats = batch(...openBatch, seated('t1'))
    const another = { ...release, data: { ...release.data, attempt: 2 } }
    expect(seats.when(another, { byProcess: true }).events).toEqual([])
    expect([seats.when(another).rule, seats.when(another).evidence]).toEqual([
      'G7',
      { traineeId: 't1', attempt: 2, currentAttempt: 1 },
    ])
    const released = seats.when(release)
    expect(released.events).toEqual([
      { type: 'SeatReleased', data: { traineeId: 't1', attempt: 1, reason: 'ill', on: '2018-03-11' } },
    ])
    expect(released.when(take, { person: selectedVillager }).events).toEqual([
      seated('t1', { attempt: openBatch.length + 2, on: '2018-03-11' }),
    ])
  })

  it('G7 refuses that a person releases a seat that nobody has', () => {
    const release = send('ReleaseSeat', { traineeId: 't9', reason: 'late' })
    const seats = batch(...openBatch, seated('t1'))
    expect([seats.when(release).rule, seats.when(release).evidence]).toEqual(['G7', { traineeId: 't9', seated: false }])
    expect(seats.when(release, { byProcess: true }).events).toEqual([])
  })

  it('records nothing for a command repeated for the same day, and refuses an act for another', () => {
    const later = { on: '2018-03-20' }
    const deliver = (on: string) => send('DeliverSession', { sessionId: 's1', present: ['t1', 't2'], on })
    const cases: readonly [readonly unknown[], object, object, string][] = [
      [[planned()], send('PlanBatch', plan), commission, 'G6'],
      [schedule, sendSchedule('s2'), viewsToSchedule('s2'), 'G7'],
      [openBatch, send('OpenEnrolment', { on: '2018-03-08' }), viewsToOpen(), 'G7'],
      [[...openBatch, seated('t1')], send('TakeSeat', { traineeId: 't1', on: '2018-03-10' }), {}, 'G7'],
      [runningBatch, send('StartBatch', { on: '2018-03-19' }), commission, 'G7'],
      [taughtBatch, deliver('2018-03-19'), {}, 'T14'],
    ]
    for (const [events, command, views, rule] of cases) {
      expect(batch(...events).when(command, views).events).toEqual([])
      const { type, data } = { type: '', data: {}, ...command }
      expect(batch(...events).when({ type, data: { ...data, ...later } }, views).rule).toBe(rule)
    }
    expect(batch(...schedule, reviewed('mode')).when(review('mode', { on: '2018-03-05' })).events).toEqual([])
    expect(batch(...schedule, reviewed('mode')).when(review('mode', later)).events).toHaveLength(1)
  })

  it('records the same review again after the schedule changed', () => {
    const changed = batch(...schedule, reviewed('mode'), scheduled('s2', { sessionId: 's4', on: '2018-03-06' }))
    expect(changed.when(review('mode')).events).toHaveLength(1)
  })
})

describe('G7 a batch refers to what exists and fits', () => {
  it.each<[string, () => ReturnType<ReturnType<typeof batch>['when']>, object]>([
    ['an unknown base', () => batch().when(send('PlanBatch', plan)), { baseId: 'b1', founded: false }],
    [
      'an unknown course',
      () => batch(planned()).when(sendSchedule('s1'), { ...viewsToSchedule('s1'), course: { addresses: [] } }),
      { offered: false },
    ],
    [
      'an unknown instructor',
      () => batch(planned()).when(sendSchedule('s1'), { ...viewsToSchedule('s1'), instructor: { subjects: [] } }),
      { engaged: false },
    ],
    [
      'a released instructor',
      () =>
        batch(planned()).when(sendSchedule('s1'), {
          ...viewsToSchedule('s1'),
          instructor: { ...viewsToSchedule('s1').instructor, releasedOn: day('2018-03-01') },
        }),
      { releasedOn: '2018-03-01' },
    ],
    [
      'an unknown place',
      () => batch(planned()).when(sendSchedule('s1'), { ...viewsToSchedule('s1'), room: {} }),
      { openedAtTheBase: false },
    ],
    [
      'a session id that is used already',
      () => batch(...schedule).when(sendSchedule('s1', { period: 'evening' }), viewsToSchedule('s1')),
      { sessionId: 's1' },
    ],
    [
      'the cancellation of an unknown session',
      () => batch(planned()).when(send('CancelSession', { sessionId: 's9', reason: 'rain' })),
      { scheduled: false },
    ],
    [
      'a second cancellation',
      () => batch(...schedule, cancelled('s1')).when(send('CancelSession', { sessionId: 's1', reason: 'flood' })),
      { cancelledOn: '2018-03-12' },
    ],
    [
      'the delivery of an unknown session',
      () => batch(...runningBatch).when(send('DeliverSession', { sessionId: 's9', present: [], on: '2018-03-19' })),
      { scheduled: false },
    ],
    [
      'a correction before the delivery',
      () =>
        batch(...runningBatch).when(
          send('CorrectAttendance', {
            sessionId: 's1',
            traineeId: 't1',
            present: true,
            reason: 'slip',
            on: '2018-03-20',
          }),
        ),
      { delivered: false },
    ],
    [
      'a review of effectiveness before the start',
      () => batch(...openBatch).when(review('effectiveness')),
      { started: false },
    ],
    [
      'a seat for an unknown person',
      () => batch(...openBatch).when(send('TakeSeat', { traineeId: 't1' })),
      { nominated: false },
    ],
    [
      'a second seat',
      () =>
        batch(...openBatch, seated('t1')).when(send('TakeSeat', { traineeId: 't1', dormitoryId: 'd' }), {
          person: selectedVillager,
        }),
      { alreadySeatedOn: '2018-03-10' },
    ],
    [
      'a start before the opening',
      () => batch(...schedule).when(send('StartBatch'), commission),
      { enrolmentOpened: false },
    ],
    [
      'a score before the start',
      () => batch(...openBatch, seated('t1')).when(send('RecordAssessment', { traineeId: 't1', score: 1 })),
      { started: false },
    ],
  ])('refuses %s', (_what, decide, evidence) => {
    const decision = decide()
    expect(decision.rule).toBe('G7')
    expect(decision.evidence).toMatchObject(evidence)
  })
})
