import { expect, it } from 'vitest'
import { baseQueryMessages } from './base-query.js'

it('a list of bases ends with the number of those that it leaves out', () => {
  const known = Array.from({ length: 23 }, (_, index) => `b${index}`)
  expect(baseQueryMessages.unknownBase('x', known).en).toMatch(/b19 and 3 more\.$/)
  expect(baseQueryMessages.whichBase(known).zh).toMatch(/b19 等 23 个。$/)
  expect(baseQueryMessages.unknownBase('x', known.slice(0, 20)).en).toMatch(/b18, b19\.$/)
})
