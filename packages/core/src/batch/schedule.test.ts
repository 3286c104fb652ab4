import { day } from '@skein/kernel'
import { describe, expect, it } from 'vitest'
import {
  by,
  cancelled,
  commissionedBase,
  delivered,
  openBatch,
  opened,
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

const batch = (...events: readonly unknown[]) => given(Batch.aggregate, ...events)
const commission = { base: commissionedBase }
const review = (gate: string, changes: object = {}) =>
  send('ReviewGate', { gate, passed: true, findings: [], by, ...changes })
const closing = send('CloseBatch', { on: '2018-03-26' })

describe('planning a batch', () => {
  it('G6 happens once, before any other event', () => {
    expect(batch().when(send('OpenEnrolment')).rule).toBe('G6')
    expect(batch(planned()).when(send('PlanBatch', { ...plan, seats: 1 }), commission).rule).toBe('G6')
  })

  it('T2 keeps within the seats of the policy, the room and the batch', () => {
    const many = batch().when(send('PlanBatch', { ...plan, seats: 51 }), { ...commission, policy: policy() })
    expect([many.rule, many.evidence]).toEqual(['T2', { seats: 51, batchSeats: 50 }])
    const small = { ...viewsToSchedule('s1'), room: { ...viewsToSchedule('s1').room, seats: 1 } }
    const tight = batch(planned()).when(sendSchedule('s1'), small)
    expect([tight.rule, tight.evidence]).toEqual(['T2', { placeId: 'room', roomSeats: 1, seats: 2 }])
    const field = { ...viewsToSchedule('s1'), room: { openedOn: day('2018-01-10') } }
    expect(batch(planned()).when(sendSchedule('s1'), field).events).toHaveLength(1)
    const full = batch(...openBatch, seated('t1'), seated('t2')).when(send('TakeSeat', { traineeId: 't3' }), {
      person: selectedVillager,
    })
    expect([full.rule, full.evidence]).toEqual(['T2', { taken: 2, seats: 2 }])
  })

  it('T7 has all sessions within its dates', () => {
    const reversed = batch().when(send('PlanBatch', { ...plan, endsOn: '2018-03-18' }), commission)
    expect([reversed.rule, reversed.evidence]).toEqual(['T7', { startsOn: '2018-03-19', endsOn: '2018-03-18' }])
    const short = batch().when(send('PlanBatch', { ...plan, endsOn: plan.startsOn }), commission)
    expect(short.events).toHaveLength(1)
    for (const date of ['2018-03-18', '2018-03-24'])
      expect(batch(planned()).when(sendSchedule('s1', { date }), viewsToSchedule('s1')).rule).toBe('T7')
    for (const date of ['2018-03-19', '2018-03-23'])
      expect(batch(planned()).when(sendSchedule('s1', { date }), viewsToSchedule('s1')).events).toHaveLength(1)
  })

  it('C2 refuses a withdrawn course', () => {
    const withdrawn = {
      ...viewsToSchedule('s1'),
      course: { ...viewsToSchedule('s1').course, withdrawnOn: day('2018-02-01') },
    }
    const decision = batch(planned()).when(sendSchedule('s1'), withdrawn)
    expect([decision.rule, decision.evidence]).toEqual(['C2', { courseId: 'course-s1', withdrawnOn: '2018-02-01' }])
  })

  it('I3 requires an instructor who teaches the subject, and everything of one base', () => {
    const other = { ...viewsToSchedule('s1').instructor, subjects: ['morels'] }
    expect(batch(planned()).when(sendSchedule('s1'), { ...viewsToSchedule('s1'), instructor: other }).rule).toBe('I3')
    for (const foreign of [
      { course: { ...viewsToSchedule('s1').course, baseId: 'b2' } },
      { instructor: { ...viewsToSchedule('s1').instructor, baseId: 'b2' } },
    ]) {
      const decision = batch(planned()).when(sendSchedule('s1'), { ...viewsToSchedule('s1'), ...foreign })
      expect(decision.rule).toBe('I3')
      expect(decision.evidence).toMatchObject({ batchBase: 'b1' })
    }
  })

  it('B4 refuses a closed place', () => {
    const closed = { ...viewsToSchedule('s1'), room: { ...viewsToSchedule('s1').room, closedOn: day('2018-03-15') } }
    expect(batch(planned()).when(sendSchedule('s1'), closed).rule).toBe('B4')
  })

  it('T4 opens after the current schedule passed both gates and everything is booked', () => {
    const open = send('OpenEnrolment')
    const passed = [...schedule, reviewed('curriculum'), reviewed('mode')]
    expect(batch(...passed).when(open, viewsToOpen()).events).toHaveLength(1)
    for (const events of [
      schedule,
      [...schedule, reviewed('mode')],
      [...schedule, reviewed('curriculum')],
      [...passed, reviewed('mode', false)],
      [...passed, scheduled('s2', { sessionId: 's4', on: '2018-03-06' })],
      [...passed, cancelled('s2', 'rain', '2018-03-06')],
    ])
      expect(batch(...events).when(open, viewsToOpen()).rule).toBe('T4')
    const failed = batch(...passed, reviewed('mode', false)).when(open, viewsToOpen())
    expect(failed.evidence).toEqual({ gate: 'mode', reviewedSinceLastChange: true, passed: false })
    const noTeacher = batch(...passed).when(open, { ...viewsToOpen(), instructors: new Map() })
    expect([noTeacher.rule, noTeacher.evidence]).toEqual([
      'T4',
      { sessionId: 's1', instructorId: 'i1', instructorBooked: false },
    ])
    const noRoom = batch(...passed).when(open, { ...viewsToOpen(), rooms: new Map() })
    expect([noRoom.rule, noRoom.evidence]).toEqual(['T4', { sessionId: 's1', placeId: 'room', placeBooked: false }])
    const replaced = [
      planned(),
      scheduled('s1'),
      scheduled('s2'),
      scheduled('s3'),
      cancelled('s1', 'rain', '2018-03-03'),
    ]
    const spare = [...replaced, scheduled('s1', { sessionId: 's4' }), reviewed('curriculum'), reviewed('mode')]
    const { instructors, rooms } = viewsToOpen()
    instructors.delete('s1')
    expect(batch(...spare).when(open, { instructors, rooms }).events).toHaveLength(1)
  })

  it('T5 requires all three components, party spirit first and long enough', () => {
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
    const quarter = { policy: policy({ minPartySpiritShare: 1 / 4 }) }
    const exactlyAQuarter = [
      planned(),
      scheduled('s1', { hours: 2 }),
      scheduled('s2', { hours: 4 }),
      scheduled('s3', { hours: 2 }),
    ]
    expect(batch(...exactlyAQuarter).when(review('mode'), quarter).events).toHaveLength(1)
  })

  it('T6 requires real requests, enough requested sessions, and new session ids', () => {
    const unasked = batch(planned()).when(sendSchedule('s2', { requestedBy: ['t1', 't2'] }), viewsToSchedule('s2'))
    expect([unasked.rule, unasked.evidence]).toEqual(['T6', { traineeId: 't2', subject: 'morels', requested: false }])
    const notRequested = ['s4', 's5'].map((sessionId) => scheduled('s2', { sessionId, requestedBy: [] }))
    const few = batch(...schedule, ...notRequested).when(review('curriculum'), { policy: policy() })
    expect([few.rule, few.evidence]).toEqual([
      'T6',
      { requestedSkillsSessions: 1, skillsSessions: 3, minRequestedShare: 0.5 },
    ])
    expect(
      batch(...schedule, ...notRequested.slice(1)).when(review('curriculum'), { policy: policy() }).events,
    ).toHaveLength(1)
    expect(batch(...schedule, ...notRequested).when(review('curriculum', { passed: false })).events).toHaveLength(1)
    expect(batch(...schedule, ...notRequested).when(review('mode'), { policy: policy() }).events).toHaveLength(1)
    const again = batch(...schedule, cancelled('s1', 'rain', '2018-03-06')).when(
      sendSchedule('s1', { on: '2018-03-07' }),
      viewsToSchedule('s1'),
    )
    expect([again.rule, again.evidence]).toEqual(['T6', { sessionId: 's1', cancelledOn: '2018-03-06' }])
  })

  it('B5 starts only at a commissioned base', () => {
    const full = batch(...openBatch, seated('t1'))
    const start = send('StartBatch')
    const unready = full.when(start, { base: { foundedOn: day('2017-10-01') } })
    expect([unready.rule, unready.evidence]).toEqual(['B5', { on: '2018-03-12', commissioned: false }])
    expect(full.when(start, commission).events).toHaveLength(1)
  })
})

describe('after enrolment opened', () => {
  const cancel = (sessionId: string, reason: string, on = '2018-03-12') =>
    send('CancelSession', { sessionId, reason, on })

  it('T5 and T6 refuse a change after which they would not hold', () => {
    expect(batch(...openBatch).when(cancel('s3', 'rain')).evidence).toEqual({ missing: 'practice' })
    expect(batch(...openBatch).when(cancel('s1', 'rain')).rule).toBe('T5')
    const extra = batch(...openBatch, scheduled('s3', { sessionId: 's4', on: '2018-03-09' }))
    expect(extra.when(cancel('s4', 'rain')).events).toHaveLength(1)
    const early = sendSchedule('s3', { sessionId: 's4', date: '2018-03-19', on: '2018-03-09' })
    const opening = scheduled('s1', { period: 'afternoon' })
    const { rule } = batch(
      planned(),
      opening,
      scheduled('s2'),
      scheduled('s3'),
      reviewed('curriculum'),
      reviewed('mode'),
      opened,
    ).when(early, viewsToSchedule('s3'))
    expect(rule).toBe('T5')
    const unasked = ['s4', 's5'].map((sessionId) =>
      sendSchedule('s2', { sessionId, requestedBy: [], on: '2018-03-09' }),
    )
    const one = batch(...openBatch).when(unasked[0], viewsToSchedule('s2'))
    expect(one.events).toHaveLength(1)
    expect(one.when(unasked[1], viewsToSchedule('s2')).rule).toBe('T6')
  })

  it('T6 requires a replacement of a session lost to a refused booking before start and closing', () => {
    const lost = batch(...openBatch, seated('t1')).when(cancel('s2', 'bookingRefused'))
    const start = send('StartBatch', { on: '2018-03-19' })
    expect([lost.when(start, commission).rule, lost.when(start, commission).evidence]).toEqual([
      'T6',
      { awaitingReplacement: 's2' },
    ])
    const other = lost.when(sendSchedule('s3', { sessionId: 's5', on: '2018-03-13' }), viewsToSchedule('s3'))
    expect(other.when(start, commission).rule).toBe('T6')
    const replaced = lost.when(sendSchedule('s2', { sessionId: 's4', on: '2018-03-13' }), viewsToSchedule('s2'))
    expect(replaced.when(start, commission).events).toHaveLength(1)
    const running = batch(...taughtBatch, reviewed('effectiveness', true, '2018-03-24'))
    const more = running
      .when(sendSchedule('s2', { sessionId: 's4', date: '2018-03-23', on: '2018-03-24' }), viewsToSchedule('s2'))
      .when(cancel('s4', 'bookingRefused', '2018-03-24'))
    expect(more.when(closing).rule).toBe('T6')
  })

  it('replaces two lost sessions one by one', () => {
    const lost = batch(...openBatch)
      .when(cancel('s1', 'bookingRefused'))
      .when(cancel('s3', 'bookingRefused'))
    const one = lost.when(sendSchedule('s3', { sessionId: 's4', on: '2018-03-13' }), viewsToSchedule('s3'))
    expect(one.state.toReplace).toEqual(['s1'])
    const both = one.when(sendSchedule('s1', { sessionId: 's5', on: '2018-03-13' }), viewsToSchedule('s1'))
    expect(both.state.toReplace).toEqual([])
    expect(both.when(send('StartBatch', { on: '2018-03-19' }), commission).events).toHaveLength(1)
  })

  it('needs no replacement for a booking refused before the opening', () => {
    const { state } = batch(...schedule).when(cancel('s2', 'bookingRefused'))
    expect([state.toReplace, state.scheduleChanges]).toEqual([[], 4])
  })

  it('accepts lost sessions even under a stricter policy', () => {
    const stricter = { policy: policy({ minPartySpiritShare: 0.9 }) }
    expect(batch(...openBatch).when(cancel('s2', 'rain'), stricter).rule).toBe('T5')
    expect(batch(...openBatch).when(cancel('s2', 'bookingRefused'), stricter).events).toHaveLength(1)
    const missed = batch(...runningBatch).when(cancel('s2', 'notHeld', '2018-03-21'), stricter)
    expect(missed.events).toHaveLength(1)
  })

  it('accepts the cancellation of a session that was not held, after its date, and later changes', () => {
    const [taught, missed] = [delivered('s1', ['t1']), cancel('s3', 'notHeld', '2018-03-22')]
    const running = batch(...runningBatch, taught)
    expect(running.when(cancel('s3', 'notHeld', '2018-03-21')).rule).toBe('T5')
    expect(running.when(cancel('s3', 'rain', '2018-03-22')).rule).toBe('T5')
    const after = running.when(missed)
    expect(after.events).toHaveLength(1)
    const makeUp = sendSchedule('s2', { sessionId: 's4', date: '2018-03-23', on: '2018-03-22' })
    expect(after.when(makeUp, viewsToSchedule('s2')).events).toHaveLength(1)
  })
})
