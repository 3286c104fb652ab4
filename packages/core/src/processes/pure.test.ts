// Processes as what they are: functions of an event and of what they see.
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
const told = <Data extends object>(type: string, data: Data): { type: string; data: Data & AnyEvent['data'] } => ({
  type,
  data: { ...data, on },
})
const rejection: Rejection = { rule: 'I1', message: { en: '', zh: '' }, evidence: {} }

const named = (name: string): AnyProcess => {
  const process = processes.find((of) => of.name === name)
  if (process === undefined) throw new Error(`no process ${name}`)
  return process
}
const causeOf = (stream: string, event: AnyEvent): Cause => ({ event, eventId: 'e', stream, id: partsOf(stream).id })

/** What a process sends for an event in a stream when it sees that; each is a command that its schema reads. */
const sends = (name: string, stream: string, event: AnyEvent, seen?: unknown): readonly AnyCommand[] =>
  named(name).react(causeOf(stream, event), { seen }).map(valid)

const answers = (name: string, stream: string, event: AnyEvent, refused: AnyCommand): readonly AnyCommand[] =>
  (named(name).refused?.(refused, rejection, causeOf(stream, event)) ?? []).map(valid)

const valid = (command: AnyCommand): AnyCommand => {
  const type = domain.aggregates.map(({ commands }) => commands[command.type]).find((of) => of !== undefined)
  type?.schema.parse(command)
  return command
}

const slot = { sessionId: 's1', instructorId: 'i1', placeId: 'room', isOn: true, isDelivered: false }
const seat = { attempt: 2, dormitoryId: 'dorm', on }
const batch = {
  baseId: 'b1',
  startsOn: on,
  endsOn: on,
  sessions: new Map([['s1', slot]]),
  seats: new Map([['t1', seat]]),
  taken: new Map([['t1', [{ ...seat, attempt: 1 }, seat]]]),
}

describe('every process', () => {
  it('names only events that there are, and looks at the stream that it names', () => {
    const known = new Set(domain.aggregates.flatMap(({ events }) => Object.keys(events)))
    expect(processes.map(({ name }) => name)).toEqual([
      'booking',
      'enrolment',
      'graduation',
      'placement',
      'mentoring',
      'outcome',
      'departure',
      'lateStartCleanup',
    ])
    expect(processes.flatMap((of) => of.on).filter((type) => !known.has(type))).toEqual([])
    const booked = told('InstructorBooked', { batchId: 'k1', sessionId: 's1' })
    expect(named('lateStartCleanup').views?.(causeOf('instructor-i1', booked))).toMatchObject({
      seen: { stream: 'batch-k1' },
    })
    expect(named('graduation').views?.(causeOf('batch-k1', told('BatchClosed', { results: [] })))).toEqual({})
  })
})

describe('booking', () => {
  const of = { sessionId: 's1', instructorId: 'i1', placeId: 'room', date: on, period: 'morning' }
  const scheduled = told('SessionScheduled', { ...of, hours: 3 })
  const { instructorId: _i, placeId: _p, ...when } = of

  it('books instructor and place', () => {
    expect(sends('booking', 'batch-k1', scheduled, batch)).toEqual([
      told('BookInstructor', { ...when, instructorId: 'i1', batchId: 'k1', hours: 3 }),
      told('BookPlace', { ...when, placeId: 'room', baseId: 'b1', batchId: 'k1' }),
    ])
  })

  it('books nothing for what is off by now', () => {
    const off = { ...batch, sessions: new Map([['s1', { ...slot, isOn: false }]]) }
    expect(sends('booking', 'batch-k1', scheduled, off)).toEqual([])
  })

  it('cancels the session when either is refused, and compensates no ending', () => {
    const cancel = [told('CancelSession', { batchId: 'k1', sessionId: 's1', reason: 'bookingRefused' })]
    const session = { batchId: 'k1', sessionId: 's1' }
    expect(answers('booking', 'batch-k1', scheduled, told('BookInstructor', session))).toEqual(cancel)
    expect(answers('booking', 'batch-k1', scheduled, told('BookPlace', session))).toEqual(cancel)
    expect(answers('booking', 'batch-k1', scheduled, told('CancelBooking', session))).toEqual([])
  })

  it('cancels the undelivered bookings of a cancelled batch', () => {
    const taught = { ...slot, sessionId: 's2', isDelivered: true }
    const two = {
      ...batch,
      sessions: new Map([
        ['s1', slot],
        ['s2', taught],
      ]),
    }
    const session = { batchId: 'k1', sessionId: 's1', reason: 'flood' }
    const freed = [
      told('CancelBooking', { instructorId: 'i1', ...session }),
      told('CancelPlaceBooking', { placeId: 'room', ...session }),
    ]
    expect(sends('booking', 'batch-k1', told('BatchCancelled', { reason: 'flood' }), two)).toEqual(freed)
    const cancelled = told('SessionCancelled', { sessionId: 's1', reason: 'flood' })
    expect(sends('booking', 'batch-k1', cancelled, two)).toEqual(freed)
  })
})

