import { describe, expect, it, test } from 'vitest'
import { type Day, day } from './days.js'
import { alreadyRecordedBy, emptySlots, isSame, type LastEventBySlot, trackSlots } from './idempotency.js'

test('isSame compares two plain values field by field; an undefined field counts as absent', () => {
  expect(isSame({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 })).toBe(true)
  expect(isSame({ a: 1, b: undefined }, { a: 1 })).toBe(true)
  expect(isSame(new Map([['a', new Set([1])]]), new Map([['a', new Set([1])]]))).toBe(true)
  for (const [a, b] of [
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: 1, b: 2 }, { a: 1 }],
    [{ a: 1 }, { b: 1 }],
    [
      [1, 2],
      [2, 1],
    ],
    [[], {}],
    [{}, null],
    [null, {}],
    [0, '0'],
    [{}, 'a'],
    [new Map([['a', 1]]), new Map([['a', 2]])],
    [new Map(), new Map([['a', 1]])],
    [new Set(), new Map()],
    [new Map(), {}],
    ['a', {}],
  ])
    expect(isSame(a, b)).toBe(false)
})

describe('slots', () => {
  type Event = {
    readonly type: 'Listed' | 'Delisted' | 'Granted'
    readonly data: { readonly name: string; readonly on: Day }
  }
  type State = { readonly lastEventBySlot: LastEventBySlot }
  const event = (type: Event['type'], name: string, on = '2018-03-27'): Event => ({ type, data: { name, on: day(on) } })
  const slots = ({ type, data }: Event) => (type === 'Granted' ? [] : [`listing/${data.name}`])
  const evolve = trackSlots<Event, State>((state) => state, slots)
  const recordedFor = alreadyRecordedBy<Event, State>(slots)
  const after = (...events: readonly Event[]) => events.reduce(evolve, { lastEventBySlot: emptySlots })

  it('give the day for which the last event of a slot says the same', () => {
    const state = after(event('Listed', 'a'), event('Listed', 'b'))
    expect(recordedFor(event('Listed', 'a', '2018-04-01'), state)).toBe('2018-03-27')
    expect(recordedFor(event('Listed', 'c'), state)).toBeUndefined()
  })

  it('give no day once another event filled the slot', () => {
    expect(recordedFor(event('Listed', 'a'), after(event('Listed', 'a'), event('Delisted', 'a')))).toBeUndefined()
  })

  it('give no day for an event that fills no slot', () => {
    expect(recordedFor(event('Granted', 'a'), after(event('Granted', 'a')))).toBeUndefined()
  })
})
