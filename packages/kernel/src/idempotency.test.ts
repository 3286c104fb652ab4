import { describe, expect, it, test } from 'vitest'
import { type Day, day } from './days.js'
import { emptySlots, isSame, type LastEventBySlot, redundantBy, trackSlots } from './idempotency.js'

test('isSame compares two plain values field by field; an undefined field counts as absent', () => {
  expect(isSame({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 })).toBe(true)
  expect(isSame({ a: 1, b: undefined }, { a: 1 })).toBe(true)
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
  const isRedundant = redundantBy<Event, State>(slots)
  const after = (...events: readonly Event[]) => events.reduce(evolve, { lastEventBySlot: emptySlots })

  it('find an event redundant that repeats the last one of its slot, on whatever day', () => {
    const state = after(event('Listed', 'a'), event('Listed', 'b'))
    expect(isRedundant([event('Listed', 'a', '2018-04-01')], state)).toBe(true)
    expect(isRedundant([event('Listed', 'c')], state)).toBe(false)
    expect(isRedundant([event('Listed', 'a'), event('Listed', 'c')], state)).toBe(false)
  })

  it('find no event redundant once another one filled its slot', () => {
    expect(isRedundant([event('Listed', 'a')], after(event('Listed', 'a'), event('Delisted', 'a')))).toBe(false)
  })

  it('find no event redundant that fills no slot', () => {
    expect(isRedundant([event('Granted', 'a')], after(event('Granted', 'a')))).toBe(false)
  })
})
