// Many commands on one day are decided on views that may be outdated, and processes run in any order. When nothing is
// left to do, no mentor, enrolment or booking remains whose other side has ended.
import { domain } from '@skein/core'
import { day } from '@skein/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { World } from '../../src/domain/world.js'
import { inconsistencies } from './consistency.js'
import * as Scenario from './scenario.js'
import { shuffledBy } from './steps.js'

const on = '2018-06-01'
const dayBefore = '2018-05-31'
const sessionIds = ['s1', 's2', 's3'] as const
const command = (type: string, data: object) => ({ type, data: { on, ...data } })
const leads = ['t1', 't2']
const trainees = [...leads, 't3', 't4', 't5']
const households = ['h1', 'h2']
const periods = { s1: 'morning', s2: 'afternoon', s3: 'evening' } as const

/**
 * Two open batches on one day, a third one delivered the day before and not closed yet, two lead households ready to
 * sign, and one active agreement.
 */
const prepared = (runners: number): World => {
  const world = new World({ ...domain, processes: Array(runners).fill(domain.processes).flat() }, day('2030-12-31'))
  const then = (...commands: readonly unknown[]) => world.must(...commands)
  then(...Scenario.base(), ...trainees.flatMap(Scenario.trainee), ...Scenario.planned('k1'), ...Scenario.open('k1'))
  then(
    ...leads.map((id) => Scenario.takeSeat('k1', id)),
    ...Scenario.taught('k1', leads),
    ...leads.flatMap(Scenario.lead),
  )
  then(...households.map((id) => Scenario.household(id)), Scenario.sign('a1', 't1'), Scenario.place('a1', 'h1'))
  for (const [batchId, date, places] of [
    ['k2', on, { instructorId: 'i1', placeId: 'room' }],
    ['k3', on, { instructorId: 'i2', placeId: 'field' }],
    ['k4', dayBefore, { instructorId: 'i1', placeId: 'room' }],
  ] as const) {
    then(Scenario.plan(batchId, { seats: 2, startsOn: date, endsOn: date }))
    for (const sessionId of sessionIds)
      then(Scenario.session(batchId, sessionId, { ...places, date, period: periods[sessionId] }))
    then(...Scenario.open(batchId))
  }
  then(Scenario.takeSeat('k4', 't3', { dormitoryId: 'dorm' }), command('StartBatch', { batchId: 'k4', on: dayBefore }))
  for (const sessionId of sessionIds)
    then(command('DeliverSession', { batchId: 'k4', sessionId, present: ['t3'], on: dayBefore }))
  then(Scenario.gate('k4', 'effectiveness', false, dayBefore))
  return world
}

const batchId = fc.constantFrom('k2', 'k3')
const traineeId = fc.constantFrom(...trainees)
const agreementId = fc.constantFrom('a1', 'a2', 'a3')
const householdId = fc.constantFrom(...households)
const sessionId = fc.constantFrom(...sessionIds)
const reason = fc.constant('asked')
const weighted = (weight: number, arbitrary: fc.Arbitrary<unknown>) => ({ weight, arbitrary })
const someCommand = (type: string, data: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record(data).map((fields) => command(type, fields))

const anyCommand: fc.Arbitrary<unknown> = fc.oneof(
  weighted(6, someCommand('TakeSeat', { batchId, traineeId })),
  weighted(4, someCommand('TakeSeat', { batchId, traineeId, dormitoryId: fc.constant('dorm') })),
  weighted(3, someCommand('ReleaseSeat', { batchId, traineeId, reason })),
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
        Scenario.session(id, like, { sessionId: another, instructorId, placeId, date: on, on }),
      ),
  ),
  weighted(3, someCommand('CancelSession', { batchId, sessionId: fc.constantFrom('s1', 's4', 's5'), reason })),
  weighted(1, someCommand('StartBatch', { batchId })),
  weighted(1, someCommand('DeliverSession', { batchId, sessionId, present: fc.constant([]) })),
  weighted(2, someCommand('CloseBatch', { batchId: fc.constant('k4') })),
  weighted(1, someCommand('CancelBatch', { batchId, reason })),
  weighted(
    3,
    fc.tuple(agreementId, fc.constantFrom(...leads)).map(([id, mentorId]) => Scenario.sign(id, mentorId, { on })),
  ),
  weighted(
    6,
    fc.tuple(agreementId, householdId).map(([id, household]) => Scenario.place(id, household, on)),
  ),
  weighted(3, someCommand('ReleaseHousehold', { agreementId, householdId, reason })),
  weighted(2, someCommand('CompleteAgreement', { agreementId })),
  weighted(1, someCommand('TerminateAgreement', { agreementId, reason })),
)

// A person leaves when the processes are idle: what a signature of the same day still causes would stand before the
// departure in that day, and its ends behind it.
const departure: fc.Arbitrary<unknown> = fc.oneof(
  someCommand('Withdraw', { traineeId, reason }),
  someCommand('Disqualify', { traineeId, reason }),
)

const race = fc.record({
  departures: fc.array(departure, { maxLength: 3 }),
  commands: fc.array(anyCommand, { minLength: 5, maxLength: 30, size: 'max' }),
  order: fc.nat(),
  runners: fc.constantFrom(1, 2),
})

describe('commands and processes in any order', () => {
  it('M7, M9, M10 all streams are consistent when the processes have finished', () => {
    fc.assert(
      fc.property(race, ({ commands, departures, order, runners }) => {
        const world = prepared(runners)
        for (const some of [commands, departures]) {
          for (const one of some) world.submit(one)
          world.settle(shuffledBy(order))
        }
        expect(inconsistencies(world)).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  it('covers refused bookings, seats, beds, placements and mentors, and endings before their starts', () => {
    const happened = new Map<string, number>()
    const runs = fc.sample(race, { numRuns: 300, seed: 2018 })
    for (const { commands, departures, order } of runs) {
      const world = prepared(1)
      const before = count(world)
      for (const some of [commands, departures]) {
        for (const one of some) world.submit(one)
        world.settle(shuffledBy(order))
      }
      const after = count(world)
      for (const what of after.keys())
        if ((after.get(what) ?? 0) > (before.get(what) ?? 0)) happened.set(what, (happened.get(what) ?? 0) + 1)
    }
    const compensations = [
      'SessionCancelled bookingRefused',
      'SeatReleased enrolmentRefused',
      'SeatReleased bedRefused',
      'PlacementDeclined mentorRefused',
      'AgreementTerminated withdrawn',
      'MentorEnded agreementEnded',
      'EnrolmentEnded asked',
      'TrainingCompleted ',
    ]
    expect(compensations.filter((what) => (happened.get(what) ?? 0) === 0)).toEqual([])
  })
})

const count = (world: World): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const { event } of world.log) {
    const { type, data } = event
    const what = `${type} ${'reason' in data ? data.reason : ''}`
    counts.set(what, (counts.get(what) ?? 0) + 1)
  }
  return counts
}
