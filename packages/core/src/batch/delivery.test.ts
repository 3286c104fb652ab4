import { day } from '@skein/kernel'
import { describe, expect, it } from 'vitest'
import {
  by,
  cancelled,
  commissionedBase,
  delivered,
  openBatch,
  policy,
  reviewed,
  runningBatch,
  schedule,
  seated,
  selectedVillager,
  send,
  sendSchedule,
  started,
  taughtBatch,
  viewsToSchedule,
} from '../../test/batches.js'
import { given } from '../../test/given.js'
import * as Batch from './index.js'

const batch = (...events: readonly unknown[]) => given(Batch.aggregate, ...events)
const commission = { base: commissionedBase }
const review = (gate: string, changes: object = {}) =>
  send('ReviewGate', { gate, passed: true, findings: [], by, ...changes })
const closing = send('CloseBatch', { on: '2018-03-26' })

describe('seats and deliveries', () => {
  const takeSeat = send('TakeSeat', { traineeId: 't1' })

  it('S5 gives seats to selected, active people of the audience', () => {
    const decisionFor = (person: object) =>
      batch(...openBatch).when(takeSeat, { person: { ...selectedVillager, ...person } })
    const { selectedOn: _, ...unselected } = selectedVillager
    expect(batch(...openBatch).when(takeSeat, { person: unselected }).evidence).toEqual({ selected: false })
    expect(decisionFor({ status: 'withdrawn' }).evidence).toEqual({ status: 'withdrawn' })
    expect(decisionFor({ category: 'veteran' }).evidence).toEqual({ category: 'veteran', audience: 'villager' })
    expect(decisionFor({ category: 'veteran' }).rule).toBe('S5')
    expect(decisionFor({}).events).toHaveLength(1)
  })

  it('T3 lets a person board only at an open dormitory of the base', () => {
    const board = send('TakeSeat', { traineeId: 't1', dormitoryId: 'd1' })
    const boarding = (dormitory: object) => batch(...openBatch).when(board, { person: selectedVillager, dormitory })
    const openedOn = day('2018-01-01')
    expect(boarding({}).rule).toBe('T3')
    expect(boarding({ openedOn, kind: 'classroom' }).evidence).toMatchObject({ kind: 'classroom' })
    expect(boarding({ openedOn, kind: 'dormitory', closedOn: day('2018-03-01') }).rule).toBe('T3')
    expect(boarding({ openedOn, kind: 'dormitory' }).events).toHaveLength(1)
  })

  it('T8 accepts entries only of seated people, and an assessment and a feedback once each', () => {
    expect(batch(...schedule).when(takeSeat, { person: selectedVillager }).evidence).toEqual({ enrolmentOpened: false })
    const late = batch(...openBatch, started).when(send('TakeSeat', { traineeId: 't1', on: '2018-03-19' }), {
      person: selectedVillager,
    })
    expect([late.rule, late.evidence]).toEqual(['T8', { startedOn: '2018-03-19' }])
    const day1 = { on: '2018-03-19' }
    for (const command of [
      send('DeliverSession', { sessionId: 's1', present: ['t1', 't9'], ...day1 }),
      send('RecordAssessment', { traineeId: 't9', score: 80, ...day1 }),
      send('GiveFeedback', { traineeId: 't9', rating: 4, ...day1 }),
    ]) {
      const notSeated = batch(...runningBatch).when(command)
      expect([notSeated.rule, notSeated.evidence]).toEqual(['T8', { traineeId: 't9', seated: false }])
    }
    const correction = send('CorrectAttendance', {
      sessionId: 's1',
      traineeId: 't9',
      present: true,
      reason: 'slip',
      on: '2018-03-22',
    })
    expect(batch(...taughtBatch).when(correction).rule).toBe('T8')
    const scored = batch(...runningBatch).when(send('RecordAssessment', { traineeId: 't1', score: 80, ...day1 }))
    expect(scored.when(send('RecordAssessment', { traineeId: 't1', score: 90, ...day1 })).evidence).toEqual({
      traineeId: 't1',
      alreadyScored: 80,
    })
    expect(scored.when(send('RecordAssessment', { traineeId: 't1', score: 80, ...day1 })).events).toEqual([])
    const another = scored.when(send('RecordAssessment', { traineeId: 't1', score: 80, on: '2018-03-20' }))
    expect([another.rule, another.evidence]).toEqual(['T8', { traineeId: 't1', alreadyScored: 80 }])
    const rated = batch(...runningBatch).when(send('GiveFeedback', { traineeId: 't1', rating: 4, ...day1 }))
    const again = rated.when(send('GiveFeedback', { traineeId: 't1', rating: 5, ...day1 }))
    expect([again.rule, again.evidence]).toEqual(['T8', { traineeId: 't1', alreadyRated: 4 }])
  })

  it('T14 delivers a session once, after the start and on its date; a delivered one is not cancelled', () => {
    const deliver = (on: string, present = ['t1']) => send('DeliverSession', { sessionId: 's1', present, on })
    const seats = [...openBatch, seated('t1'), seated('t2')]
    expect(batch(...seats).when(deliver('2018-03-19')).evidence).toEqual({ sessionId: 's1', started: false })
    const wrong = batch(...runningBatch).when(deliver('2018-03-20'))
    expect([wrong.rule, wrong.evidence]).toEqual(['T14', { sessionId: 's1', on: '2018-03-20', date: '2018-03-19' }])
    expect(batch(...taughtBatch).when(deliver('2018-03-19')).evidence).toEqual({
      sessionId: 's1',
      deliveredOn: '2018-03-19',
    })
    const cancel = send('CancelSession', { sessionId: 's1', reason: 'notHeld', on: '2018-03-22' })
    expect(batch(...taughtBatch).when(cancel).rule).toBe('T14')
  })
})

