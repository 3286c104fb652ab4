import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromServerName, isSystemName, toServerName } from '../src/names.js'
import { comparePositions, positionText, serverPosition } from '../src/positions.js'

describe('names', () => {
  it("come back as they were, differ where they differed, and are never the server's own", () =>
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.constantFrom('', '$', '~', '~$'), (one, other, start) => {
        const name = start + one
        expect(fromServerName(toServerName(name))).toBe(name)
        expect(isSystemName(toServerName(name))).toBe(false)
        expect(toServerName(name) === toServerName(start + other)).toBe(one === other)
      }),
    ))

  it('stand on the server as they are', () => {
    for (const name of ['journey-t1', 'Ünbekannt 事件', 'a$b']) expect(toServerName(name)).toBe(name)
  })
})

describe('positions', () => {
  const number = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n })

  it('are text, and compare as the numbers in it', () =>
    fc.assert(
      fc.property(number, number, number, number, (commit, prepare, otherCommit, otherPrepare) => {
        const [one, other] = [
          positionText({ commit, prepare }),
          positionText({ commit: otherCommit, prepare: otherPrepare }),
        ]
        expect(serverPosition(one)).toEqual({ commit, prepare })
        expect(Math.sign(comparePositions(one, other))).toBe(
          Math.sign(Number(commit - otherCommit)) || Math.sign(Number(prepare - otherPrepare)),
        )
      }),
    ))

  it('of another store, or of nobody, are refused', () => {
    for (const position of ['', '17', '1/2/3', '01/1', '-1/1', '1/x', ' 1/1'])
      expect(() => comparePositions(position, '1/1'), position).toThrow(expect.objectContaining({ fault: 'missing' }))
  })
})
