import { readView } from '@skein/kernel'
import { describe, expect, it } from 'vitest'
import { inconsistencies } from '../../test/consistency.js'
import * as Scenario from '../../test/scenario.js'
import { createWorld, type World } from '../../test/world.js'
import * as Agreement from '../agreement/views.js'
import * as Batch from '../batch/views.js'
import { domain } from '../domain.js'
import * as Journey from '../journey/views.js'

const command = (type: string, data: object) => ({ type, data })
const event = command
const world = (...commands: readonly unknown[]): World => {
  const made = createWorld(domain)
  made.must(...commands)
  made.settle()
  return made
}
/** Sends, and lets everything follow. */
const then = (made: World, ...commands: readonly unknown[]): World => {
  for (const command of commands) {
    made.must(command)
    made.settle()
  }
  return made
}
const types = (made: World, stream: string): readonly string[] =>
  (made.streams.get(stream) ?? []).map(({ type }) => type)
const last = (made: World, stream: string) => made.streams.get(stream)?.at(-1)
const ties = (made: World, traineeId: string) => made.read(readView(Journey.stream(traineeId), Journey.ties))

const people = ['t1', 't2', 't3'].flatMap(Scenario.trainee)
const openBatch = (beds = 1): World =>
  then(world(...Scenario.base(beds), ...people), ...Scenario.planned('k1'), ...Scenario.open('k1'))
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
    const made = then(world(...Scenario.base()), Scenario.plan('k1'), Scenario.session('k1', 's1'))
    expect(last(made, 'instructor-i1')).toEqual(
      event('InstructorBooked', {
        batchId: 'k1',
        sessionId: 's1',
        date: '2018-02-05',
        period: 'morning',
        hours: 4,
        on: '2018-01-11',
      }),
    )
    expect(last(made, 'calendar-room')).toEqual(
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

  it('I1 cancels the session whose instructor is taken, and lets the room go', () => {
    const made = then(world(...Scenario.base(), ...people), ...Scenario.planned('k1'))
    then(made, Scenario.plan('k2'), Scenario.session('k2', 's1', { placeId: 'field' }))
    expect(last(made, 'batch-k2')).toMatchObject(
      event('SessionCancelled', { sessionId: 's1', reason: 'bookingRefused' }),
    )
    expect(types(made, 'calendar-field')).toEqual(['PlaceBooked', 'PlaceBookingCancelled'])
    expect(inconsistencies(made)).toEqual([])
  })

  it('C3 cancels the session whose room is taken, and lets the instructor go', () => {
    const made = then(world(...Scenario.base(), ...people), ...Scenario.planned('k1'))
    then(made, Scenario.plan('k2'), Scenario.session('k2', 's1', { instructorId: 'i2' }))
    expect(last(made, 'batch-k2')).toMatchObject({ type: 'SessionCancelled' })
    expect(types(made, 'instructor-i2').slice(-2)).toEqual(['InstructorBooked', 'BookingCancelled'])
  })

  it('frees what a cancelled batch had booked', () => {
    const made = then(openBatch(), command('CancelBatch', { batchId: 'k1', reason: 'flood', on: '2018-01-20' }))
    expect(types(made, 'calendar-room').filter((type) => type === 'PlaceBookingCancelled')).toHaveLength(3)
    expect(inconsistencies(made)).toEqual([])
  })
})

