import { day } from '@skein/kernel'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { testAggregateProperties } from '../../test/aggregate-properties.js'
import { given } from '../../test/given.js'
import { runCommands } from '../../test/run-commands.js'
import { sampleRoster } from '../../test/sample-batch.js'
import { aggregate, booking, Events, rules, stream, teaching } from './index.js'
import { initialState } from './state.js'

const engaged = {
  type: 'InstructorEngaged',
  data: {
    instructorId: 'i1',
    baseId: 'b1',
    category: 'localTalent',
    subjects: ['morels'],
    personal: { name: 'somebody' },
    on: '2018-03-01',
  },
}
const engage = { ...engaged, type: 'EngageInstructor' }
const revise = (subjects: string[], on = '2018-03-02') => ({
  type: 'ReviseSubjects',
  data: { instructorId: 'i1', subjects, on },
})
const booked = { batchId: 'k1', sessionId: 's1', date: '2018-03-27', period: 'morning', hours: 3, on: '2018-03-05' }
const book = (changes: object = {}) => ({ type: 'BookInstructor', data: { instructorId: 'i1', ...booked, ...changes } })
const cancel = (changes: object = {}) => ({
  type: 'CancelBooking',
  data: { instructorId: 'i1', batchId: 'k1', sessionId: 's1', reason: 'ill', on: '2018-03-06', ...changes },
})
const release = (on: string, reason = 'retired') => ({
  type: 'ReleaseInstructor',
  data: { instructorId: 'i1', reason, on },
})

const founded = { base: { foundedOn: day('2017-01-01'), divisionCode: '532329102' } }
const batch = { batch: sampleRoster({ sessions: ['s1', 's2', 'constructor'] }) }

