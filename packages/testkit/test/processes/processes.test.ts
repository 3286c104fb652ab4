import { Agreement, Batch, domain, Journey } from '@skein/core'
import { type AnyEvent, day, readView } from '@skein/kernel'
import { describe, expect, it } from 'vitest'
import { World } from '../../src/domain/world.js'
import { inconsistencies } from './consistency.js'
import * as Scenario from './scenario.js'
import { executeAll } from './steps.js'

const command = (type: string, data: object) => ({ type, data })
const event = command
const emptyWorld = () => new World(domain, day('2030-12-31'))
const worldAfter = (...commands: readonly unknown[]): World => executeAll(emptyWorld(), ...commands)
/** Sends commands, and lets the processes finish after each. */
const then = (world: World, ...commands: readonly unknown[]): World => world.must(...commands)
const events = (world: World, stream: string): readonly AnyEvent[] =>
  world.log.flatMap((recorded) => (recorded.stream === stream ? recorded.event : []))
const types = (world: World, stream: string): readonly string[] => events(world, stream).map(({ type }) => type)
const last = (world: World, stream: string) => events(world, stream).at(-1)
const attemptIn = (event: AnyEvent | undefined): unknown => event && Reflect.get(event.data, 'attempt')
const ties = (world: World, traineeId: string) => world.view(readView(Journey.stream(traineeId), Journey.ties))

const people = ['t1', 't2', 't3'].flatMap(Scenario.trainee)
const openBatch = (beds = 1): World =>
  then(worldAfter(...Scenario.base(beds), ...people), ...Scenario.planned('k1'), ...Scenario.open('k1'))
const twoLeads = (): World =>
  then(
    openBatch(),
    Scenario.takeSeat('k1', 't1'),
    Scenario.takeSeat('k1', 't2'),
    ...Scenario.taught('k1', ['t1', 't2']),
    ...Scenario.lead('t1'),
    ...Scenario.lead('t2'),
    Scenario.household('h1'),
    Scenario.household('h2'),
  )

describe('booking', () => {
  it('books the instructor and the room of a session', () => {
    const world = then(worldAfter(...Scenario.base()), Scenario.plan('k1'), Scenario.session('k1', 's1'))
    expect(last(world, 'instructor-i1')).toEqual(
      event('InstructorBooked', {
        batchId: 'k1',
        sessionId: 's1',
        date: '2018-02-05',
        period: 'morning',
        hours: 4,
        on: '2018-01-11',
      }),
    )
    expect(last(world, 'calendar-room')).toEqual(
      event('PlaceBooked', {
        baseId: 'b1',
        batchId: 'k1',
        sessionId: 's1',
        date: '2018-02-05',
        period: 'morning',
        on: '2018-01-11',
      }),
    )
  })

  it('I1 cancels a session whose instructor is not available, and the booking of the room', () => {
    const world = then(worldAfter(...Scenario.base(), ...people), ...Scenario.planned('k1'))
    then(world, Scenario.plan('k2'), Scenario.session('k2', 's1', { placeId: 'field' }))
    expect(last(world, 'batch-k2')).toMatchObject(
      event('SessionCancelled', { sessionId: 's1', reason: 'bookingRefused' }),
    )
    expect(types(world, 'calendar-field')).toEqual(['PlaceBooked', 'PlaceBookingCancelled'])
    expect(inconsistencies(world)).toEqual([])
  })

  it('C3 cancels a session whose room is not available, and the booking of the instructor', () => {
    const world = then(worldAfter(...Scenario.base(), ...people), ...Scenario.planned('k1'))
    then(world, Scenario.plan('k2'), Scenario.session('k2', 's1', { instructorId: 'i2' }))
    expect(last(world, 'batch-k2')).toMatchObject({ type: 'SessionCancelled' })
    expect(types(world, 'instructor-i2').slice(-2)).toEqual(['InstructorBooked', 'BookingCancelled'])
  })

  it('cancels the bookings of a cancelled batch', () => {
    const world = then(openBatch(), command('CancelBatch', { batchId: 'k1', reason: 'flood', on: '2018-01-20' }))
    expect(types(world, 'calendar-room').filter((type) => type === 'PlaceBookingCancelled')).toHaveLength(3)
    expect(inconsistencies(world)).toEqual([])
  })
})