describe('enrolment', () => {
  it('enrols who takes a seat, and puts boarders up', () => {
    const made = then(openBatch(), Scenario.takeSeat('k1', 't1', { dormitoryId: 'dorm' }))
    expect(ties(made, 't1').enrolment).toMatchObject({ batchId: 'k1', attempt: 1 })
    expect(last(made, 'calendar-dorm')).toMatchObject(
      event('BedReserved', { batchId: 'k1', traineeId: 't1', attempt: 1, from: '2018-02-05', until: '2018-02-09' }),
    )
  })

  it('C4 takes the seat back where no bed is left, and ends the enrolment', () => {
    const made = then(
      openBatch(),
      Scenario.takeSeat('k1', 't1', { dormitoryId: 'dorm' }),
      Scenario.takeSeat('k1', 't2', { dormitoryId: 'dorm' }),
    )
    expect(last(made, 'batch-k1')).toMatchObject(
      event('SeatReleased', { traineeId: 't2', attempt: 1, reason: 'bedRefused' }),
    )
    expect(types(made, 'journey-t2').slice(-2)).toEqual(['TraineeEnrolled', 'EnrolmentEnded'])
    expect(inconsistencies(made)).toEqual([])
  })

  it('T1 takes the seat back of who is enrolled elsewhere', () => {
    const made = then(openBatch(), Scenario.takeSeat('k1', 't1'), Scenario.plan('k2'))
    for (const sessionId of ['s1', 's2', 's3'] as const)
      then(made, Scenario.session('k2', sessionId, { period: 'evening', on: '2018-01-14' }))
    const review = (gate: string) => Scenario.gate('k2', gate, true, '2018-01-14')
    then(made, review('curriculum'), review('mode'), command('OpenEnrolment', { batchId: 'k2', on: '2018-01-15' }))
    then(made, Scenario.takeSeat('k2', 't1'))
    expect(last(made, 'batch-k2')).toMatchObject(event('SeatReleased', { reason: 'enrolmentRefused' }))
    expect(ties(made, 't1').enrolment?.batchId).toBe('k1')
  })

  it('gives a seat taken again its own bed and enrolment', () => {
    const made = then(
      openBatch(),
      Scenario.takeSeat('k1', 't1', { dormitoryId: 'dorm' }),
      command('ReleaseSeat', { batchId: 'k1', traineeId: 't1', reason: 'ill', on: '2018-01-16' }),
      Scenario.takeSeat('k1', 't1', { dormitoryId: 'dorm', on: '2018-01-17' }),
    )
    expect(ties(made, 't1').enrolment).toMatchObject({ attempt: 2 })
    expect(types(made, 'calendar-dorm')).toEqual(['BedReserved', 'BedReleased', 'BedReserved'])
    expect(inconsistencies(made)).toEqual([])
  })

  it('lets everybody out of a cancelled batch', () => {
    const made = then(openBatch(), Scenario.takeSeat('k1', 't1', { dormitoryId: 'dorm' }))
    then(made, command('CancelBatch', { batchId: 'k1', reason: 'flood', on: '2018-01-20' }))
    expect(last(made, 'journey-t1')).toMatchObject(event('EnrolmentEnded', { reason: 'batchCancelled' }))
    expect(inconsistencies(made)).toEqual([])
  })
})

describe('graduation', () => {
  it('records what the closed batch says, ends the enrolment and frees the bed', () => {
    const made = then(
      openBatch(),
      Scenario.takeSeat('k1', 't1', { dormitoryId: 'dorm' }),
      Scenario.takeSeat('k1', 't2'),
    )
    then(made, ...Scenario.taught('k1', ['t1']))
    expect(last(made, 'journey-t1')).toEqual(
      event('TrainingCompleted', { batchId: 'k1', completed: true, attendance: 1, hours: 12, on: '2018-02-10' }),
    )
    expect(last(made, 'journey-t2')).toMatchObject(
      event('TrainingNotCompleted', { attendance: 0, completed: false, reason: 'lowAttendance' }),
    )
    expect(types(made, 'calendar-dorm')).toEqual(['BedReserved', 'BedReleased'])
    expect(inconsistencies(made)).toEqual([])
  })
})

