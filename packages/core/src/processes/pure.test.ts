// Processes as pure functions of an event and a view.
import {
  type AnyCommand,
  type AnyEvent,
  type AnyProcess,
  type Cause,
  day,
  partsOf,
  type Rejection,
} from '@skein/kernel'
import { describe, expect, it } from 'vitest'
import { domain } from '../domain.js'
import { processes } from './index.js'

const on = day('2018-06-01')
/** An event or command of the day `on`. */
const dated = <Data extends object>(type: string, data: Data): { type: string; data: Data & AnyEvent['data'] } => ({
  type,
  data: { ...data, on },
})
const event = dated
const command = dated
const rejection: Rejection = { rule: 'I1', message: { en: '', zh: '' }, evidence: {} }

const named = (name: string): AnyProcess => {
  const process = processes.find((one) => one.name === name)
  if (process === undefined) throw new Error(`no process ${name}`)
  return process
}
const causeOf = (stream: string, event: AnyEvent): Cause => ({ event, eventId: 'e', stream, id: partsOf(stream).id })

/** The commands that a process sends for an event, given a view; each is validated by its schema. */
const sends = (name: string, stream: string, cause: AnyEvent, view?: unknown): readonly AnyCommand[] =>
  named(name).react(causeOf(stream, cause), { view }).map(valid)

/** The commands that a process sends after a rule refused one of its commands. */
const compensates = (name: string, stream: string, cause: AnyEvent, refused: AnyCommand): readonly AnyCommand[] =>
  (named(name).refused?.(refused, rejection, causeOf(stream, cause)) ?? []).map(valid)

const valid = (command: AnyCommand): AnyCommand => {
  const type = domain.aggregates.map(({ commands }) => commands[command.type]).find((found) => found !== undefined)
  type?.schema.parse(command)
  return command
}

const details = { sessionId: 's1', instructorId: 'i1', placeId: 'room', isCancelled: false, isDelivered: false }
const seat = { attempt: 2, dormitoryId: 'dorm', on }
const batch = {
  baseId: 'b1',
  startsOn: on,
  endsOn: on,
  sessions: new Map([['s1', details]]),
  seats: new Map([['t1', seat]]),
  seatHistory: new Map([['t1', [{ ...seat, attempt: 1 }, seat]]]),
}

describe('all processes', () => {
  it('reacts to known events only, and requests a view of the stream that the event names', () => {
    const known = new Set(domain.aggregates.flatMap(({ events }) => Object.keys(events)))
    expect(processes.map(({ name }) => name)).toEqual([
      'booking',
      'enrolment',
      'graduation',
      'placement',
      'mentoring',
      'outcome',
      'departure',
    ])
    expect(processes.flatMap((process) => process.on).filter((type) => !known.has(type))).toEqual([])
    const scheduled = event('SessionScheduled', { sessionId: 's1' })
    expect(named('booking').views?.(causeOf('batch-k1', scheduled))).toMatchObject({ view: { stream: 'batch-k1' } })
    expect(named('graduation').views?.(causeOf('batch-k1', event('BatchClosed', { results: [] })))).toEqual({})
  })
})