describe('enrolment', () => {
  it('enrols a person who takes a seat, and reserves a bed for a boarder', () => {
    const world = then(openBatch(), Scenario.takeSeat('k1', 't1', { dormitoryId: 'dorm' }))
    const attempt = attemptIn(last(world, 'batch-k1'))
    const dates = { from: '2018-02-05', until: '2018-02-09' }
    expect(ties(world, 't1').enrolments).toMatchObject([{ batchId: 'k1', attempt, ...dates }])
    expect(last(world, 'calendar-dorm')).toMatchObject(
      event('BedReserved', { batchId: 'k1', traineeId: 't1', attempt, ...dates }),
    )
  })

  it('C4 releases the seat if no bed is free, and ends the enrolment', () => {
    const world = then(
      openBatch(),
      Scenario.takeSeat('k1', 't1', { dormitoryId: 'dorm' }),
      Scenario.takeSeat('k1', 't2', { dormitoryId: 'dorm' }),
    )
    expect(last(world, 'batch-k1')).toMatchObject(
      event('SeatReleased', { traineeId: 't2', attempt: attemptIn(last(world, 'journey-t2')), reason: 'bedRefused' }),
    )
    expect(types(world, 'journey-t2').slice(-2)).toEqual(['TraineeEnrolled', 'EnrolmentEnded'])
    expect(inconsistencies(world)).toEqual([])
  })

  it('T1 releases the seat of a person who is enrolled in another batch', () => {
    const world = then(openBatch(), Scenario.takeSeat('k1', 't1'), Scenario.plan('k2'))
    for (const sessionId of ['s1', 's2', 's3'] as const)
      then(world, Scenario.session('k2', sessionId, { period: 'evening', on: '2018-01-14' }))
    const review = (gate: string) => Scenario.gate('k2', gate, true, '2018-01-14')
    then(world, review('curriculum'), review('mode'), command('OpenEnrolment', { batchId: 'k2', on: '2018-01-15' }))
    then(world, Scenario.takeSeat('k2', 't1'))
    expect(last(world, 'batch-k2')).toMatchObject(event('SeatReleased', { reason: 'enrolmentRefused' }))
    expect(ties(world, 't1').enrolments).toMatchObject([{ batchId: 'k1' }])
  })

  it('makes a new enrolment and reservation for a seat taken again', () => {
    const world = then(
      openBatch(),
      Scenario.takeSeat('k1', 't1', { dormitoryId: 'dorm' }),
      command('ReleaseSeat', { batchId: 'k1', traineeId: 't1', reason: 'ill', on: '2018-01-16' }),
      Scenario.takeSeat('k1', 't1', { dormitoryId: 'dorm', on: '2018-01-17' }),
    )
    const [first, , second] = events(world, 'batch-k1').slice(-3).map(attemptIn)
    expect(second).not.toBe(first)
    expect(ties(world, 't1').enrolments).toMatchObject([{ attempt: second }])
    expect(types(world, 'calendar-dorm')).toEqual(['BedReserved', 'BedReleased', 'BedReserved'])
    expect(inconsistencies(world)).toEqual([])
  })

  it('ends the enrolments and reservations of a cancelled batch', () => {
    const world = then(openBatch(), Scenario.takeSeat('k1', 't1', { dormitoryId: 'dorm' }))
    then(world, command('CancelBatch', { batchId: 'k1', reason: 'flood', on: '2018-01-20' }))
    expect(last(world, 'journey-t1')).toMatchObject(event('EnrolmentEnded', { reason: 'batchCancelled' }))
    expect(inconsistencies(world)).toEqual([])
  })
})

