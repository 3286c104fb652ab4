import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, addMonths, Day, day, daysBetween, latest, monthOf, yearOf } from './days.js'

const days = fc
  .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2200-01-01T00:00:00Z'), noInvalidDate: true })
  .map((date) => day(date.toISOString().slice(0, 10)))

describe('days', () => {
  it('accepts only days that exist in the calendar', () => {
    expect(Day.safeParse('2020-02-29').success).toBe(true)
    for (const text of ['2019-02-29', '2018-13-01', '2018-6-11', '20180611', '2018-06-11T00:00:00Z', ''])
      expect(Day.safeParse(text).success, text).toBe(false)
  })

  it('adds and subtracts days, and counts the days between two', () =>
    fc.assert(
      fc.property(days, fc.integer({ min: -50_000, max: 50_000 }), (from, count) => {
        const to = addDays(from, count)
        expect(daysBetween(from, to)).toBe(count)
        expect(addDays(to, -count)).toBe(from)
        expect(to > from).toBe(count > 0)
      }),
    ))

  it('adds months: keeps the day of the month, or takes the last day of a shorter one', () => {
    expect(addMonths('2018-03-27', 24)).toBe('2020-03-27')
    expect(addMonths('2018-01-31', 1)).toBe('2018-02-28')
    expect(addMonths('2020-01-31', 1)).toBe('2020-02-29')
    expect(addMonths('2018-01-15', -1)).toBe('2017-12-15')
    fc.assert(
      fc.property(days, fc.integer({ min: -600, max: 600 }), (from, months) => {
        const to = addMonths(from, months)
        expect(Day.safeParse(to).success).toBe(true)
        expect(yearOf(to) * 12 + Number(monthOf(to).slice(5))).toBe(
          yearOf(from) * 12 + Number(monthOf(from).slice(5)) + months,
        )
      }),
    )
  })

  it('gives the latest day, ignoring undefined ones', () => {
    expect(latest(day('2018-01-01'), undefined, day('2018-03-01'), day('2018-02-01'))).toBe('2018-03-01')
  })
})

it.each(['yesterday', '2018-13-01', '2018-02-30', '11.6.2018', ''])('%j is no day, which the error says', (text) => {
  expect(() => day(text)).toThrow(`${JSON.stringify(text)} is no day. Expected a day such as "2018-06-11".`)
})