describe('booking', () => {
  const session = { sessionId: 's1', date: on, period: 'morning' }
  const scheduled = event('SessionScheduled', { ...session, instructorId: 'i1', placeId: 'room', hours: 3 })

  it('books the instructor and the place of a scheduled session', () => {
    expect(sends('booking', 'batch-k1', scheduled, batch)).toEqual([
      command('BookInstructor', { ...session, instructorId: 'i1', batchId: 'k1', hours: 3 }),
      command('BookPlace', { ...session, placeId: 'room', baseId: 'b1', batchId: 'k1' }),
    ])
  })

  it('books nothing for a session that is cancelled by now', () => {
    const cancelled = { ...batch, sessions: new Map([['s1', { ...details, isCancelled: true }]]) }
    expect(sends('booking', 'batch-k1', scheduled, cancelled)).toEqual([])
  })

  it('cancels the session if either booking is refused; a refused cancellation needs nothing', () => {
    const cancel = [command('CancelSession', { batchId: 'k1', sessionId: 's1', reason: 'bookingRefused' })]
    const ids = { batchId: 'k1', sessionId: 's1' }
    expect(compensates('booking', 'batch-k1', scheduled, command('BookInstructor', ids))).toEqual(cancel)
    expect(compensates('booking', 'batch-k1', scheduled, command('BookPlace', ids))).toEqual(cancel)
    expect(compensates('booking', 'batch-k1', scheduled, command('CancelBooking', ids))).toEqual([])
  })

  it('cancels the bookings of the undelivered sessions of a cancelled batch, and of a cancelled session', () => {
    const taught = { ...details, sessionId: 's2', isDelivered: true }
    const two = {
      ...batch,
      sessions: new Map([
        ['s1', details],
        ['s2', taught],
      ]),
    }
    const cancellation = { batchId: 'k1', sessionId: 's1', reason: 'flood' }
    const commands = [
      command('CancelBooking', { instructorId: 'i1', ...cancellation }),
      command('CancelPlaceBooking', { placeId: 'room', ...cancellation }),
    ]
    expect(sends('booking', 'batch-k1', event('BatchCancelled', { reason: 'flood' }), two)).toEqual(commands)
    const cancelled = event('SessionCancelled', { sessionId: 's1', reason: 'flood' })
    expect(sends('booking', 'batch-k1', cancelled, two)).toEqual(commands)
  })
})

describe('enrolment', () => {
  const taken = event('SeatTaken', { traineeId: 't1', dormitoryId: 'dorm', attempt: 2 })
  const person = { traineeId: 't1', batchId: 'k1' }
  const leave = (attempt: number, reason: string) => [
    command('LeaveBatch', { ...person, attempt, reason }),
    command('ReleaseBed', { placeId: 'dorm', ...person, attempt, reason }),
  ]

  it('enrols the person of the current seat, and reserves a bed for a boarder', () => {
    expect(sends('enrolment', 'batch-k1', taken, batch)).toEqual([
      command('Enrol', { ...person, attempt: 2, from: on, until: on }),
      command('ReserveBed', { placeId: 'dorm', baseId: 'b1', ...person, attempt: 2, from: on, until: on }),
    ])
    expect(sends('enrolment', 'batch-k1', event('SeatTaken', { traineeId: 't1', attempt: 1 }), batch)).toEqual([])
    expect(sends('enrolment', 'batch-k1', taken, { ...batch, endedOn: on })).toEqual([])
    expect(sends('enrolment', 'batch-k1', event('SeatTaken', { traineeId: 't1', attempt: 2 }), batch)).toHaveLength(1)
  })

  it('releases the seat if the enrolment or the bed is refused', () => {
    const sent = { ...person, attempt: 2 }
    expect(compensates('enrolment', 'batch-k1', taken, command('Enrol', sent))).toEqual([
      command('ReleaseSeat', { ...sent, reason: 'enrolmentRefused' }),
    ])
    expect(compensates('enrolment', 'batch-k1', taken, command('ReserveBed', sent))).toEqual([
      command('ReleaseSeat', { ...sent, reason: 'bedRefused' }),
    ])
    expect(compensates('enrolment', 'batch-k1', taken, command('LeaveBatch', sent))).toEqual([])
  })

  it('ends the enrolment and releases the bed of a released seat', () => {
    const released = event('SeatReleased', { traineeId: 't1', attempt: 1, reason: 'ill' })
    expect(sends('enrolment', 'batch-k1', released, batch)).toEqual(leave(1, 'ill'))
    const batchCancelled = event('BatchCancelled', { reason: 'flood' })
    expect(sends('enrolment', 'batch-k1', batchCancelled, batch)).toEqual(leave(2, 'batchCancelled'))
    const closed = event('BatchClosed', { results: [] })
    expect(sends('enrolment', 'batch-k1', closed, batch)).toEqual(leave(2, 'batchClosed').slice(1))
  })
})