describe('an instructor', () => {
  test('has no booking after its cancellation', () => {
    const { events, refusals, state } = runCommands(aggregate, [
      { command: engage, views: founded },
      { command: book(), views: batch },
      { command: cancel() },
    ])
    expect(events.map(({ type }) => type)).toEqual(['InstructorEngaged', 'InstructorBooked', 'BookingCancelled'])
    expect(refusals).toEqual([])
    expect(booking('k1', 's1')(state)).toBeUndefined()
  })

  test('has a view of the engagement and subjects', () => {
    expect(teaching(initialState)).toEqual({ subjects: [] })
    const { state } = given(aggregate, engaged).when(revise(['goats']))
    expect(teaching(state)).toEqual({ engagedOn: '2018-03-01', baseId: 'b1', subjects: ['goats'] })
    expect(stream('i1')).toBe('instructor-i1')
    const after = given(aggregate, engaged).when(release('2018-04-01')).state
    expect(teaching(after)).toMatchObject({ releasedOn: '2018-04-01' })
  })

  test('can be engaged again after a release, by any base', () => {
    const released = given(aggregate, engaged).when(release('2018-04-01'))
    const again = { ...engage, data: { ...engage.data, baseId: 'b2', on: '2018-06-01' } }
    const { state } = released.when(again, founded)
    expect(teaching(state)).toEqual({ engagedOn: '2018-06-01', baseId: 'b2', subjects: ['morels'] })
    const same = { ...engage, data: { ...engage.data, on: '2018-06-01' } }
    expect(released.when(same, founded).events).toHaveLength(1)
    const revised = given(aggregate, engaged)
      .when(revise(['goats']))
      .when(release('2018-04-01'))
      .when(again, founded)
    expect(revised.when(revise(['goats'], '2018-06-02')).events).toHaveLength(1)
  })

  test('accepts the cancellation of an earlier booking after the release', () => {
    const released = given(aggregate, engaged, { type: 'InstructorBooked', data: booked }).when(release('2018-04-01'))
    expect(released.when(cancel({ on: '2018-03-06' })).events).toHaveLength(1)
  })

  test('keeps the order of recording: an engagement or a cancellation for an earlier day follows what is recorded', () => {
    const again = given(aggregate, engaged)
      .when(release('2018-04-01'))
      .when({ ...engage, data: { ...engage.data, on: '2018-03-20' } }, founded)
    expect(again.events).toHaveLength(1)
    expect(again.state.releasedOn).toBeUndefined()
    const booking = given(aggregate, engaged, { type: 'InstructorBooked', data: booked })
    expect(booking.when(cancel({ on: '2018-03-04' })).events).toHaveLength(1)
  })

  test('G3 refuses a day after the day of recording', () => {
    const before = given(aggregate, engaged)
    expect(before.when(revise(['goats'], '2018-03-09'), { recordedOn: day('2018-03-08') }).evidence).toEqual({
      on: '2018-03-09',
      recordedOn: '2018-03-08',
    })
  })

  test('G6 is engaged before any other event, and not while engaged', () => {
    expect(given(aggregate).when(book(), batch).rule).toBe('G6')
    const other = { ...engage, data: { ...engage.data, category: 'expert' } }
    expect(given(aggregate, engaged).when(other, founded).rule).toBe('G6')
  })

  test('G7 requires an existing base, a scheduled session and a current engagement', () => {
    expect(given(aggregate).when(engage).evidence).toEqual({ baseId: 'b1', founded: false })
    expect(given(aggregate, engaged).when(book({ sessionId: 's9' }), batch).evidence).toMatchObject({
      scheduled: false,
    })
    const released = given(aggregate, engaged).when(release('2018-04-01'))
    for (const command of [
      book({ on: '2018-04-02' }),
      revise(['goats'], '2018-04-02'),
      release('2018-04-02', 'moved'),
    ]) {
      expect(released.when(command, batch).rule).toBe('G7')
      expect(released.when(command, batch).evidence).toMatchObject({ releasedOn: '2018-04-01' })
    }
  })

  test('G7 refuses a second booking of a session at another time', () => {
    const decision = given(aggregate, engaged, { type: 'InstructorBooked', data: booked }).when(
      book({ period: 'evening' }),
      batch,
    )
    expect(decision.rule).toBe('G7')
    expect(decision.evidence).toEqual({ batchId: 'k1', sessionId: 's1', alreadyBookedFor: '2018-03-27 morning' })
  })

  test('records nothing for a cancellation without a booking', () => {
    expect(given(aggregate, engaged).when(cancel()).events).toEqual([])
  })

  test('G7 finds a recorded cancellation without a booking', () => {
    const { type: _, ...cancellation } = cancel()
    const cancelled = Events.Event.parse({
      type: 'BookingCancelled',
      data: { ...cancellation.data, instructorId: undefined },
    })
    const views = {
      ...aggregate.decider.absentViews,
      id: 'i1',
      recordedOn: day('2018-04-01'),
      revision: 1,
      byProcess: false,
    }
    const g7 = rules.find(({ id, on }) => id === 'G7' && on.includes('BookingCancelled'))
    const none = { batchId: 'k1', sessionId: 's1', booked: false }
    expect(g7?.breach(cancelled, given(aggregate, engaged).state, views)).toEqual(none)
  })

  test('I2 refuses a release with bookings on that day or later', () => {
    const before = given(aggregate, engaged, { type: 'InstructorBooked', data: booked })
    expect(before.when(release('2018-03-27')).rule).toBe('I2')
    expect(before.when(release('2018-03-27')).evidence).toEqual({
      on: '2018-03-27',
      bookedOn: '2018-03-27',
      bookedFor: 'k1',
      session: 's1',
    })
    expect(before.when(release('2018-03-28')).events).toHaveLength(1)
  })

  test('I3 refuses a booking for a subject dropped since, or for a batch of another base', () => {
    const revised = given(aggregate, engaged).when(revise(['goats']))
    expect(revised.when(book(), batch).rule).toBe('I3')
    expect(revised.when(book(), batch).evidence).toEqual({ subject: 'morels', subjects: 'goats' })
    const elsewhere = { batch: sampleRoster({ baseId: 'b2', sessions: ['s1'] }) }
    expect(given(aggregate, engaged).when(book(), elsewhere).evidence).toEqual({
      batchBase: 'b2',
      instructorBase: 'b1',
    })
  })

  const session = { batchId: fc.constantFrom('k1', '__proto__'), sessionId: fc.constantFrom('s1', 's2', 'constructor') }
  const time = {
    date: fc.constantFrom('2018-03-27', '2018-03-28'),
    period: fc.constantFrom('morning', 'evening'),
  }
  const someBookings = fc.record({ ...session, ...time }).map((changes) => book(changes))
  const anyCommand = fc.oneof(
    { weight: 4, arbitrary: someBookings },
    { weight: 2, arbitrary: fc.record(session).map((changes) => cancel(changes)) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(release('2018-03-27'), release('2018-03-28'), release('2018-03-29'), engage),
    },
    fc.constant(revise(['morels', 'goats'])),
  )
  const someCommands = fc
    .tuple(
      fc.array(someBookings, { minLength: 2, maxLength: 4 }),
      fc.array(anyCommand, { minLength: 3, maxLength: 20 }),
    )
    .map(([bookings, others]) => [...bookings, ...others])
  const someReleases = fc.array(fc.constantFrom(release('2018-03-28'), release('2018-03-29')), { maxLength: 3 })
  const stepsOf = (commands: readonly unknown[]) =>
    [engage, ...commands].map((command) => ({ command, views: { ...founded, ...batch } }))

  test('I1 holds after any commands', () => {
    let refused = 0
    const runs = 300
    fc.assert(
      fc.property(someCommands, (commands) => {
        const { refusals, state } = runCommands(aggregate, stepsOf(commands))
        if (refusals.includes('I1')) refused++
        const times = [...state.bookings.values()].map(({ date, period }) => `${date} ${period}`)
        expect(new Set(times).size).toBe(times.length)
      }),
      { numRuns: runs },
    )
    expect(refused).toBeGreaterThanOrEqual(runs / 10)
  })

  test('I2 holds after any commands', () => {
    let refused = 0
    const runs = 300
    fc.assert(
      fc.property(someReleases, someCommands, (releases, commands) => {
        const { refusals, state } = runCommands(
          aggregate,
          stepsOf([...commands.slice(0, 3), ...releases, ...commands.slice(3)]),
        )
        if (refusals.includes('I2')) refused++
        const { releasedOn } = state
        const upcoming = [...state.bookings.values()].filter(
          ({ date }) => releasedOn !== undefined && date >= releasedOn,
        )
        expect(upcoming).toEqual([])
      }),
      { numRuns: runs },
    )
    expect(refused).toBeGreaterThanOrEqual(runs / 10)
  })

  testAggregateProperties(aggregate, someCommands.map(stepsOf))
})
