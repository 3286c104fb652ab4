import { expect, test } from 'vitest'
import { isSame } from './idempotency.js'

test('compares two plain values field by field; an undefined field counts as absent', () => {
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