describe('the end of a batch', () => {
  it('T10 closes after every session is delivered or cancelled, one is delivered, and effectiveness is reviewed', () => {
    const effectiveness = reviewed('effectiveness', false, '2018-03-24')
    const open = batch(...runningBatch, delivered('s1', ['t1']), effectiveness).when(closing)
    expect([open.rule, open.evidence]).toEqual(['T10', { sessionId: 's2', date: '2018-03-20', delivered: false }])
    const missed = ['s1', 's2', 's3'].map((sessionId) => cancelled(sessionId, 'notHeld', '2018-03-22'))
    expect(batch(...runningBatch, ...missed, effectiveness).when(closing).evidence).toEqual({
      sessionsDelivered: 0,
      required: 1,
    })
    expect(batch(...taughtBatch).when(closing).evidence).toEqual({ gate: 'effectiveness', reviewed: false })
    expect(batch(...taughtBatch, effectiveness).when(closing).events).toHaveLength(1)
  })

  it('T11 passes the effectiveness gate with enough feedback and a high enough mean rating', () => {
    const rated = (traineeId: string, rating: number) => ({
      type: 'FeedbackGiven',
      data: { traineeId, rating, on: '2018-03-23' },
    })
    const reviewAfter = (...events: readonly unknown[]) =>
      batch(...taughtBatch, ...events).when(review('effectiveness', { on: '2018-03-24' }), {
        policy: policy({ minFeedbackShare: 1 }),
      })
    expect([reviewAfter().rule, reviewAfter().evidence]).toEqual([
      'T11',
      { feedback: 0, seated: 2, minFeedbackShare: 1 },
    ])
    expect(reviewAfter(rated('t1', 5)).rule).toBe('T11')
    expect(reviewAfter(rated('t1', 4), rated('t2', 2)).evidence).toEqual({ meanRating: 3, minMeanRating: 3.5 })
    expect(reviewAfter(rated('t1', 4), rated('t2', 3)).events).toHaveLength(1)
    const failed = batch(...taughtBatch).when(review('effectiveness', { passed: false, on: '2018-03-24' }))
    expect(failed.events).toHaveLength(1)
    const withoutFeedback = batch(...taughtBatch).when(review('effectiveness', { on: '2018-03-24' }), {
      policy: policy({ minFeedbackShare: 0 }),
    })
    expect([withoutFeedback.rule, withoutFeedback.evidence]).toEqual([
      'T11',
      { feedback: 0, seated: 2, minFeedbackShare: 0 },
    ])
  })

  it('G7 finds a recorded release of a seat that is not taken', () => {
    const evidenceAfter =
      (...events: readonly unknown[]) =>
      (traineeId: string, attempt: number | undefined) => {
        const released = { type: 'SeatReleased', data: { traineeId, attempt, reason: 'ill', on: '2018-03-11' } }
        const g7 = Batch.rules.find(({ id, on }) => id === 'G7' && on.includes('SeatReleased'))
        const views = {
          ...Batch.decider.absentViews,
          id: 'k1',
          recordedOn: day('2018-04-01'),
          revision: 1,
          byProcess: false,
        }
        return g7?.breach(Batch.Events.Event.parse(released), batch(...events).state, views)
      }
    const seats = evidenceAfter(...openBatch, seated('t1', { attempt: 2 }))
    expect([seats('t1', 2), seats('t1', undefined)]).toEqual([undefined, undefined])
    expect(seats('t1', 1)).toEqual({ traineeId: 't1', attempt: 1, currentAttempt: 2 })
    expect(seats('t2', 1)).toEqual({ traineeId: 't2', seated: false })
  })

  it('G5 and T12 refuse new entries and changes after the end', () => {
    const closed = batch(...taughtBatch, reviewed('effectiveness', false, '2018-03-24')).when(closing)
    const on = '2018-03-27'
    for (const [command, views] of [
      [sendSchedule('s2', { sessionId: 's4', on }), viewsToSchedule('s2')],
      [review('mode', { passed: false, on }), {}],
      [send('RecordAssessment', { traineeId: 't1', score: 5, on }), {}],
      [send('CancelBatch', { reason: 'rain', on }), {}],
      [send('CloseBatch', { on }), { policy: policy({ minAttendance: 0 }) }],
    ] as const) {
      const more = closed.when(command, views)
      expect([more.rule, more.evidence]).toEqual(['G5', { closedOn: '2018-03-26' }])
    }
    expect(closed.when(closing).events).toEqual([])
    expect(closed.when(send('CloseBatch', { on })).rule).toBe('G5')
    for (const command of [
      send('CorrectAttendance', { sessionId: 's1', traineeId: 't1', present: false, reason: 'slip', on }),
      send('ReleaseSeat', { traineeId: 't1', reason: 'ill', on }),
      send('CancelSession', { sessionId: 's1', reason: 'notHeld', on }),
    ]) {
      const change = closed.when(command)
      expect([change.rule, change.evidence]).toEqual(['T12', { closedOn: '2018-03-26' }])
    }
    const cancelledBatch = batch(...openBatch, seated('t1')).when(send('CancelBatch', { reason: 'flood' }))
    expect(cancelledBatch.when(send('StartBatch', { on }), commission).evidence).toEqual({ cancelledOn: '2018-03-12' })
    expect(cancelledBatch.when(send('ReleaseSeat', { traineeId: 't1', reason: 'ill', on })).rule).toBe('T12')
  })

  it('T13 cancels a batch only before its first delivery', () => {
    const cancel = send('CancelBatch', { reason: 'flood', on: '2018-03-22' })
    expect(batch(...runningBatch).when(cancel).events).toHaveLength(1)
    const taught = batch(...taughtBatch).when(cancel)
    expect([taught.rule, taught.evidence]).toEqual(['T13', { sessionId: 's1', deliveredOn: '2018-03-19' }])
  })
})
