import { DeciderError } from '@skein/engine'
import { expect, it } from 'vitest'
import { errorLocation } from '../src/problems/from-error.js'

it('the log of a failed decider names the line of the domain that threw, and repeats no message', () => {
  const brokenRule = () => new Error('a personal value')
  const error = new DeciderError({ en: 'a personal value', zh: 'a personal value' }, { cause: brokenRule() })
  const location = errorLocation(error)
  expect(location).toEqual({ error: 'DeciderError', at: expect.stringMatching(/^at brokenRule /) })
  expect(JSON.stringify(location)).not.toContain('a personal value')
})
