import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { comparePositions, parsePosition, positionText } from '../src/events/positions.js'

describe('positions', () => {
  const number = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n })

  it('are text, and compare as the numbers in it', () =>
    fc.assert(
      fc.property(number, number, (commit, other) => {
        const [one, two] = [positionText({ commit, prepare: commit }), positionText({ commit: other, prepare: other })]
        expect(parsePosition(one)).toEqual({ commit, prepare: commit })
        expect(Math.sign(comparePositions(one, two))).toBe(Math.sign(Number(commit - other)))
      }),
    ))

  it('that the server cannot have given are refused', () => {
    for (const position of ['', '1/1', '01', '-1', 'x', ' 1', '9223372036854775808', '18446744073709551615'])
      expect(() => comparePositions(position, '1'), position).toThrow(expect.objectContaining({ fault: 'missing' }))
  })
})
