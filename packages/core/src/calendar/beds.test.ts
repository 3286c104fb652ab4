// C4 and the reservation and release of beds.
import { day } from '@skein/kernel'
import { describe, expect, test } from 'vitest'
import { given } from '../../test/given.js'
import { sampleRoster } from '../../test/sample-batch.js'
import { aggregate, bed, Events, nextOccupation, rules } from './index.js'

const stay = { baseId: 'b1', batchId: 'k1', traineeId: 't1', from: '2018-03-26', until: '2018-03-28', on: '2018-03-05' }
const reserve = (changes: object = {}) => ({
  type: 'ReserveBed',
  data: { placeId: 'd1', attempt: 1, ...stay, ...changes },
})
const reserved = (changes: object = {}) => ({ type: 'BedReserved', data: { attempt: 1, ...stay, ...changes } })
const guest = (traineeId: string, from: string, until = from) => reserved({ traineeId, from, until })
const booked = (sessionId: string, date: string) => ({
  type: 'PlaceBooked',
  data: { baseId: 'b1', batchId: 'k1', sessionId, date, period: 'morning', on: '2018-03-05' },
})
const dormitory = (beds: number, attempt = 1) => ({
  id: 'd1',
  place: { openedOn: day('2018-01-01'), kind: 'dormitory', beds },
  batch: sampleRoster({ seats: { t1: attempt, t2: attempt, t3: attempt } }),
})

describe('C4 the beds of a dormitory', () => {
  test('are counted for each day of a stay', () => {
    const guests = given(aggregate, guest('t2', '2018-03-26'), guest('t3', '2018-03-28'))
    expect(guests.when(reserve(), dormitory(2)).events).toHaveLength(1)
    expect(guests.when(reserve(), dormitory(1)).rule).toBe('C4')
  })

  test('are free before and after a stay', () => {
    const early = given(aggregate, guest('t2', '2018-03-24', '2018-03-25'))
    const late = given(aggregate, guest('t2', '2018-03-29', '2018-03-30'))
    for (const guests of [early, late]) expect(guests.when(reserve(), dormitory(1)).events).toHaveLength(1)
  })

  test('show the first day without a free bed, whatever the order of reservations', () => {
    const guests = [guest('t3', '2018-03-28'), guest('t2', '2018-03-27', '2018-03-28')]
    const full = { placeId: 'd1', day: '2018-03-27', reserved: 2, beds: 1 }
    expect(given(aggregate, ...guests).when(reserve(), dormitory(1)).evidence).toEqual(full)
    expect(given(aggregate, ...guests.toReversed()).when(reserve(), dormitory(1)).evidence).toEqual(full)
  })

  test('are not counted twice for a later seat of the same person', () => {
    const again = given(aggregate, reserved()).when(reserve({ attempt: 2 }), dormitory(1, 2))
    expect(again.events).toHaveLength(1)
    const elsewhere = given(aggregate, reserved({ batchId: 'k2' })).when(reserve(), dormitory(1))
    expect(elsewhere.rule).toBe('C4')
  })
})

describe('a bed', () => {
  test('is reserved for the current seat, once', () => {
    expect(given(aggregate).when(reserve({ attempt: undefined }), dormitory(1, 2)).events).toHaveLength(1)
    const longer = given(aggregate, reserved()).when(reserve({ until: '2018-03-29' }), dormitory(1))
    expect([longer.rule, longer.evidence]).toEqual([
      'G7',
      { batchId: 'k1', traineeId: 't1', attempt: 1, currentAttempt: 1 },
    ])
  })

  test('stays reserved when another seat is released', () => {
    const released = (attempt: number) => ({
      type: 'BedReleased',
      data: { batchId: 'k1', traineeId: 't1', attempt, reason: 'left', on: '2018-03-06' },
    })
    expect(bed('k1', 't1')(given(aggregate, reserved(), released(2)).state)).toBeDefined()
    expect(bed('k1', 't1')(given(aggregate, reserved(), released(1)).state)).toBeUndefined()
  })

  test('belongs to the base of the first entry of the calendar', () => {
    const other = given(aggregate, reserved()).when(reserve({ traineeId: 't2', baseId: 'b2' }), dormitory(2))
    expect([other.rule, other.evidence]).toEqual(['G7', { placeId: 'd1', baseId: 'b2', calendarOf: 'b1' }])
  })
})

test('the next occupation is the earliest one, whatever the order of entries', () => {
  const entries = [booked('s1', '2018-03-20'), booked('s2', '2018-03-22'), reserved()]
  for (const ordered of [entries, entries.toReversed()])
    expect(nextOccupation(day('2018-03-01'))(given(aggregate, ...ordered).state)).toMatchObject({
      next: { date: '2018-03-20' },
    })
})

test('G7 finds a recorded cancellation or release of nothing', () => {
  const evidenceAgainst = (type: 'PlaceBookingCancelled' | 'BedReleased', changes: object) =>
    rules
      .find(({ id, on }) => id === 'G7' && on.includes(type))
      ?.breach(
        Events.Event.parse({ type, data: { batchId: 'k1', reason: 'storm', on: '2018-03-06', ...changes } }),
        given(aggregate).state,
        { ...aggregate.decider.absentViews, id: 'p1', recordedOn: day('2018-04-01'), revision: 1, byProcess: false },
      )
  expect(evidenceAgainst('PlaceBookingCancelled', { sessionId: 's1' })).toEqual({
    batchId: 'k1',
    sessionId: 's1',
    booked: false,
  })
  expect(evidenceAgainst('BedReleased', { traineeId: 't1' })).toEqual({
    batchId: 'k1',
    traineeId: 't1',
    attempt: null,
    reserved: false,
  })
})
