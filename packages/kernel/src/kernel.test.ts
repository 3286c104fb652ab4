import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  type CommandType,
  day,
  eventTypes,
  evolveWith,
  Fen,
  Id,
  judge,
  partsOf,
  ruleFor,
  streamOf,
  targetField,
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
  const judged = judge([limit], evolve)

  it('judges each event on the state that the ones before it leave', () => {
    expect(judged([added(6), added(4)], 0, {})).toEqual(E.right([added(6), added(4)]))
    expect(judged([added(6), added(5)], 0, {})).toMatchObject(
      E.left({ rule: 'limit', evidence: { sum: 6, amount: 5 } }),
    )
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

  it('the first field of a command names its target', () => {
    const schema = z.strictObject({ type: z.literal('Add'), data: z.strictObject({ sumId: Id, amount: z.int() }) })
    const command: CommandType = { schema, records: ['Added'], byProcess: false }
    expect(targetField(command)).toBe('sumId')
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
