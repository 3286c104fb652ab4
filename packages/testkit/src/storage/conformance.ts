import { describe, it } from 'vitest'
import { storageCases } from './cases.js'
import type { StoreUnderTest } from './store-under-test.js'

/**
 * Declares the tests that every store passes, whoever wrote it: call it in a test file of vitest.
 * What a store cannot do by its nature is named in the title.
 *
 * @example
 * storageConformance({ name: 'memory', open: async () => openMemory(), cannot: ['survivesRestart', 'severalProcesses'] })
 */
export const storageConformance = (offer: StoreUnderTest): void => {
  const { name, cannot = [] } = offer
  const cases = storageCases(offer)
  describe(`${name} keeps what a store promises${cannot.length === 0 ? '' : ` (by nature not: ${cannot.join(', ')})`}`, () => {
    for (const part of new Set(cases.map((each) => each.part)))
      describe(part, () => {
        for (const { title, run } of cases.filter((each) => each.part === part)) it(title, run)
      })
  })
}
