import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  commandsTo,
  day,
  event,
  eventTypes,
  evolveWith,
  Fen,
  Id,
  judge,
  partsOf,
  ruleFor,
  streamOf,
  withMirrors,
  yuan,
} from './index.js'

type Added = { readonly type: 'Added'; readonly data: { readonly amount: number; readonly on: ReturnType<typeof day> } }
const on = day('2018-03-27')
const added = (amount: number): Added => ({ type: 'Added', data: { amount, on } })
const evolve = evolveWith<number, Added>({ Added: (sum, { amount }) => sum + amount })

describe('judging', () => {
  const limit = ruleFor<Added, number, object>()({
    id: 'limit',
    title: { en: 'At most ten.', zh: '至多十。' },
    basis: 'own: a test',
    on: ['Added'],
    breach: ({ data: { amount } }, sum) => (sum + amount > 10 ? { sum, amount } : undefined),
  })
  const judged = (events: readonly Added[], sum: number) => judge([limit], evolve, events, sum, {})

  it('judges each event on the state that the ones before it leave', () => {
    expect(judged([added(6), added(4)], 0)).toEqual(E.right([added(6), added(4)]))
    expect(judged([added(6), added(5)], 0)).toMatchObject(E.left({ rule: 'limit', evidence: { sum: 6, amount: 5 } }))
  })
})

describe('folding', () => {
  it('leaves the state as it is at a type that it does not know', () => {
    // a type that the union does not have, as a log may
    for (const type of ['Unknown', 'constructor', '__proto__', 'toString'])
      expect(evolve(3, { ...added(1), type } as unknown as Added)).toBe(3)
  })
})

describe('names', () => {
  it('a stream says which aggregate and which id, dashes and all', () =>
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (id) => {
        expect(partsOf(streamOf('journey', id))).toEqual({ aggregate: 'journey', id })
      }),
    ))

  it('an id is short and has no control characters', () => {
    expect(Id.safeParse('大户-1').success).toBe(true)
    for (const id of ['', 'a\nb', 'a\u0000', '\ud800', 'x'.repeat(201)]) expect(Id.safeParse(id).success).toBe(false)
  })
})

describe('commands', () => {
  const { command, mirror } = commandsTo({ sumId: Id })
  const Counted = event('Counted', { amount: z.int() })

  it('name their target, what they record and which fields they know', () => {
    const add = command('Add', ['Added', 'LimitReached'], { amount: z.int() })
    expect(add).toMatchObject({ target: 'sumId', records: ['Added', 'LimitReached'], byProcess: false })
    expect(add.schema.parse({ type: 'Add', data: { sumId: 's', amount: 3, on } }).data.amount).toBe(3)
    expect(add.schema.safeParse({ type: 'Add', data: { sumId: 's', amount: 3, on, more: 1 } }).success).toBe(false)
  })

  it('are copied into their event when they mirror it, without the target', () => {
    const count = mirror('Count', Counted, { byProcess: true })
    expect(count).toMatchObject({ target: 'sumId', records: ['Counted'], byProcess: true })
    expect(count.toEvent({ sumId: 's', amount: 3, on })).toEqual({ type: 'Counted', data: { amount: 3, on } })
  })

  it('keep the target in the event that opens the stream', () => {
    const open = mirror('Open', event('Opened', { sumId: Id }))
    expect(open.toEvent({ sumId: 's', on })).toEqual({ type: 'Opened', data: { sumId: 's', on } })
  })

  it('refuse to have no target, or two', () => {
    expect(() => commandsTo({})).toThrow('a command has one target')
    expect(() => commandsTo({ sumId: Id, otherId: Id })).toThrow('got 2')
  })

  it('are proposed by their copy, or by `propose` where there is none', () => {
    type Decided = { readonly type: 'Add'; readonly data: { readonly sumId: string; readonly on: typeof on } }
    const count = mirror('Count', Counted)
    const propose = withMirrors([count], (_command: Decided, sum: number) => [added(sum)])
    expect(propose({ type: 'Count', data: { sumId: 's', amount: 3, on } }, 9, {})).toEqual([
      { type: 'Counted', data: { amount: 3, on } },
    ])
    expect(propose({ type: 'Add', data: { sumId: 's', on } }, 9, {})).toEqual([added(9)])
  })
})

describe('stored formats', () => {
  it('count their versions by their upcasts', () => {
    const schema = z.object({ type: z.literal('Added'), data: z.object({ amount: z.int() }) })
    expect(eventTypes([schema]).Added?.version).toBe(1)
    expect(eventTypes([schema], { Added: [(data) => data] }).Added?.version).toBe(2)
  })
})

describe('money', () => {
  it('is whole fen, shown as yuan', () => {
    expect(Fen.safeParse(0.5).success).toBe(false)
    expect([260_000_000, 5, -1205].map(yuan)).toEqual(['2600000.00', '0.05', '-12.05'])
  })
})
