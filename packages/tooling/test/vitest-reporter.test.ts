import { join } from 'node:path'
import { expect, it } from 'vitest'
import { failureOf } from '../src/consumer.ts'
import { root } from '../src/toolchain.mjs'

it('counts failed tests and files that could not be loaded, in the last line', () => {
  const folder = join(root, 'packages/tooling/test/fixtures/counts')
  const printed = failureOf(join(root, 'node_modules/.bin/vitest'), ['run'], folder)
  expect(printed?.split('\n').at(-1)).toBe('1 passed, 2 failed, 1 skipped')
})
