import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { comparePositions, parsePosition, positionText } from '../src/events/positions.js'

describe('positions', () => {
  const number = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n })

  it('are text, and compare as the numbers in it', () =>
    fc.assert(
      fc.property(number, number, number, number, (commit, prepare, otherCommit, otherPrepare) => {
        const [one, other] = [
          positionText({ commit, prepare }),
          positionText({ commit: otherCommit, prepare: otherPrepare }),
        ]
        expect(parsePosition(one)).toEqual({ commit, prepare })
        expect(Math.sign(comparePositions(one, other))).toBe(
          Math.sign(Number(commit - otherCommit)) || Math.sign(Number(prepare - otherPrepare)),
        )
      }),
    ))

  it('that the server does not return are refused', () => {
    for (const position of ['', '17', '1/2/3', '01/1', '-1/1', '1/x', ' 1/1'])
      expect(() => comparePositions(position, '1/1'), position).toThrow(expect.objectContaining({ fault: 'missing' }))
  })
})
