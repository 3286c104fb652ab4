import { expect, it } from 'vitest'
import { Id } from './ids.js'

it('accepts ids of 1 to 200 characters without control characters and unpaired surrogates', () => {
  expect(Id.safeParse('大户-1').success).toBe(true)
  for (const id of ['', 'a\nb', 'a\u0000', '\ud800', 'x'.repeat(201)]) expect(Id.safeParse(id).success).toBe(false)
})