describe('mentoring and placement', () => {
  it('makes the signatory a mentor, and confirms a placement that the household accepts', () => {
    const made = then(twoLeads(), Scenario.sign('a1', 't1'), Scenario.place('a1', 'h1'))
    expect(ties(made, 't1').agreements).toEqual(['a1'])
    expect(last(made, 'household-h1')).toMatchObject(
      event('MentorAccepted', { agreementId: 'a1', mentorId: 't1', attempt: 1 }),
    )
    expect(made.read(readView(Agreement.stream('a1'), Agreement.placement('h1')))).toMatchObject({ state: 'confirmed' })
  })

  it('M1 ends the agreement of who may not mentor after all', () => {
    const made = then(twoLeads())
    made.must(
      Scenario.sign('a1', 't1'),
      Scenario.place('a1', 'h1'),
      command('Withdraw', { traineeId: 't1', reason: 'moved', on: '2018-04-03' }),
    )
    made.settle()
    expect(last(made, 'agreement-a1')).toMatchObject(event('AgreementTerminated', { reason: 'mentoringRefused' }))
    expect(inconsistencies(made)).toEqual([])
  })

  it('M5 declines the second of two placements that crossed', () => {
    const made = then(twoLeads(), Scenario.sign('a1', 't1'), Scenario.sign('a2', 't2'))
    made.must(Scenario.place('a1', 'h1'), Scenario.place('a2', 'h1'))
    made.settle()
    expect(last(made, 'agreement-a2')).toMatchObject(event('PlacementDeclined', { householdId: 'h1', attempt: 1 }))
    expect(inconsistencies(made)).toEqual([])
  })

  it('lets a released household go, and only from that placement', () => {
    const made = then(
      twoLeads(),
      Scenario.sign('a1', 't1'),
      Scenario.place('a1', 'h1'),
      command('ReleaseHousehold', { agreementId: 'a1', householdId: 'h1', reason: 'moved', on: '2018-05-01' }),
      Scenario.place('a1', 'h1', '2018-05-02'),
    )
    expect(types(made, 'household-h1').slice(-3)).toEqual(['MentorAccepted', 'MentorEnded', 'MentorAccepted'])
    expect(last(made, 'household-h1')).toMatchObject({ data: { attempt: 2 } })
    expect(inconsistencies(made)).toEqual([])
  })

  it('M10 the end of an agreement ends the mentoring and every placement', () => {
    const made = then(twoLeads(), Scenario.sign('a1', 't1'), Scenario.place('a1', 'h1'), Scenario.place('a1', 'h2'))
    then(made, command('CompleteAgreement', { agreementId: 'a1', on: '2019-12-31' }))
    expect(last(made, 'agreement-a1')).toMatchObject(event('AgreementCompleted', { households: ['h1', 'h2'] }))
    expect(last(made, 'journey-t1')).toMatchObject(event('MentoringEnded', { agreementId: 'a1', outcome: 'completed' }))
    expect(last(made, 'household-h2')).toMatchObject(event('MentorEnded', { reason: 'agreementEnded' }))
    expect(inconsistencies(made)).toEqual([])
  })

  it('takes the mentor away again from a household whose agreement ended in between', () => {
    const made = then(twoLeads(), Scenario.sign('a1', 't1'))
    made.must(Scenario.place('a1', 'h1'))
    // newest first: the ending is through before the placement is accepted
    made.must(command('TerminateAgreement', { agreementId: 'a1', reason: 'quarrel', on: '2018-04-03' }))
    made.settle((n) => n - 1)
    expect(inconsistencies(made)).toEqual([])
  })
})

describe('outcome', () => {
  it('counts an exit, and a relapse, for the agreement that carried the household', () => {
    const made = then(twoLeads(), Scenario.sign('a1', 't1'), Scenario.place('a1', 'h1'), ...Scenario.exit('h1'))
    expect(last(made, 'agreement-a1')).toMatchObject(
      event('OutcomeRecorded', { householdId: 'h1', outcome: 'exited', people: 3 }),
    )
    then(made, command('RecordRelapse', { householdId: 'h1', cause: 'illness', on: '2019-03-01' }))
    expect(last(made, 'agreement-a1')).toMatchObject(
      event('OutcomeRecorded', { outcome: 'relapsed', on: '2019-03-01' }),
    )
  })

  it('asks nothing of anybody where no agreement did', () => {
    const made = then(world(...Scenario.base(), Scenario.household('h9')), ...Scenario.exit('h9'))
    expect(made.ids('agreement')).toEqual([])
  })
})

describe('departure', () => {
  it('gives the seat back of who withdraws', () => {
    const made = then(openBatch(), Scenario.takeSeat('k1', 't1', { dormitoryId: 'dorm' }))
    then(made, command('Withdraw', { traineeId: 't1', reason: 'moved', on: '2018-01-20' }))
    expect(last(made, 'batch-k1')).toMatchObject(event('SeatReleased', { traineeId: 't1', reason: 'withdrawn' }))
    expect(inconsistencies(made)).toEqual([])
  })

  it('ends the agreements of who is disqualified', () => {
    const made = then(twoLeads(), Scenario.sign('a1', 't1'), Scenario.place('a1', 'h1'))
    then(made, command('Disqualify', { traineeId: 't1', reason: 'fraud', on: '2018-06-01' }))
    expect(last(made, 'agreement-a1')).toMatchObject(
      event('AgreementTerminated', { reason: 'disqualified', households: ['h1'] }),
    )
    expect(ties(made, 't1').agreements).toEqual([])
    expect(inconsistencies(made)).toEqual([])
  })
})

describe('a batch that runs beside its processes', () => {
  it('T4 opens only once they have booked everything', () => {
    const made = createWorld(domain)
    made.must(...Scenario.base(), ...people, ...Scenario.planned('k1'))
    const open = Scenario.open('k1')
    expect(() => made.must(...open)).toThrow('T4')
    made.settle()
    made.must(...open)
    expect(made.read(readView(Batch.stream('k1'), Batch.roster)).sessions.size).toBe(3)
  })
})