describe('graduation', () => {
  it('records the results of a closed batch, ends the enrolment and releases the bed', () => {
    const world = then(
      openBatch(),
      Scenario.takeSeat('k1', 't1', { dormitoryId: 'dorm' }),
      Scenario.takeSeat('k1', 't2'),
    )
    then(world, ...Scenario.taught('k1', ['t1']))
    expect(last(world, 'journey-t1')).toEqual(
      event('TrainingCompleted', { batchId: 'k1', completed: true, attendance: 1, hours: 12, on: '2018-02-10' }),
    )
    expect(last(world, 'journey-t2')).toMatchObject(
      event('TrainingNotCompleted', { attendance: 0, completed: false, reason: 'lowAttendance' }),
    )
    expect(types(world, 'calendar-dorm')).toEqual(['BedReserved', 'BedReleased'])
    expect(inconsistencies(world)).toEqual([])
  })
})

describe('mentoring and placement', () => {
  it('starts the mentoring of the signatory, and confirms a placement that the household accepts', () => {
    const world = then(twoLeads(), Scenario.sign('a1', 't1'), Scenario.place('a1', 'h1'))
    expect(ties(world, 't1').agreements).toEqual(['a1'])
    expect(last(world, 'household-h1')).toMatchObject(
      event('MentorAccepted', {
        agreementId: 'a1',
        mentorId: 't1',
        attempt: attemptIn(events(world, 'agreement-a1')[1]),
      }),
    )
    expect(world.view(readView(Agreement.stream('a1'), Agreement.placement('h1')))).toMatchObject({
      state: 'confirmed',
    })
  })

  it('terminates the agreement of a person who has left when the mentoring starts, on the day of leaving', () => {
    const world = then(twoLeads())
    executeAll(
      world,
      Scenario.sign('a1', 't1'),
      Scenario.place('a1', 'h1'),
      command('Withdraw', { traineeId: 't1', reason: 'moved', on: '2018-04-03' }),
    )
    world.settle()
    expect(types(world, 'journey-t1').slice(-3)).toEqual(['JourneyWithdrawn', 'MentoringStarted', 'MentoringEnded'])
    expect(events(world, 'agreement-a1')).toContainEqual(
      event('AgreementTerminated', { reason: 'withdrawn', households: ['h1'], on: '2018-04-03' }),
    )
    expect(inconsistencies(world)).toEqual([])
  })

  it('M1 terminates the agreement of a person who had left before it was signed', () => {
    const world = executeAll(
      twoLeads(),
      Scenario.sign('a1', 't1'),
      command('Withdraw', { traineeId: 't1', reason: 'moved', on: '2018-03-20' }),
    )
    world.settle()
    expect(last(world, 'agreement-a1')).toMatchObject(event('AgreementTerminated', { reason: 'mentoringRefused' }))
    expect(types(world, 'journey-t1')).not.toContain('MentoringStarted')
    expect(inconsistencies(world)).toEqual([])
  })

  it('M5 declines the second of two concurrent placements', () => {
    const world = then(twoLeads(), Scenario.sign('a1', 't1'), Scenario.sign('a2', 't2'))
    executeAll(world, Scenario.place('a1', 'h1'), Scenario.place('a2', 'h1'))
    world.settle()
    expect(last(world, 'agreement-a2')).toMatchObject(
      event('PlacementDeclined', { householdId: 'h1', attempt: attemptIn(events(world, 'agreement-a2')[1]) }),
    )
    expect(inconsistencies(world)).toEqual([])
  })

  it('ends the mentoring of a released household, and not of a later placement', () => {
    const world = then(
      twoLeads(),
      Scenario.sign('a1', 't1'),
      Scenario.place('a1', 'h1'),
      command('ReleaseHousehold', { agreementId: 'a1', householdId: 'h1', reason: 'moved', on: '2018-05-01' }),
      Scenario.place('a1', 'h1', '2018-05-02'),
    )
    expect(types(world, 'household-h1').slice(-3)).toEqual(['MentorAccepted', 'MentorEnded', 'MentorAccepted'])
    const [first, second] = events(world, 'household-h1')
      .filter(({ type }) => type === 'MentorAccepted')
      .map(attemptIn)
    expect(second).not.toBe(first)
    expect(inconsistencies(world)).toEqual([])
  })

  it('M10 ends mentoring and every placement with the agreement', () => {
    const world = then(twoLeads(), Scenario.sign('a1', 't1'), Scenario.place('a1', 'h1'), Scenario.place('a1', 'h2'))
    then(world, command('CompleteAgreement', { agreementId: 'a1', on: '2019-12-31' }))
    expect(last(world, 'agreement-a1')).toMatchObject(event('AgreementCompleted', { households: ['h1', 'h2'] }))
    expect(last(world, 'journey-t1')).toMatchObject(
      event('MentoringEnded', { agreementId: 'a1', outcome: 'completed' }),
    )
    expect(last(world, 'household-h2')).toMatchObject(event('MentorEnded', { reason: 'agreementEnded' }))
    expect(inconsistencies(world)).toEqual([])
  })

  it('ends the mentoring of a household whose agreement ended before the household accepted', () => {
    const world = then(twoLeads(), Scenario.sign('a1', 't1'))
    executeAll(world, Scenario.place('a1', 'h1'))
    // newest first: the agreement ends before the household accepts
    executeAll(world, command('TerminateAgreement', { agreementId: 'a1', reason: 'quarrel', on: '2018-04-03' }))
    world.settle((n) => n - 1)
    expect(inconsistencies(world)).toEqual([])
  })
})