describe('enrolment', () => {
  const taken = told('SeatTaken', { traineeId: 't1', dormitoryId: 'dorm', attempt: 2 })
  const person = { traineeId: 't1', batchId: 'k1' }
  const left = (attempt: number, reason: string) => [
    told('LeaveBatch', { ...person, attempt, reason }),
    told('ReleaseBed', { placeId: 'dorm', ...person, attempt, reason }),
  ]

  it('enrols and puts up who has the seat now', () => {
    expect(sends('enrolment', 'batch-k1', taken, batch)).toEqual([
      told('Enrol', { ...person, attempt: 2 }),
      told('ReserveBed', { placeId: 'dorm', baseId: 'b1', ...person, attempt: 2, from: on, until: on }),
    ])
    expect(sends('enrolment', 'batch-k1', told('SeatTaken', { traineeId: 't1', attempt: 1 }), batch)).toEqual([])
    expect(sends('enrolment', 'batch-k1', taken, { ...batch, endedOn: on })).toEqual([])
    expect(sends('enrolment', 'batch-k1', told('SeatTaken', { traineeId: 't1', attempt: 2 }), batch)).toHaveLength(1)
  })

  it('gives the seat back when either is refused', () => {
    const sent = { ...person, attempt: 2 }
    expect(answers('enrolment', 'batch-k1', taken, told('Enrol', sent))).toEqual([
      told('ReleaseSeat', { ...sent, reason: 'enrolmentRefused' }),
    ])
    expect(answers('enrolment', 'batch-k1', taken, told('ReserveBed', sent))).toEqual([
      told('ReleaseSeat', { ...sent, reason: 'bedRefused' }),
    ])
    expect(answers('enrolment', 'batch-k1', taken, told('LeaveBatch', sent))).toEqual([])
  })

  it('ends the enrolment and frees the bed of the seat that was given up', () => {
    const released = told('SeatReleased', { traineeId: 't1', attempt: 1, reason: 'ill' })
    expect(sends('enrolment', 'batch-k1', released, batch)).toEqual(left(1, 'ill'))
    const of = told('BatchCancelled', { reason: 'flood' })
    expect(sends('enrolment', 'batch-k1', of, batch)).toEqual(left(2, 'batchCancelled'))
    const closed = told('BatchClosed', { results: [] })
    expect(sends('enrolment', 'batch-k1', closed, batch)).toEqual(left(2, 'batchClosed').slice(1))
  })
})

