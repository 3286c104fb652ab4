import { day } from '@skein/kernel'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { given } from '../../test/given.js'
import { decideAfterReorderedEvents, repeatsAreRedundant, runCommands } from '../../test/run-commands.js'
import { sampleRoster } from '../../test/sample-batch.js'
import { aggregate, bed, booking, nextOccupation, notOccupied, stream } from './index.js'
import { initialState } from './state.js'

const booked = { baseId: 'b1', batchId: 'k1', sessionId: 's1', date: '2018-03-27', period: 'morning', on: '2018-03-05' }
const book = (changes: object = {}) => ({ type: 'BookPlace', data: { placeId: 'p1', ...booked, ...changes } })
const cancel = (changes: object = {}) => ({
  type: 'CancelPlaceBooking',
  data: { placeId: 'p1', batchId: 'k1', sessionId: 's1', reason: 'storm', on: '2018-03-06', ...changes },
})
const stay = {
  baseId: 'b1',
  batchId: 'k1',
  traineeId: 't1',
  attempt: 1,
  from: '2018-03-26',
  until: '2018-03-28',
  on: '2018-03-05',
}
const reserve = (changes: object = {}) => ({ type: 'ReserveBed', data: { placeId: 'd1', ...stay, ...changes } })
const release = (changes: object = {}) => ({
  type: 'ReleaseBed',
  data: { placeId: 'd1', batchId: 'k1', traineeId: 't1', reason: 'left', on: '2018-03-06', ...changes },
})

const opened = { openedOn: day('2018-01-01') }
const room = {
  id: 'p1',
  place: { ...opened, kind: 'classroom' },
  batch: sampleRoster({ sessions: ['s1', 's2', 'constructor'] }),
}
const seats = (attempt: number) => sampleRoster({ seats: { t1: attempt, t2: attempt, t3: attempt } })
const dormitory = { id: 'd1', place: { ...opened, kind: 'dormitory', beds: 2 }, batch: seats(1) }