describe('outcome', () => {
  it('records an exit and a relapse in the agreement of the household', () => {
    const world = then(twoLeads(), Scenario.sign('a1', 't1'), Scenario.place('a1', 'h1'), ...Scenario.exit('h1'))
    expect(last(world, 'agreement-a1')).toMatchObject(
      event('OutcomeRecorded', { householdId: 'h1', outcome: 'exited', people: 3 }),
    )
    then(world, command('RecordRelapse', { householdId: 'h1', cause: 'illness', on: '2019-03-01' }))
    expect(last(world, 'agreement-a1')).toMatchObject(
      event('OutcomeRecorded', { outcome: 'relapsed', on: '2019-03-01' }),
    )
  })

  it('does nothing for a household without an agreement', () => {
    const world = then(worldAfter(...Scenario.base(), Scenario.household('h9')), ...Scenario.exit('h9'))
    expect(world.ids('agreement')).toEqual([])
  })
})

describe('departure', () => {
  it('releases the seat of a person who withdraws', () => {
    const world = then(openBatch(), Scenario.takeSeat('k1', 't1', { dormitoryId: 'dorm' }))
    then(world, command('Withdraw', { traineeId: 't1', reason: 'moved', on: '2018-01-20' }))
    expect(last(world, 'batch-k1')).toMatchObject(event('SeatReleased', { traineeId: 't1', reason: 'withdrawn' }))
    expect(inconsistencies(world)).toEqual([])
  })

  it('releases the seat of a person who has left when the enrolment is recorded', () => {
    const world = executeAll(
      openBatch(),
      Scenario.takeSeat('k1', 't1'),
      command('Withdraw', { traineeId: 't1', reason: 'moved', on: '2018-01-20' }),
    )
    world.settle()
    expect(last(world, 'batch-k1')).toMatchObject(event('SeatReleased', { reason: 'withdrawn', on: '2018-01-20' }))
    expect(ties(world, 't1').enrolments).toEqual([])
    expect(inconsistencies(world)).toEqual([])
  })

  it('terminates the agreements of a disqualified person', () => {
    const world = then(twoLeads(), Scenario.sign('a1', 't1'), Scenario.place('a1', 'h1'))
    then(world, command('Disqualify', { traineeId: 't1', reason: 'fraud', on: '2018-06-01' }))
    expect(last(world, 'agreement-a1')).toMatchObject(
      event('AgreementTerminated', { reason: 'disqualified', households: ['h1'] }),
    )
    expect(ties(world, 't1').agreements).toEqual([])
    expect(inconsistencies(world)).toEqual([])
  })
})

describe('a batch while processes are running', () => {
  it('T4 opens only after they have booked everything', () => {
    const world = emptyWorld()
    executeAll(world, ...Scenario.base(), ...people, ...Scenario.planned('k1'))
    const open = Scenario.open('k1')
    expect(() => executeAll(world, ...open)).toThrow('T4')
    world.settle()
    executeAll(world, ...open)
    expect(world.view(readView(Batch.stream('k1'), Batch.roster)).sessions.size).toBe(3)
  })
})
