import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { notJsonIn } from '../src/integrity/json-values.js'

class Amount {
  readonly fen = 5
}
const cycle: Record<string, unknown> = {}
cycle.itself = cycle

const samples: readonly { readonly title: string; readonly value: unknown; readonly found: string }[] = [
  { title: 'a Date', value: new Date(0), found: 'Date' },
  { title: 'a Map', value: new Map([['a', 1]]), found: 'Map' },
  { title: 'a Set', value: new Set([1]), found: 'Set' },
  { title: 'bytes', value: new Uint8Array(2), found: 'Uint8Array' },
  { title: 'an instance of a class', value: new Amount(), found: 'Amount' },
  { title: 'Infinity', value: Number.POSITIVE_INFINITY, found: 'Infinity' },
  { title: 'NaN', value: Number.NaN, found: 'NaN' },
  { title: 'a bigint', value: 1n, found: 'bigint' },
  { title: 'a symbol', value: Symbol('s'), found: 'symbol' },
  { title: 'a function', value: () => 1, found: 'function' },
  { title: 'half of a surrogate pair', value: 'x\ud800', found: 'half of a surrogate pair' },
]

describe('a value that JSON cannot hold', () => {
  it.each(samples)('$title is found with its path, in a field and in a list', ({ value, found }) => {
    expect(notJsonIn({ data: { values: [1, value] } })).toEqual([{ path: ['data', 'values', 1], found }])
    expect(notJsonIn({ field: value })).toEqual([{ path: ['field'], found }])
  })

  it('undefined is found in a list, and is an absent field in an object', () => {
    expect(notJsonIn({ a: [undefined], b: undefined })).toEqual([{ path: ['a', 0], found: 'undefined' }])
    expect(notJsonIn(new Array(1))).toEqual([{ path: [0], found: 'undefined' }])
  })

  it('an object that contains itself is found; one that is there twice is fine', () => {
    expect(notJsonIn(cycle)).toEqual([{ path: ['itself'], found: 'an object that contains itself' }])
    const shared = { a: 1 }
    expect(notJsonIn({ one: shared, other: shared })).toEqual([])
  })

  it('is anything that is another value after JSON.stringify and JSON.parse, and nothing else', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withNullPrototype: true,
    })
    fc.assert(
      fc.property(anything, (value) => {
        if (notJsonIn(value).length > 0) return
        expect(normal(JSON.parse(JSON.stringify(value)))).toEqual(normal(value))
      }),
    )
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(notJsonIn(value)).toEqual([])
      }),
    )
  })
})

/** Without fields that are `undefined`, without prototypes, and without the sign of zero. */
const normal = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(normal)
  if (typeof value === 'number') return value === 0 ? 0 : value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]) => (part === undefined ? [] : [[key, normal(part)]])),
  )
}