describe('graduation, placement, mentoring, outcome and status', () => {
  it('tells each result', () => {
    const results = [{ traineeId: 't1', attendance: 1, hours: 12, completed: true }]
    expect(sends('graduation', 'batch-k1', told('BatchClosed', { results }))).toEqual([
      told('RecordTraining', { ...results[0], batchId: 'k1' }),
    ])
  })

  it('asks the household, then the agreement, and undoes what either refuses', () => {
    const household = { householdId: 'h1', agreementId: 'a1', attempt: 3 }
    const placed = told('HouseholdPlaced', { householdId: 'h1', people: 3, attempt: 3 })
    const accept = told('AcceptMentor', { ...household, mentorId: 't1' })
    expect(sends('placement', 'agreement-a1', placed, { mentorId: 't1' })).toEqual([accept])
    expect(answers('placement', 'agreement-a1', placed, accept)).toEqual([
      told('DeclinePlacement', { ...household, reason: 'mentorRefused' }),
    ])
    const accepted = told('MentorAccepted', { agreementId: 'a1', mentorId: 't1', attempt: 3 })
    const confirm = told('ConfirmPlacement', household)
    expect(sends('placement', 'household-h1', accepted)).toEqual([confirm])
    expect(answers('placement', 'household-h1', accepted, confirm)).toEqual([
      told('EndMentor', { ...household, reason: 'placementOver' }),
    ])
  })

  it('starts and ends the mentoring', () => {
    const signed = told('AgreementSigned', { agreementId: 'a1', mentorId: 't1' })
    const begin = told('StartMentoring', { traineeId: 't1', agreementId: 'a1' })
    expect(sends('mentoring', 'agreement-a1', signed)).toEqual([begin])
    expect(answers('mentoring', 'agreement-a1', signed, begin)).toEqual([
      told('TerminateAgreement', { agreementId: 'a1', reason: 'mentoringRefused' }),
    ])
    for (const [type, outcome] of [
      ['AgreementCompleted', 'completed'],
      ['AgreementTerminated', 'terminated'],
    ] as const)
      expect(sends('mentoring', 'agreement-a1', told(type, { households: ['h1'] }), { mentorId: 't1' })).toEqual([
        told('EndMentoring', { traineeId: 't1', agreementId: 'a1', outcome }),
        told('EndMentor', { householdId: 'h1', agreementId: 'a1', reason: 'agreementEnded' }),
      ])
    const released = { householdId: 'h1', attempt: 2, reason: 'moved' }
    expect(sends('mentoring', 'agreement-a1', told('HouseholdReleased', released))).toEqual([
      told('EndMentor', { ...released, agreementId: 'a1' }),
    ])
  })

  it('tells an outcome to the agreement that it names', () => {
    const exit = told('PovertyExited', { people: 3, agreementId: 'a1' })
    expect(sends('outcome', 'household-h1', exit)).toEqual([
      told('RecordOutcome', { agreementId: 'a1', householdId: 'h1', outcome: 'exited', people: 3 }),
    ])
    expect(sends('outcome', 'household-h1', told('PovertyRelapsed', { people: 3 }))).toEqual([])
  })

  it('lets go of who leaves', () => {
    const ties = { enrolment: { batchId: 'k1', attempt: 2 }, agreements: ['a1', 'a2'] }
    for (const [type, reason] of [
      ['JourneyWithdrawn', 'withdrawn'],
      ['TraineeDisqualified', 'disqualified'],
      ['CandidateRejected', 'rejected'],
    ] as const)
      expect(sends('departure', 'journey-t1', told(type, { reason: 'asked' }), ties)).toEqual([
        told('ReleaseSeat', { batchId: 'k1', traineeId: 't1', attempt: 2, reason }),
        told('TerminateAgreement', { agreementId: 'a1', reason }),
        told('TerminateAgreement', { agreementId: 'a2', reason }),
      ])
    expect(sends('departure', 'journey-t1', told('JourneyWithdrawn', { reason: 'x' }), { agreements: [] })).toEqual([])
  })
})

describe('lateStartCleanup', () => {
  const session = { batchId: 'k1', sessionId: 's1' }
  const taken = { taken: { attempt: 2 } }
  it.each<[string, string, AnyEvent, unknown, unknown, AnyCommand]>([
    [
      'an instructor booked for a session that is off',
      'instructor-i1',
      told('InstructorBooked', session),
      { session: slot },
      { session: { ...slot, isOn: false } },
      told('CancelBooking', { instructorId: 'i1', ...session, reason: 'sessionCancelled' }),
    ],
    [
      'a place booked for a session that never was',
      'calendar-room',
      told('PlaceBooked', session),
      { session: slot },
      {},
      told('CancelPlaceBooking', { placeId: 'room', ...session, reason: 'sessionCancelled' }),
    ],
    [
      'a bed reserved for an earlier seat',
      'calendar-dorm',
      told('BedReserved', { batchId: 'k1', traineeId: 't1', attempt: 2 }),
      taken,
      { taken: { attempt: 3 } },
      told('ReleaseBed', { placeId: 'dorm', batchId: 'k1', traineeId: 't1', attempt: 2, reason: 'seatReleased' }),
    ],
    [
      'an enrolment in a batch that ended',
      'journey-t1',
      told('TraineeEnrolled', { batchId: 'k1', attempt: 2 }),
      taken,
      { ...taken, endedOn: on },
      told('LeaveBatch', { traineeId: 't1', batchId: 'k1', attempt: 2, reason: 'seatReleased' }),
    ],
    [
      'a mentor of a household that is not placed',
      'household-h1',
      told('MentorAccepted', { agreementId: 'a1', mentorId: 't1', attempt: 2 }),
      { attempt: 2, state: 'pending', on },
      undefined,
      told('EndMentor', { householdId: 'h1', agreementId: 'a1', attempt: 2, reason: 'placementOver' }),
    ],
    [
      'mentoring under an agreement that ended',
      'journey-t1',
      told('MentoringStarted', { agreementId: 'a1' }),
      { signedOn: on },
      { signedOn: on, endedOn: on, endedAs: 'terminated' },
      told('EndMentoring', { traineeId: 't1', agreementId: 'a1', outcome: 'terminated' }),
    ],
  ])('ends %s', (_what, stream, event, stands, over, ending) => {
    expect(sends('lateStartCleanup', stream, event, stands)).toEqual([])
    expect(sends('lateStartCleanup', stream, event, over)).toEqual([ending])
  })
})
