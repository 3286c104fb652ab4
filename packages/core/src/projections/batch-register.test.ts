import { test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { foldWithInterruptions, interleave } from '../../test/fold-projection.js'
import {
  batch,
  calledOff,
  corrected,
  dropped,
  finished,
  held,
  opened,
  planned,
  reviewed,
  seated,
  session,
  started,
  unseated,
} from '../../test/sample-base.js'
import { somePicks, someStops } from '../../test/sample-journeys.js'
import { someBase } from '../../test/some-base.js'
import { batchRegister } from './batch-register.js'

const register = (...events: Parameters<typeof batch>[1][]) =>
  foldWithInterruptions(batchRegister, batch('k1', ...events)).get('k1')

const schedule = [
  session('s1', { component: 'partySpirit', kind: 'theory', hours: 1.5 }),
  session('s2', { hours: 3, requestedBy: ['t1'] }),
  session('s3', { hours: 3 }),
  session('s4', { component: 'practice', kind: 'fieldVisit' }),
]
const running = [
  planned(),
  ...schedule,
  dropped('s4'),
  opened,
  seated('t1', { dormitoryId: 'd1' }),
  seated('t2'),
  started,
]

describe('batchRegister', () => {
  test('gives the seats, sessions and hours of a running batch', () => {
    expect(register(...running)).toMatchObject({
      status: 'running',
      statusOn: '2018-03-20',
      seats: { numerator: 2, denominator: 50 },
      boarding: 1,
      sessions: { scheduled: 3, delivered: 0, cancelled: 1 },
      hours: {
        planned: { total: 7.5, byComponent: { partySpirit: 1.5, skills: 6 }, byKind: { handsOn: 6, theory: 1.5 } },
        delivered: { total: 0 },
      },
      partySpirit: { numerator: 1.5, denominator: 7.5, rate: 0.2 },
      requestedSkills: { numerator: 1, denominator: 2 },
      attendance: { numerator: 0, denominator: 0, rate: null },
    })
  })

  test('counts the hours present of the hours delivered, of seated people, as corrected', () => {
    const attended = [...running, held('s1', ['t1', 't2', 'stranger']), held('s2', ['t1']), corrected('s2', 't2', true)]
    expect(register(...attended)?.attendance).toEqual({ numerator: 9, denominator: 9, rate: 1 })
    expect(register(...attended, corrected('s1', 't2', false))?.attendance.numerator).toBe(7.5)
    expect(register(...attended, unseated('t2'))?.attendance).toEqual({ numerator: 4.5, denominator: 4.5, rate: 1 })
  })

  test('keeps the attendance and lists the results after the closing', () => {
    const results = [
      { traineeId: 't2', attendance: 1 / 3, hours: 1.5, completed: false, reason: 'attendance' },
      { traineeId: 't1', attendance: 1, hours: 4.5, score: 80, completed: true },
    ]
    const doc = register(...running, held('s1', ['t1', 't2']), held('s2', ['t1']), dropped('s3'), finished(results))
    expect(doc).toMatchObject({
      status: 'closed',
      attendance: { numerator: 6, denominator: 9 },
      completed: { numerator: 1, denominator: 2, rate: 0.5 },
    })
    expect(doc?.results.map(({ traineeId }) => traineeId)).toEqual(['t1', 't2'])
  })

  test('counts the scores and ratings of seated people only', () => {
    const doc = register(
      ...running,
      held('s1', ['t1', 't2']),
      { type: 'AssessmentRecorded', data: { traineeId: 't1', score: 60, on: '2018-03-29' } },
      { type: 'AssessmentRecorded', data: { traineeId: 't1', score: 80, on: '2018-03-29' } },
      { type: 'FeedbackGiven', data: { traineeId: 't1', rating: 5, note: 'a note about people', on: '2018-03-29' } },
      { type: 'FeedbackGiven', data: { traineeId: 't2', rating: 2, on: '2018-03-29' } },
      unseated('t2'),
    )
    expect(doc).toMatchObject({
      assessed: { numerator: 1, denominator: 1 },
      meanScore: 80,
      feedback: { numerator: 1, denominator: 1 },
      meanRating: 5,
      ratings: [0, 0, 0, 0, 1],
    })
    expect(JSON.stringify(doc)).not.toContain('a note')
  })

  test('marks a review as lapsed after a change of the schedule, until it is repeated; not after the opening', () => {
    const lapsed = (...events: Parameters<typeof batch>[1][]) =>
      register(planned(), ...events)?.gates.map(({ gate, passed, lapsed }) => [gate, passed, lapsed])
    expect(lapsed(reviewed('mode'), reviewed('curriculum', false), session('s1', { on: '2018-03-05' }))).toEqual([
      ['curriculum', false, true],
      ['mode', true, true],
    ])
    const changed = session('s1', { on: '2018-03-05' })
    expect(lapsed(reviewed('mode'), changed, reviewed('mode'), opened, dropped('s1', '2018-03-07'))).toEqual([
      ['mode', true, false],
    ])
  })

  // found by the property below: a release after the closing left more hours present than hours of the seated
  test('counts the people who were seated at the closing, whatever a log says of seats after it', () => {
    const closed = [planned(), seated('t1'), session('s1'), held('s1', ['t1']), finished()]
    expect(register(...closed, unseated('t1', '2018-03-31'))).toEqual(register(...closed))
    expect(register(...closed)?.attendance).toMatchObject({ numerator: 3, denominator: 3 })
  })

  test('has only cancelled sessions in a cancelled batch', () => {
    expect(register(planned(), ...schedule, calledOff)).toMatchObject({
      status: 'cancelled',
      sessions: { scheduled: 0, delivered: 0, cancelled: 4 },
      hours: { planned: { total: 0, byComponent: {} } },
    })
  })

  test.prop([someBase, somePicks, someStops])(
    'parts never exceed their wholes, after any events',
    (area, picks, flushAfter) => {
      for (const doc of foldWithInterruptions(batchRegister, interleave(area, picks), { flushAfter }).values()) {
        for (const part of [
          doc.attendance,
          doc.feedback,
          doc.assessed,
          doc.partySpirit,
          doc.requestedSkills,
          doc.completed,
        ])
          expect(part.numerator >= 0 && part.numerator <= part.denominator).toBe(true)
        expect(doc.hours.delivered.total).toBeLessThanOrEqual(doc.hours.planned.total)
        expect(doc.boarding).toBeLessThanOrEqual(doc.seats.numerator)
      }
    },
  )
})
