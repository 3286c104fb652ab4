import { day } from '@skein/kernel'
import { describe, expect, it } from 'vitest'
import { given } from '../../test/given.js'
import {
  booked,
  by,
  cancelled,
  commissioned,
  delivered,
  menu,
  openBatch,
  opened,
  plan,
  planned,
  policy,
  reviewed,
  runningBatch,
  schedule,
  scheduled,
  schedules,
  seated,
  started,
  taughtBatch,
  tell,
  villager,
} from '../../test/training.js'
import * as Batch from './index.js'

const batch = (...events: readonly unknown[]) => given(Batch.aggregate, ...events)
const commission = { base: commissioned }
const review = (gate: string, changes: object = {}) =>
  tell('ReviewGate', { gate, passed: true, findings: [], by, ...changes })
const closing = tell('CloseBatch', { on: '2018-03-26' })

describe('the way of a batch', () => {
  it('schedules what the course says', () => {
    expect(batch(planned()).when(schedules('s2', { on: '2018-03-02' }), menu('s2')).events).toEqual([scheduled('s2')])
  })

  it('delivers what was scheduled, and counts everybody once', () => {
    const deliver = tell('DeliverSession', { sessionId: 's1', present: ['t1', 't2', 't1'], on: '2018-03-19' })
    expect(batch(...runningBatch).when(deliver).events).toEqual([delivered('s1', ['t1', 't2'])])
  })

  it('T9 completes who was there for enough of the hours and, where assessed, scored enough', () => {
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

  it('T9 a recorded closing says what was delivered', () => {
    const t9 = Batch.rules.find(({ id }) => id === 'T9')
    const { state } = batch(...taughtBatch)
    const results = [{ traineeId: 't1', attendance: 1, hours: 12, completed: true }]
    const event = Batch.Events.BatchClosed.parse({ type: 'BatchClosed', data: { results, on: '2018-03-26' } })
    const facts = { ...Batch.decider.noFacts, id: 'k1', recordedOn: day('2018-04-01') }
    expect(t9?.breach(event, state, facts)).toEqual({ results: 1, seated: 2 })
    const praised = Batch.Events.BatchClosed.parse({
      type: 'BatchClosed',
      data: { results: [...results, { traineeId: 't2', attendance: 1, hours: 12, completed: true }], on: '2018-03-26' },
    })
    expect(t9?.breach(praised, state, facts)).toMatchObject({ traineeId: 't2', completed: false })
  })

  it('counts attendance as corrected', () => {
    const correction = tell('CorrectAttendance', { sessionId: 's2', traineeId: 't2', present: true, reason: 'slip' })
    const corrected = batch(...taughtBatch).when({ ...correction, data: { ...correction.data, on: '2018-03-22' } })
    const ended = corrected.when(review('effectiveness', { passed: false, on: '2018-03-24' })).when(closing)
    expect(ended.events[0]?.data).toMatchObject({ results: [{ hours: 12 }, { traineeId: 't2', hours: 8 }] })
    const gone = tell('CorrectAttendance', {
      sessionId: 's1',
      traineeId: 't1',
      present: false,
      reason: 'slip',
      on: '2018-03-22',
    })
    expect(batch(...taughtBatch).when(gone).state.sessions.size).toBe(3)
    const [first] = [
      ...batch(...taughtBatch)
        .when(gone)
        .state.sessions.values(),
    ]
    expect([...(first?.delivered?.present ?? [])]).toEqual(['t2'])
  })

  it('gives a seat taken again a new attempt, and releases only the seat that is meant', () => {
    const take = tell('TakeSeat', { traineeId: 't1', on: '2018-03-11' })
    const seats = batch(...openBatch, seated('t1'))
    expect(seats.when(tell('ReleaseSeat', { traineeId: 't1', attempt: 2, reason: 'late' })).events).toEqual([])
    expect(seats.when(tell('ReleaseSeat', { traineeId: 't9', reason: 'late' })).events).toEqual([])
    const left = seats.when(tell('ReleaseSeat', { traineeId: 't1', reason: 'ill', on: '2018-03-11' }))
    expect(left.events).toEqual([
      { type: 'SeatReleased', data: { traineeId: 't1', attempt: 1, reason: 'ill', on: '2018-03-11' } },
    ])
    expect(left.when(take, { person: villager }).events).toEqual([seated('t1', { attempt: 2, on: '2018-03-11' })])
  })

  it('says nothing twice while it holds', () => {
    const later = { on: '2018-03-20' }
    expect(batch(planned()).when(tell('PlanBatch', { ...plan, ...later }), commission).events).toEqual([])
    expect(batch(...schedule).when(schedules('s2', later), menu('s2')).events).toEqual([])
    expect(batch(...schedule, reviewed('mode')).when(review('mode', later)).events).toEqual([])
    expect(batch(...openBatch).when(tell('OpenEnrolment', later), booked()).events).toEqual([])
    expect(batch(...openBatch, seated('t1')).when(tell('TakeSeat', { traineeId: 't1', ...later })).events).toEqual([])
    expect(batch(...runningBatch).when(tell('StartBatch', later), commission).events).toEqual([])
    const redelivery = tell('DeliverSession', { sessionId: 's1', present: ['t1', 't2'], ...later })
    expect(batch(...taughtBatch).when(redelivery).events).toEqual([])
  })

  it('reviews a changed schedule anew', () => {
    const changed = batch(...schedule, reviewed('mode'), scheduled('s2', { sessionId: 's4', on: '2018-03-06' }))
    expect(changed.when(review('mode')).events).toHaveLength(1)
  })
})

describe('G7 what a batch refers to is there', () => {
  it.each<[string, ReturnType<ReturnType<typeof batch>['when']>, object]>([
    ['a base', batch().when(tell('PlanBatch', plan)), { baseId: 'b1', founded: false }],
    [
      'a course',
      batch(planned()).when(schedules('s1'), { ...menu('s1'), course: { addresses: [] } }),
      { offered: false },
    ],
    [
      'an instructor',
      batch(planned()).when(schedules('s1'), { ...menu('s1'), instructor: { subjects: [] } }),
      { engaged: false },
    ],
    [
      'an instructor who is still there',
      batch(planned()).when(schedules('s1'), {
        ...menu('s1'),
        instructor: { ...menu('s1').instructor, releasedOn: day('2018-03-01') },
      }),
      { releasedOn: '2018-03-01' },
    ],
    ['a place', batch(planned()).when(schedules('s1'), { ...menu('s1'), room: {} }), { openedAtTheBase: false }],
    [
      'an id of its own',
      batch(...schedule).when(schedules('s1', { period: 'evening' }), menu('s1')),
      { sessionId: 's1' },
    ],
    [
      'a session to cancel',
      batch(planned()).when(tell('CancelSession', { sessionId: 's9', reason: 'rain' })),
      { scheduled: false },
    ],
    [
      'one not yet cancelled',
      batch(...schedule, cancelled('s1')).when(tell('CancelSession', { sessionId: 's1', reason: 'flood' })),
      { cancelledOn: '2018-03-12' },
    ],
    [
      'a session to deliver',
      batch(...runningBatch).when(tell('DeliverSession', { sessionId: 's9', present: [], on: '2018-03-19' })),
      { scheduled: false },
    ],
    [
      'a delivery to correct',
      batch(...runningBatch).when(
        tell('CorrectAttendance', {
          sessionId: 's1',
          traineeId: 't1',
          present: true,
          reason: 'slip',
          on: '2018-03-20',
        }),
      ),
      { delivered: false },
    ],
    ['a start before its effect', batch(...openBatch).when(review('effectiveness')), { started: false }],
    ['a nomination', batch(...openBatch).when(tell('TakeSeat', { traineeId: 't1' })), { nominated: false }],
    [
      'no seat yet',
      batch(...openBatch, seated('t1')).when(tell('TakeSeat', { traineeId: 't1', dormitoryId: 'd' }), {
        person: villager,
      }),
      { alreadySeatedOn: '2018-03-10' },
    ],
    ['an opening', batch(...schedule).when(tell('StartBatch'), commission), { enrolmentOpened: false }],
    [
      'a start before a score',
      batch(...openBatch, seated('t1')).when(tell('RecordAssessment', { traineeId: 't1', score: 1 })),
      { started: false },
    ],
  ])('needs %s', (_what, decision, evidence) => {
    expect(decision.rule).toBe('G7')
    expect(decision.evidence).toMatchObject(evidence)
  })
})

describe('what is planned', () => {
  it('G6 is planned once, and first', () => {
    expect(batch().when(tell('OpenEnrolment')).rule).toBe('G6')
    expect(batch(planned()).when(tell('PlanBatch', { ...plan, seats: 1 }), commission).rule).toBe('G6')
  })

  it('T2 keeps to the policy, the room and the seats', () => {
    const many = batch().when(tell('PlanBatch', { ...plan, seats: 51 }), { ...commission, policy: policy() })
    expect([many.rule, many.evidence]).toEqual(['T2', { seats: 51, batchSeats: 50 }])
    const small = { ...menu('s1'), room: { ...menu('s1').room, seats: 1 } }
    const tight = batch(planned()).when(schedules('s1'), small)
    expect([tight.rule, tight.evidence]).toEqual(['T2', { placeId: 'room', roomSeats: 1, seats: 2 }])
    const field = { ...menu('s1'), room: { openedOn: day('2018-01-10') } }
    expect(batch(planned()).when(schedules('s1'), field).events).toHaveLength(1)
    const full = batch(...openBatch, seated('t1'), seated('t2')).when(tell('TakeSeat', { traineeId: 't3' }), {
      person: villager,
    })
    expect([full.rule, full.evidence]).toEqual(['T2', { taken: 2, seats: 2 }])
  })

  it('T7 lies within its dates', () => {
    const turned = batch().when(tell('PlanBatch', { ...plan, endsOn: '2018-03-18' }), commission)
    expect([turned.rule, turned.evidence]).toEqual(['T7', { startsOn: '2018-03-19', endsOn: '2018-03-18' }])
    for (const date of ['2018-03-18', '2018-03-24'])
      expect(batch(planned()).when(schedules('s1', { date }), menu('s1')).rule).toBe('T7')
    for (const date of ['2018-03-19', '2018-03-23'])
      expect(batch(planned()).when(schedules('s1', { date }), menu('s1')).events).toHaveLength(1)
  })

  it('C2 serves nothing withdrawn', () => {
    const withdrawn = { ...menu('s1'), course: { ...menu('s1').course, withdrawnOn: day('2018-02-01') } }
    const decision = batch(planned()).when(schedules('s1'), withdrawn)
    expect([decision.rule, decision.evidence]).toEqual(['C2', { courseId: 'course-s1', withdrawnOn: '2018-02-01' }])
  })

  it('I3 has who teaches the subject, and all of one base', () => {
    const other = { ...menu('s1').instructor, subjects: ['morels'] }
    expect(batch(planned()).when(schedules('s1'), { ...menu('s1'), instructor: other }).rule).toBe('I3')
    for (const foreign of [
      { course: { ...menu('s1').course, baseId: 'b2' } },
      { instructor: { ...menu('s1').instructor, baseId: 'b2' } },
    ]) {
      const decision = batch(planned()).when(schedules('s1'), { ...menu('s1'), ...foreign })
      expect(decision.rule).toBe('I3')
      expect(decision.evidence).toMatchObject({ batchBase: 'b1' })
    }
  })

  it('B4 uses no closed place', () => {
    const closed = { ...menu('s1'), room: { ...menu('s1').room, closedOn: day('2018-03-15') } }
    expect(batch(planned()).when(schedules('s1'), closed).rule).toBe('B4')
  })

  it('T4 opens once the gates passed the schedule as it stands, and everything is booked', () => {
    const open = tell('OpenEnrolment')
    const passed = [...schedule, reviewed('curriculum'), reviewed('mode')]
    expect(batch(...passed).when(open, booked()).events).toHaveLength(1)
    for (const events of [
      schedule,
      [...schedule, reviewed('mode')],
      [...schedule, reviewed('curriculum')],
      [...passed, reviewed('mode', false)],
      [...passed, scheduled('s2', { sessionId: 's4', on: '2018-03-06' })],
      [...passed, cancelled('s2', 'rain', '2018-03-06')],
    ])
      expect(batch(...events).when(open, booked()).rule).toBe('T4')
    const noTeacher = batch(...passed).when(open, { ...booked(), instructors: new Map() })
    expect([noTeacher.rule, noTeacher.evidence]).toEqual([
      'T4',
      { sessionId: 's1', instructorId: 'i1', instructorBooked: false },
    ])
    const noRoom = batch(...passed).when(open, { ...booked(), rooms: new Map() })
    expect([noRoom.rule, noRoom.evidence]).toEqual(['T4', { sessionId: 's1', placeId: 'room', placeBooked: false }])
    const dropped = [
      planned(),
      scheduled('s1'),
      scheduled('s2'),
      scheduled('s3'),
      cancelled('s1', 'rain', '2018-03-03'),
    ]
    const spare = [...dropped, scheduled('s1', { sessionId: 's4' }), reviewed('curriculum'), reviewed('mode')]
    const { instructors, rooms } = booked()
    instructors.delete('s1')
    expect(batch(...spare).when(open, { instructors, rooms }).events).toHaveLength(1)
  })

  it('T5 has all three components, party spirit first and long enough', () => {
    const evidence = (...events: readonly unknown[]) => {
      const decision = batch(planned(), ...events).when(review('mode'), { policy: policy() })
      return [decision.rule, decision.evidence]
    }
    expect(batch(...schedule).when(review('mode'), { policy: policy() }).events).toHaveLength(1)
    expect(evidence()).toEqual(['T5', { missing: 'partySpirit, skills, practice' }])
    expect(evidence(scheduled('s1'), scheduled('s3'))).toEqual(['T5', { missing: 'skills' }])
    const late = scheduled('s1', { period: 'evening', date: '2018-03-20' })
    expect(evidence(late, scheduled('s2'), scheduled('s3'))).toEqual([
      'T5',
      { first: 'skills', sessionId: 's2', date: '2018-03-20', partySpiritOn: '2018-03-20' },
    ])
    const short = scheduled('s1', { hours: 0.5 })
    expect(evidence(short, scheduled('s2'), scheduled('s3'))).toEqual([
      'T5',
      { partySpiritHours: 0.5, allHours: 8.5, minPartySpiritShare: 0.1 },
    ])
    const failed = batch(planned()).when(review('mode', { passed: false }), { policy: policy() })
    expect(failed.events).toHaveLength(1)
  })

  it('T6 serves who asked, and enough of what was asked for', () => {
    const unasked = batch(planned()).when(schedules('s2', { requestedBy: ['t1', 't2'] }), menu('s2'))
    expect([unasked.rule, unasked.evidence]).toEqual(['T6', { traineeId: 't2', subject: 'morels', requested: false }])
    const own = ['s4', 's5'].map((sessionId) => scheduled('s2', { sessionId, requestedBy: [] }))
    const few = batch(...schedule, ...own).when(review('curriculum'), { policy: policy() })
    expect([few.rule, few.evidence]).toEqual([
      'T6',
      { requestedSkillsSessions: 1, skillsSessions: 3, minRequestedShare: 0.5 },
    ])
    expect(batch(...schedule, ...own.slice(1)).when(review('curriculum'), { policy: policy() }).events).toHaveLength(1)
    expect(batch(...schedule, ...own).when(review('curriculum', { passed: false })).events).toHaveLength(1)
    const again = batch(...schedule, cancelled('s1', 'rain', '2018-03-06')).when(
      schedules('s1', { on: '2018-03-07' }),
      menu('s1'),
    )
    expect([again.rule, again.evidence]).toEqual(['T6', { sessionId: 's1', cancelledOn: '2018-03-06' }])
  })

  it('B5 starts at a commissioned base', () => {
    const full = batch(...openBatch, seated('t1'))
    const start = tell('StartBatch')
    const unready = full.when(start, { base: { foundedOn: day('2017-10-01') } })
    expect([unready.rule, unready.evidence]).toEqual(['B5', { on: '2018-03-12', commissionedOn: null }])
    const early = full.when(start, { base: { ...commissioned, commissionedOn: day('2018-03-13') } })
    expect(early.rule).toBe('B5')
    expect(full.when(start, commission).events).toHaveLength(1)
  })
})

describe('after the opening', () => {
  const cancel = (sessionId: string, reason: string, on = '2018-03-12') =>
    tell('CancelSession', { sessionId, reason, on })

  it('T5 and T6 the schedule changes only while they still hold', () => {
    expect(batch(...openBatch).when(cancel('s3', 'rain')).evidence).toEqual({ missing: 'practice' })
    expect(batch(...openBatch).when(cancel('s1', 'rain')).rule).toBe('T5')
    const extra = batch(...openBatch, scheduled('s3', { sessionId: 's4', on: '2018-03-09' }))
    expect(extra.when(cancel('s4', 'rain')).events).toHaveLength(1)
    const early = schedules('s3', { sessionId: 's4', date: '2018-03-19' })
    const opening = scheduled('s1', { period: 'afternoon' })
    const { rule } = batch(
      planned(),
      opening,
      scheduled('s2'),
      scheduled('s3'),
      reviewed('curriculum'),
      reviewed('mode'),
      opened,
    ).when(early, menu('s3'))
    expect(rule).toBe('T5')
    const unasked = ['s4', 's5'].map((sessionId) => schedules('s2', { sessionId, requestedBy: [] }))
    const one = batch(...openBatch).when(unasked[0], menu('s2'))
    expect(one.events).toHaveLength(1)
    expect(one.when(unasked[1], menu('s2')).rule).toBe('T6')
  })

  it('T6 what is lost to a refused booking is replaced before the batch starts or closes', () => {
    const lost = batch(...openBatch, seated('t1')).when(cancel('s2', 'bookingRefused'))
    const start = tell('StartBatch', { on: '2018-03-19' })
    expect([lost.when(start, commission).rule, lost.when(start, commission).evidence]).toEqual([
      'T6',
      { awaitingReplacement: 's2' },
    ])
    const other = lost.when(schedules('s3', { sessionId: 's5', on: '2018-03-13' }), menu('s3'))
    expect(other.when(start, commission).rule).toBe('T6')
    const replaced = lost.when(schedules('s2', { sessionId: 's4', on: '2018-03-13' }), menu('s2'))
    expect(replaced.when(start, commission).events).toHaveLength(1)
    const running = batch(...taughtBatch, reviewed('effectiveness', true, '2018-03-24'))
    const more = running
      .when(schedules('s2', { sessionId: 's4', date: '2018-03-23', on: '2018-03-24' }), menu('s2'))
      .when(cancel('s4', 'bookingRefused', '2018-03-24'))
    expect(more.when(closing).rule).toBe('T6')
  })

  it('two lost sessions are replaced one by one', () => {
    const lost = batch(...openBatch)
      .when(cancel('s1', 'bookingRefused'))
      .when(cancel('s3', 'bookingRefused'))
    const one = lost.when(schedules('s3', { sessionId: 's4', on: '2018-03-13' }), menu('s3'))
    expect(one.state.toReplace).toEqual(['s1'])
    const both = one.when(schedules('s1', { sessionId: 's5', on: '2018-03-13' }), menu('s1'))
    expect(both.state.toReplace).toEqual([])
    expect(both.when(tell('StartBatch', { on: '2018-03-19' }), commission).events).toHaveLength(1)
  })

  it('a refused booking before the opening only changes the schedule', () => {
    const { state } = batch(...schedule).when(cancel('s2', 'bookingRefused'))
    expect([state.toReplace, state.scheduleChanges]).toEqual([[], 4])
  })

  it('what was not held is cancelled after its date, and does not stand in the way of what follows', () => {
    const [taught, missed] = [delivered('s1', ['t1']), cancel('s3', 'notHeld', '2018-03-22')]
    const running = batch(...runningBatch, taught)
    expect(running.when(cancel('s3', 'notHeld', '2018-03-21')).rule).toBe('T5')
    const after = running.when(missed)
    expect(after.events).toHaveLength(1)
    const makeUp = schedules('s2', { sessionId: 's4', date: '2018-03-23', on: '2018-03-22' })
    expect(after.when(makeUp, menu('s2')).events).toHaveLength(1)
  })
})

describe('who sits, and what is delivered', () => {
  const sit = tell('TakeSeat', { traineeId: 't1' })

  it('S5 seats the selected, active and addressed', () => {
    const refused = (person: object) => batch(...openBatch).when(sit, { person: { ...villager, ...person } })
    const { selectedOn: _, ...unselected } = villager
    expect(batch(...openBatch).when(sit, { person: unselected }).evidence).toEqual({ selected: false })
    expect(refused({ standing: 'withdrawn' }).evidence).toEqual({ standing: 'withdrawn' })
    expect(refused({ category: 'veteran' }).evidence).toEqual({ category: 'veteran', audience: 'villager' })
    expect(refused({ category: 'veteran' }).rule).toBe('S5')
    expect(refused({}).events).toHaveLength(1)
  })

  it('T3 boards at an open dormitory of the base', () => {
    const board = tell('TakeSeat', { traineeId: 't1', dormitoryId: 'd1' })
    const boarding = (dormitory: object) => batch(...openBatch).when(board, { person: villager, dormitory })
    const openedOn = day('2018-01-01')
    expect(boarding({}).rule).toBe('T3')
    expect(boarding({ openedOn, kind: 'classroom' }).evidence).toMatchObject({ kind: 'classroom' })
    expect(boarding({ openedOn, kind: 'dormitory', closedOn: day('2018-03-01') }).rule).toBe('T3')
    expect(boarding({ openedOn, kind: 'dormitory' }).events).toHaveLength(1)
  })

  it('T8 keeps to the seats, and to once each', () => {
    expect(batch(...schedule).when(sit, { person: villager }).evidence).toEqual({ enrolmentOpened: false })
    const late = batch(...openBatch, started).when(tell('TakeSeat', { traineeId: 't1', on: '2018-03-19' }), {
      person: villager,
    })
    expect([late.rule, late.evidence]).toEqual(['T8', { startedOn: '2018-03-19' }])
    const day1 = { on: '2018-03-19' }
    for (const command of [
      tell('DeliverSession', { sessionId: 's1', present: ['t1', 't9'], ...day1 }),
      tell('RecordAssessment', { traineeId: 't9', score: 80, ...day1 }),
      tell('GiveFeedback', { traineeId: 't9', rating: 4, ...day1 }),
    ]) {
      const stranger = batch(...runningBatch).when(command)
      expect([stranger.rule, stranger.evidence]).toEqual(['T8', { traineeId: 't9', seated: false }])
    }
    const absent = tell('CorrectAttendance', {
      sessionId: 's1',
      traineeId: 't9',
      present: true,
      reason: 'slip',
      on: '2018-03-22',
    })
    expect(batch(...taughtBatch).when(absent).rule).toBe('T8')
    const scored = batch(...runningBatch).when(tell('RecordAssessment', { traineeId: 't1', score: 80, ...day1 }))
    expect(scored.when(tell('RecordAssessment', { traineeId: 't1', score: 90, ...day1 })).evidence).toEqual({
      traineeId: 't1',
      alreadyScored: 80,
    })
    expect(scored.when(tell('RecordAssessment', { traineeId: 't1', score: 80, on: '2018-03-20' })).events).toEqual([])
    const rated = batch(...runningBatch).when(tell('GiveFeedback', { traineeId: 't1', rating: 4, ...day1 }))
    expect(rated.when(tell('GiveFeedback', { traineeId: 't1', rating: 5, ...day1 })).rule).toBe('T8')
  })

  it('T14 delivers once, after the start, on the date; what was delivered is not cancelled', () => {
    const deliver = (on: string, present = ['t1']) => tell('DeliverSession', { sessionId: 's1', present, on })
    const seats = [...openBatch, seated('t1'), seated('t2')]
    expect(batch(...seats).when(deliver('2018-03-19')).evidence).toEqual({ sessionId: 's1', started: false })
    const wrong = batch(...runningBatch).when(deliver('2018-03-20'))
    expect([wrong.rule, wrong.evidence]).toEqual(['T14', { sessionId: 's1', on: '2018-03-20', date: '2018-03-19' }])
    expect(batch(...taughtBatch).when(deliver('2018-03-19')).evidence).toEqual({
      sessionId: 's1',
      deliveredOn: '2018-03-19',
    })
    const cancel = tell('CancelSession', { sessionId: 's1', reason: 'notHeld', on: '2018-03-22' })
    expect(batch(...taughtBatch).when(cancel).rule).toBe('T14')
  })
})

describe('how it ends', () => {
  it('T10 closes when all is settled, something was delivered, and the effect was reviewed', () => {
    const effect = reviewed('effectiveness', false, '2018-03-24')
    const open = batch(...runningBatch, delivered('s1', ['t1']), effect).when(closing)
    expect([open.rule, open.evidence]).toEqual(['T10', { sessionId: 's2', date: '2018-03-20', delivered: false }])
    const missed = ['s1', 's2', 's3'].map((sessionId) => cancelled(sessionId, 'notHeld', '2018-03-22'))
    expect(batch(...runningBatch, ...missed, effect).when(closing).evidence).toEqual({
      sessionsDelivered: 0,
      required: 1,
    })
    expect(batch(...taughtBatch).when(closing).evidence).toEqual({ gate: 'effectiveness', reviewed: false })
    expect(batch(...taughtBatch, effect).when(closing).events).toHaveLength(1)
  })

  it('T11 passes its effect with enough feedback and a mean high enough', () => {
    const rated = (traineeId: string, rating: number) => ({
      type: 'FeedbackGiven',
      data: { traineeId, rating, on: '2018-03-23' },
    })
    const judged = (...events: readonly unknown[]) =>
      batch(...taughtBatch, ...events).when(review('effectiveness', { on: '2018-03-24' }), {
        policy: policy({ minFeedbackShare: 1 }),
      })
    expect([judged().rule, judged().evidence]).toEqual(['T11', { feedback: 0, seated: 2, minFeedbackShare: 1 }])
    expect(judged(rated('t1', 5)).rule).toBe('T11')
    expect(judged(rated('t1', 4), rated('t2', 2)).evidence).toEqual({ meanRating: 3, minMeanRating: 3.5 })
    expect(judged(rated('t1', 4), rated('t2', 3)).events).toHaveLength(1)
    const failed = batch(...taughtBatch).when(review('effectiveness', { passed: false, on: '2018-03-24' }))
    expect(failed.events).toHaveLength(1)
  })

  it('G5 and T12 an ended batch takes nothing more and changes nothing', () => {
    const closed = batch(...taughtBatch, reviewed('effectiveness', false, '2018-03-24')).when(closing)
    const on = '2018-03-27'
    for (const [command, facts] of [
      [schedules('s2', { sessionId: 's4', on }), menu('s2')],
      [review('mode', { passed: false, on }), {}],
      [tell('RecordAssessment', { traineeId: 't1', score: 5, on }), {}],
      [tell('CancelBatch', { reason: 'rain', on }), {}],
      [tell('CloseBatch', { on }), { policy: policy({ minAttendance: 0 }) }],
    ] as const) {
      const more = closed.when(command, facts)
      expect([more.rule, more.evidence]).toEqual(['G5', { closedOn: '2018-03-26' }])
    }
    expect(closed.when(tell('CloseBatch', { on })).events).toEqual([])
    for (const command of [
      tell('CorrectAttendance', { sessionId: 's1', traineeId: 't1', present: false, reason: 'slip', on }),
      tell('ReleaseSeat', { traineeId: 't1', reason: 'ill', on }),
      tell('CancelSession', { sessionId: 's1', reason: 'notHeld', on }),
    ]) {
      const change = closed.when(command)
      expect([change.rule, change.evidence]).toEqual(['T12', { closedOn: '2018-03-26' }])
    }
    const dropped = batch(...openBatch, seated('t1')).when(tell('CancelBatch', { reason: 'flood' }))
    expect(dropped.when(tell('StartBatch'), commission).evidence).toEqual({ cancelledOn: '2018-03-12' })
    expect(dropped.when(tell('ReleaseSeat', { traineeId: 't1', reason: 'ill' })).rule).toBe('T12')
  })

  it('T13 is cancelled only before its first delivery', () => {
    const cancel = tell('CancelBatch', { reason: 'flood', on: '2018-03-22' })
    expect(batch(...runningBatch).when(cancel).events).toHaveLength(1)
    const taught = batch(...taughtBatch).when(cancel)
    expect([taught.rule, taught.evidence]).toEqual(['T13', { sessionId: 's1', deliveredOn: '2018-03-19' }])
  })
})

describe('G3 nothing is dated before what it rests on', () => {
  const restsOn = ({ rule, evidence }: { readonly rule: string; readonly evidence: object }) => [rule, evidence]
  it.each<[string, () => { readonly rule: string; readonly evidence: object }]>([
    ['recordedOn', () => batch().when(tell('PlanBatch', plan), { ...commission, recordedOn: day('2018-02-01') })],
    ['baseFounded', () => batch().when(tell('PlanBatch', { ...plan, on: '2017-01-01' }), commission)],
    ['batchPlanned', () => batch(planned()).when(schedules('s1', { on: '2018-02-01' }), menu('s1'))],
    [
      'courseOffered',
      () => batch(planned({ on: '2018-01-01' })).when(schedules('s1', { on: '2018-01-05' }), menu('s1')),
    ],
    [
      'requested',
      () => {
        const requesters = new Map([['t1', new Map([['morels', day('2018-03-04')]])]])
        return batch(planned()).when(schedules('s2', { on: '2018-03-03' }), { ...menu('s2'), requesters })
      },
    ],
    [
      'sessionScheduled',
      () => batch(...schedule).when(tell('CancelSession', { sessionId: 's1', reason: 'x', on: '2018-03-01' })),
    ],
    ['scheduleChanged', () => batch(...schedule).when(review('mode', { on: '2018-03-01' }))],
    [
      'modeReviewed',
      () =>
        batch(...schedule, reviewed('curriculum', true, '2018-03-03'), reviewed('mode')).when(
          tell('OpenEnrolment', { on: '2018-03-04' }),
          booked(),
        ),
    ],
    [
      'placeBooked',
      () => {
        const { instructors } = booked()
        const { rooms } = booked('2018-03-13')
        return batch(...schedule, reviewed('curriculum'), reviewed('mode')).when(tell('OpenEnrolment'), {
          instructors,
          rooms,
        })
      },
    ],
    [
      'enrolmentOpened',
      () => batch(...openBatch).when(tell('TakeSeat', { traineeId: 't1', on: '2018-03-07' }), { person: villager }),
    ],
    [
      'selected',
      () =>
        batch(...openBatch).when(tell('TakeSeat', { traineeId: 't1' }), {
          person: { ...villager, selectedOn: day('2018-03-13') },
        }),
    ],
    [
      'seatTaken',
      () =>
        batch(...openBatch, seated('t1')).when(tell('ReleaseSeat', { traineeId: 't1', reason: 'x', on: '2018-03-09' })),
    ],
    [
      'lastSeatTaken',
      () => batch(...openBatch, seated('t1')).when(tell('StartBatch', { on: '2018-03-09' }), commission),
    ],
    ['batchStarted', () => batch(...runningBatch).when(tell('GiveFeedback', { traineeId: 't1', rating: 3 }))],
    [
      'sessionDelivered',
      () =>
        batch(...taughtBatch).when(
          tell('CorrectAttendance', { sessionId: 's3', traineeId: 't1', present: true, reason: 'x', on: '2018-03-20' }),
        ),
    ],
    ['lastEntry', () => batch(...taughtBatch, reviewed('effectiveness', false, '2018-03-27')).when(closing)],
  ])('%s', (name, decide) => {
    const [rule, evidence] = restsOn(decide())
    expect(rule).toBe('G3')
    expect(JSON.stringify(evidence)).toContain(name)
  })
})
