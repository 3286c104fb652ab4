import { expect, it } from 'vitest'
import { told } from './theatre.js'

it('tells', async () => {
  expect(await told()).toBeDefined()
})