describe('graduation, placement, mentoring, outcome and departure', () => {
  it('records the result of each trainee', () => {
    const results = [{ traineeId: 't1', attendance: 1, hours: 12, completed: true }]
    expect(sends('graduation', 'batch-k1', event('BatchClosed', { results }))).toEqual([
      command('RecordTraining', { ...results[0], batchId: 'k1' }),
    ])
  })

  it('lets the household accept, then confirms the placement; if one side refuses, the other is undone', () => {
    const household = { householdId: 'h1', agreementId: 'a1', attempt: 3 }
    const placed = event('HouseholdPlaced', { householdId: 'h1', people: 3, attempt: 3 })
    const accept = command('AcceptMentor', { ...household, mentorId: 't1' })
    expect(sends('placement', 'agreement-a1', placed, { mentorId: 't1' })).toEqual([accept])
    expect(compensates('placement', 'agreement-a1', placed, accept)).toEqual([
      command('DeclinePlacement', { ...household, reason: 'mentorRefused' }),
    ])
    const accepted = event('MentorAccepted', { agreementId: 'a1', mentorId: 't1', attempt: 3 })
    const confirm = command('ConfirmPlacement', household)
    expect(sends('placement', 'household-h1', accepted)).toEqual([confirm])
    expect(compensates('placement', 'household-h1', accepted, confirm)).toEqual([
      command('EndMentor', { ...household, reason: 'placementOver' }),
    ])
  })

  it('starts and ends mentoring', () => {
    const signed = event('AgreementSigned', { agreementId: 'a1', mentorId: 't1' })
    const begin = command('StartMentoring', { traineeId: 't1', agreementId: 'a1' })
    expect(sends('mentoring', 'agreement-a1', signed)).toEqual([begin])
    expect(compensates('mentoring', 'agreement-a1', signed, begin)).toEqual([
      command('TerminateAgreement', { agreementId: 'a1', reason: 'mentoringRefused' }),
    ])
    for (const [type, outcome] of [
      ['AgreementCompleted', 'completed'],
      ['AgreementTerminated', 'terminated'],
    ] as const)
      expect(sends('mentoring', 'agreement-a1', event(type, { households: ['h1'] }), { mentorId: 't1' })).toEqual([
        command('EndMentoring', { traineeId: 't1', agreementId: 'a1', outcome }),
        command('EndMentor', { householdId: 'h1', agreementId: 'a1', reason: 'agreementEnded' }),
      ])
    const released = { householdId: 'h1', attempt: 2, reason: 'moved' }
    expect(sends('mentoring', 'agreement-a1', event('HouseholdReleased', released))).toEqual([
      command('EndMentor', { ...released, agreementId: 'a1' }),
    ])
  })

  it('records an outcome in the agreement that the event names', () => {
    const exit = event('PovertyExited', { people: 3, agreementId: 'a1' })
    expect(sends('outcome', 'household-h1', exit)).toEqual([
      command('RecordOutcome', { agreementId: 'a1', householdId: 'h1', outcome: 'exited', people: 3 }),
    ])
    expect(sends('outcome', 'household-h1', event('PovertyRelapsed', { people: 3 }))).toEqual([])
  })

  it('releases the seat and terminates the agreements of a person who leaves', () => {
    const ties = { enrolments: [{ batchId: 'k1', attempt: 2 }], agreements: ['a1', 'a2'] }
    for (const [type, reason] of [
      ['JourneyWithdrawn', 'withdrawn'],
      ['TraineeDisqualified', 'disqualified'],
      ['CandidateRejected', 'rejected'],
    ] as const)
      expect(sends('departure', 'journey-t1', event(type, { reason: 'asked' }), ties)).toEqual([
        command('ReleaseSeat', { batchId: 'k1', traineeId: 't1', attempt: 2, reason }),
        command('TerminateAgreement', { agreementId: 'a1', reason }),
        command('TerminateAgreement', { agreementId: 'a2', reason }),
      ])
    expect(
      sends('departure', 'journey-t1', event('JourneyWithdrawn', { reason: 'x' }), { enrolments: [], agreements: [] }),
    ).toEqual([])
  })
})
