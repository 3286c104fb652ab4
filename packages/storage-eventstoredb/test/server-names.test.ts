import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromServerName, isSystemName, toServerName } from '../src/events/server-names.js'

describe('names on the server', () => {
  it('are reversible, distinct for distinct names, and never names of the server itself', () =>
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.constantFrom('', '$', '~', '~$'), (one, other, start) => {
        const name = start + one
        expect(fromServerName(toServerName(name))).toBe(name)
        expect(isSystemName(toServerName(name))).toBe(false)
        expect(toServerName(name) === toServerName(start + other)).toBe(one === other)
      }),
    ))

  it('are unchanged unless they begin with a reserved sign', () => {
    for (const name of ['journey-t1', 'Ünbekannt 事件', 'a$b']) expect(toServerName(name)).toBe(name)
  })
})
