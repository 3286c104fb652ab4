import { expect, it } from 'vitest'
import { hmacUnder } from '../src/privacy/hmac.js'

it('hmacUnder gives the second test vector of RFC 4231', () => {
  const digest = hmacUnder(Buffer.from('Jefe'))
  expect(digest('what do ya want ', Buffer.from('for nothing?')).toString('hex')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  )
})
