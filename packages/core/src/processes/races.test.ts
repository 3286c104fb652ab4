// Everybody acts on one day, on facts that may be a moment old, and the processes run in any order. Once nothing is
// left to do, no household keeps a mentor, no person an enrolment and no room a booking whose other side is over.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inconsistencies } from '../../test/consistency.js'
import * as Programme from '../../test/scenario.js'
import { createWorld, shuffledBy, type World } from '../../test/settle.js'
import { domain } from '../domain.js'

const on = '2018-06-01'
const dayBefore = '2018-05-31'
const sessionIds = ['s1', 's2', 's3'] as const
const told = (type: string, data: object) => ({ type, data: { on, ...data } })
const leads = ['t1', 't2']
const trainees = [...leads, 't3', 't4', 't5']
const households = ['h1', 'h2']
const periods = { s1: 'morning', s2: 'afternoon', s3: 'evening' } as const

/** Two opened batches on one day, a third one taught the day before and not yet closed, two leads ready to sign, one agreement already running. */
const prepared = (runners: number): World => {
  const made = createWorld({ ...domain, runners })
  const then = (...commands: readonly unknown[]): void => {
    for (const command of commands) {
      made.must(command)
      made.settle()
    }
  }
  then(...Programme.base(), ...trainees.flatMap(Programme.trainee), ...Programme.planned('k1'), ...Programme.open('k1'))
  then(
    ...leads.map((id) => Programme.takeSeat('k1', id)),
    ...Programme.taught('k1', leads),
    ...leads.flatMap(Programme.lead),
  )
  then(...households.map((id) => Programme.household(id)), Programme.sign('a1', 't1'), Programme.place('a1', 'h1'))
  for (const [batchId, date, places] of [
    ['k2', on, { instructorId: 'i1', placeId: 'room' }],
    ['k3', on, { instructorId: 'i2', placeId: 'field' }],
    ['k4', dayBefore, { instructorId: 'i1', placeId: 'room' }],
  ] as const) {
    then(Programme.plan(batchId, { seats: 2, startsOn: date, endsOn: date }))
    for (const sessionId of sessionIds)
      then(Programme.session(batchId, sessionId, { ...places, date, period: periods[sessionId] }))
    then(...Programme.open(batchId))
  }
  then(Programme.takeSeat('k4', 't3', { dormitoryId: 'dorm' }), told('StartBatch', { batchId: 'k4', on: dayBefore }))
  for (const sessionId of sessionIds)
    then(told('DeliverSession', { batchId: 'k4', sessionId, present: ['t3'], on: dayBefore }))
  then(Programme.gate('k4', 'effectiveness', false, dayBefore))
  return made
}

const batchId = fc.constantFrom('k2', 'k3')
const traineeId = fc.constantFrom(...trainees)
const agreementId = fc.constantFrom('a1', 'a2', 'a3')
const householdId = fc.constantFrom(...households)
const sessionId = fc.constantFrom(...sessionIds)
const reason = fc.constant('asked')
const weighted = (weight: number, arbitrary: fc.Arbitrary<unknown>) => ({ weight, arbitrary })
const telling = (type: string, data: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record(data).map((fields) => told(type, fields))

const command: fc.Arbitrary<unknown> = fc.oneof(
  weighted(6, telling('TakeSeat', { batchId, traineeId })),
  weighted(4, telling('TakeSeat', { batchId, traineeId, dormitoryId: fc.constant('dorm') })),
  weighted(3, telling('ReleaseSeat', { batchId, traineeId, reason })),
  weighted(
    3,
    fc
      .tuple(
        batchId,
        sessionId,
        fc.constantFrom('s4', 's5'),
        fc.constantFrom('i1', 'i2'),
        fc.constantFrom('room', 'pen'),
      )
      .map(([id, like, another, instructorId, placeId]) =>
        Programme.session(id, like, { sessionId: another, instructorId, placeId, date: on, on }),
      ),
  ),
  weighted(3, telling('CancelSession', { batchId, sessionId: fc.constantFrom('s1', 's4', 's5'), reason })),
  weighted(1, telling('StartBatch', { batchId })),
  weighted(1, telling('DeliverSession', { batchId, sessionId, present: fc.constant([]) })),
  weighted(2, telling('CloseBatch', { batchId: fc.constant('k4') })),
  weighted(1, telling('ReleaseSeat', { batchId: fc.constant('k4'), traineeId: fc.constant('t3'), reason })),
  weighted(1, telling('CancelBatch', { batchId, reason })),
  weighted(
    3,
    fc.tuple(agreementId, fc.constantFrom(...leads)).map(([id, mentorId]) => Programme.sign(id, mentorId, { on })),
  ),
  weighted(
    6,
    fc.tuple(agreementId, householdId).map(([id, household]) => Programme.place(id, household, on)),
  ),
  weighted(3, telling('ReleaseHousehold', { agreementId, householdId, reason })),
  weighted(2, telling('CompleteAgreement', { agreementId })),
  weighted(1, telling('TerminateAgreement', { agreementId, reason })),
  weighted(1, telling('Withdraw', { traineeId, reason })),
  weighted(1, telling('Disqualify', { traineeId, reason })),
)

const race = fc.record({
  commands: fc.array(command, { minLength: 5, maxLength: 30, size: 'max' }),
  order: fc.nat(),
  runners: fc.constantFrom(1, 2),
})

describe('whatever overtakes what', () => {
  it('M7, M9, M10 and every pair of streams agree once it has settled', () => {
    fc.assert(
      fc.property(race, ({ commands, order, runners }) => {
        const made = prepared(runners)
        made.submit(...commands)
        made.settle(shuffledBy(order))
        expect(inconsistencies(made)).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  it('meets what it is about: refused bookings, seats, beds, placements and mentors, and endings that came first', () => {
    const happened = new Map<string, number>()
    const runs = fc.sample(race, { numRuns: 300, seed: 2018 })
    for (const { commands, order } of runs) {
      const made = prepared(1)
      const before = count(made)
      made.submit(...commands)
      made.settle(shuffledBy(order))
      const after = count(made)
      for (const what of after.keys())
        if ((after.get(what) ?? 0) > (before.get(what) ?? 0)) happened.set(what, (happened.get(what) ?? 0) + 1)
    }
    const compensations = [
      'SessionCancelled bookingRefused',
      'SeatReleased enrolmentRefused',
      'SeatReleased bedRefused',
      'PlacementDeclined mentorRefused',
      'AgreementTerminated mentoringRefused',
      'MentorEnded placementOver',
      'EnrolmentEnded seatReleased',
      'TrainingCompleted ',
    ]
    expect(compensations.filter((what) => (happened.get(what) ?? 0) === 0)).toEqual([])
  })
})

const count = (world: World): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const { type, data } of [...world.streams.values()].flat()) {
    const what = `${type} ${'reason' in data ? data.reason : ''}`
    counts.set(what, (counts.get(what) ?? 0) + 1)
  }
  return counts
}