describe('a calendar', () => {
  test('needs no opening event, and keeps no trace of a cancelled booking in its state', () => {
    const { events, refusals, state } = runCommands(aggregate, [
      { command: book(), views: room },
      { command: cancel() },
      { command: book({ on: '2018-03-07' }), views: room },
      { command: cancel({ on: '2018-03-08' }) },
    ])
    expect(refusals).toEqual([])
    expect(events.map(({ type }) => type)).toEqual([
      'PlaceBooked',
      'PlaceBookingCancelled',
      'PlaceBooked',
      'PlaceBookingCancelled',
    ])
    expect(state).toEqual({ ...initialState, baseId: 'b1' })
    expect(stream('p1')).toBe('calendar-p1')
  })

  test('has views of the next occupation, a booking and a bed', () => {
    expect(nextOccupation(day('2018-01-01'))(initialState)).toEqual(notOccupied)
    const { state } = runCommands(aggregate, [
      { command: book({ date: '2018-05-01' }), views: room },
      { command: reserve(), views: dormitory },
    ])
    expect(nextOccupation(day('2018-03-01'))(state)).toEqual({ next: { date: '2018-03-26', batchId: 'k1' } })
    expect(nextOccupation(day('2018-03-28'))(state)).toEqual({ next: { date: '2018-03-28', batchId: 'k1' } })
    expect(nextOccupation(day('2018-03-29'))(state)).toEqual({ next: { date: '2018-05-01', batchId: 'k1' } })
    expect(nextOccupation(day('2018-05-02'))(state)).toEqual({})
    expect(booking('k1', 's1')(state)).toMatchObject({ date: '2018-05-01', period: 'morning' })
    expect(booking('k1', 's2')(state)).toBeUndefined()
    expect(bed('k1', 't1')(state)).toMatchObject({ attempt: 1, until: '2018-03-28' })
    expect(bed('k1', 't2')(state)).toBeUndefined()
  })

  test('records nothing for the end of another booking or seat', () => {
    expect(given(aggregate).when(cancel()).events).toEqual([])
    expect(given(aggregate).when(release()).events).toEqual([])
    const reserved = given(aggregate, { type: 'BedReserved', data: { ...stay, attempt: 2 } })
    expect(reserved.when(release({ attempt: 1 })).events).toEqual([])
    expect(reserved.when(release({ attempt: 2 })).events).toHaveLength(1)
    expect(reserved.when(release()).events).toHaveLength(1)
  })

  test('replaces the bed of an earlier seat by that of a later one, not the reverse', () => {
    const reserved = given(aggregate)
      .when(reserve(), dormitory)
      .when(reserve({ attempt: 2 }), { ...dormitory, batch: seats(2) })
    expect(bed('k1', 't1')(reserved.state)).toMatchObject({ attempt: 2 })
    const older = reserved.when(reserve(), dormitory)
    expect(older.rule).toBe('G7')
    expect(older.evidence).toEqual({ batchId: 'k1', traineeId: 't1', attempt: 1, currentAttempt: 2 })
  })

  test('G7 refuses an entry for a day before the place or the seat, and ends nothing that is not there', () => {
    expect(given(aggregate).when(book({ on: '2017-12-01' }), { ...room, place: {} }).evidence).toMatchObject({
      opened: false,
    })
    const beforeSeat = { ...dormitory, batch: sampleRoster({ seats: {} }) }
    expect(given(aggregate).when(reserve({ on: '2018-02-01' }), beforeSeat).evidence).toMatchObject({
      seatTaken: false,
    })
    expect(given(aggregate).when(cancel({ on: '2018-03-01' })).events).toEqual([])
    expect(given(aggregate).when(release({ on: '2018-03-01' })).events).toEqual([])
  })

  test('keeps the order of recording: an earlier day changes nothing', () => {
    const cancelled = given(aggregate, { type: 'PlaceBooked', data: booked }).when(cancel({ on: '2018-03-01' }))
    expect(cancelled.events).toHaveLength(1)
    expect(cancelled.history.map(({ type }) => type)).toEqual(['PlaceBooked', 'PlaceBookingCancelled'])
  })

  test('reserves the bed of a seat whose papers come after its batch was closed', () => {
    const closed = { ...seats(1), endedOn: day('2018-05-01'), closedOn: day('2018-05-01') }
    expect(given(aggregate).when(reserve(), { ...dormitory, batch: closed }).events).toHaveLength(1)
  })

  test('G7 belongs to the base of its first entry', () => {
    const decision = given(aggregate, { type: 'PlaceBooked', data: booked }).when(
      book({ baseId: 'b2', sessionId: 's2', period: 'evening' }),
      room,
    )
    expect(decision.rule).toBe('G7')
    expect(decision.evidence).toEqual({ placeId: 'p1', baseId: 'b2', calendarOf: 'b1' })
    expect(
      given(aggregate, { type: 'PlaceBooked', data: booked }).when(reserve({ baseId: 'b2' }), dormitory).rule,
    ).toBe('G7')
  })

  test('G7 requires existing places, sessions and seats', () => {
    const nowhere = { ...room, place: {} }
    expect(given(aggregate).when(book(), nowhere).evidence).toEqual({ placeId: 'p1', baseId: 'b1', opened: false })
    expect(given(aggregate).when(book({ sessionId: 's9' }), room).evidence).toMatchObject({ scheduled: false })
    expect(given(aggregate).when(reserve({ traineeId: 't9' }), dormitory).evidence).toMatchObject({ seatTaken: false })
    expect(given(aggregate).when(reserve({ attempt: 2 }), dormitory).evidence).toMatchObject({
      attempt: 2,
      currentAttempt: 1,
    })
    const cancelled = { ...dormitory, batch: sampleRoster({ seats: { t1: 1 }, cancelled: true }) }
    expect(given(aggregate).when(reserve(), cancelled).evidence).toEqual({ batchId: 'k1', batchEndedOn: '2018-03-01' })
    expect(given(aggregate).when(reserve({ until: '2018-03-25' }), dormitory).evidence).toEqual({
      from: '2018-03-26',
      until: '2018-03-25',
    })
  })

  test('G7 refuses a second booking of a session at another time', () => {
    const decision = given(aggregate, { type: 'PlaceBooked', data: booked }).when(book({ period: 'evening' }), room)
    expect(decision.rule).toBe('G7')
    expect(decision.evidence).toMatchObject({ alreadyBookedFor: '2018-03-27 morning' })
  })

  test('B4 refuses bookings of a place for the day of its closing and later', () => {
    const closing = (closedOn: string) => ({ ...room, place: { ...room.place, closedOn: day(closedOn) } })
    const decision = given(aggregate).when(book(), closing('2018-03-27'))
    expect(decision.rule).toBe('B4')
    expect(decision.evidence).toEqual({ placeId: 'p1', closedOn: '2018-03-27', takenOn: '2018-03-27', takenFor: 'k1' })
    expect(given(aggregate).when(book(), closing('2018-03-28')).events).toHaveLength(1)
    const closed = { ...dormitory, place: { ...dormitory.place, closedOn: day('2018-03-28') } }
    expect(given(aggregate).when(reserve(), closed).rule).toBe('B4')
  })

  test('T3 reserves beds only in a dormitory', () => {
    const decision = given(aggregate).when(reserve(), { ...dormitory, place: { ...opened, kind: 'classroom' } })
    expect(decision.rule).toBe('T3')
    expect(decision.evidence).toEqual({ dormitoryId: 'd1', kind: 'classroom', expected: 'dormitory' })
    expect(given(aggregate).when(reserve(), { ...dormitory, place: {} }).evidence).toEqual({
      dormitoryId: 'd1',
      opened: false,
    })
  })

  test('C3 a place holds one session at a time', () => {
    const decision = given(aggregate, { type: 'PlaceBooked', data: booked }).when(book({ sessionId: 's2' }), room)
    expect(decision.rule).toBe('C3')
    expect(decision.evidence).toEqual({
      placeId: 'p1',
      date: '2018-03-27',
      period: 'morning',
      takenFor: 'k1',
      session: 's1',
    })
  })

  test('C4 counts the last day of a stay, and not the day after', () => {
    const full = given(
      aggregate,
      { type: 'BedReserved', data: stay },
      { type: 'BedReserved', data: { ...stay, traineeId: 't2' } },
    )
    const decision = full.when(reserve({ traineeId: 't3', from: '2018-03-28', until: '2018-03-30' }), dormitory)
    expect(decision.rule).toBe('C4')
    expect(decision.evidence).toEqual({ placeId: 'd1', day: '2018-03-28', reserved: 3, beds: 2 })
    expect(
      full.when(reserve({ traineeId: 't3', from: '2018-03-29', until: '2018-03-30' }), dormitory).events,
    ).toHaveLength(1)
  })

  test('C4 refuses a bed in a dormitory without a number of beds', () => {
    const decision = given(aggregate).when(reserve(), { ...dormitory, place: { ...opened, kind: 'dormitory' } })
    expect(decision.rule).toBe('C4')
    expect(decision.evidence).toMatchObject({ beds: null, reserved: 1 })
  })

  const session = { batchId: fc.constantFrom('k1', '__proto__'), sessionId: fc.constantFrom('s1', 's2', 'constructor') }
  const someBookings = fc.array(
    fc.oneof(
      {
        weight: 3,
        arbitrary: fc
          .record({
            ...session,
            date: fc.constantFrom('2018-03-27', '2018-03-28'),
            period: fc.constantFrom('morning', 'evening'),
          })
          .map((changes) => book(changes)),
      },
      fc.record(session).map((changes) => cancel(changes)),
    ),
    { maxLength: 20 },
  )
  const days = ['2018-03-26', '2018-03-27', '2018-03-28', '2018-03-29', '2018-03-30']
  const guest = { traineeId: fc.constantFrom('t1', 't2', 't3'), batchId: fc.constantFrom('k1', 'k2') }
  const someStays = fc.array(
    fc.oneof(
      {
        weight: 3,
        arbitrary: fc
          .record({
            ...guest,
            attempt: fc.constantFrom(1, 2),
            from: fc.constantFrom(...days),
            until: fc.constantFrom(...days),
          })
          .map((changes) => ({ command: reserve(changes), views: { ...dormitory, batch: seats(changes.attempt) } })),
      },
      fc
        .record({ ...guest, attempt: fc.constantFrom(1, 2, undefined) })
        .map((changes) => ({ command: release(changes), views: dormitory })),
    ),
    // long enough that beds run out in far more than a tenth of the runs
    { maxLength: 20, size: 'max' },
  )

  test('C3 holds after any commands', () => {
    let refused = 0
    const runs = 300
    fc.assert(
      fc.property(someBookings, (commands) => {
        const { refusals, state } = runCommands(
          aggregate,
          commands.map((command) => ({ command, views: room })),
        )
        if (refusals.includes('C3')) refused++
        const times = [...state.bookings.values()].map(({ date, period }) => `${date} ${period}`)
        expect(new Set(times).size).toBe(times.length)
      }),
      { numRuns: runs },
    )
    expect(refused).toBeGreaterThanOrEqual(runs / 10)
  })

  test('C4 holds on every day after any commands', () => {
    let refused = 0
    const runs = 300
    fc.assert(
      fc.property(someStays, (steps) => {
        const { refusals, state } = runCommands(aggregate, steps)
        if (refusals.includes('C4')) refused++
        for (const on of days)
          expect(
            [...state.beds.values()].filter(({ from, until }) => from <= on && on <= until).length,
          ).toBeLessThanOrEqual(2)
      }),
      { numRuns: runs },
    )
    expect(refused).toBeGreaterThanOrEqual(runs / 10)
  })

  test('a repeated command records nothing, even on a later day', () => {
    fc.assert(
      fc.property(someBookings, someStays, (commands, stays) => {
        const steps = [...commands.map((command) => ({ command, views: room })), ...stays]
        return repeatsAreRedundant(aggregate, steps)
      }),
      { numRuns: 300 },
    )
  })

  test('decides without an exception after events in any order', () => {
    fc.assert(
      fc.property(someStays, fc.gen(), (steps, pick) =>
        decideAfterReorderedEvents(aggregate, steps, (events) => pick(() => fc.shuffledSubarray([...events]))),
      ),
      { numRuns: 200 },
    )
  })
})
