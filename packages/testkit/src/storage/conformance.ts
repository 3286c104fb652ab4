import { describe, it } from 'vitest'
import { storageCases } from './cases.js'
import type { StoreUnderTest } from './store-under-test.js'

/**
 * Declares the tests that every store has to pass. Call it at the top level of a vitest test file.
 * The title names what the store cannot do by its nature.
 *
 * @example
 * storageConformance({ name: 'memory', open: async () => openMemory(), cannot: ['survivesRestart', 'severalProcesses'] })
 */
export const storageConformance = (store: StoreUnderTest): void => {
  const { name, cannot = [] } = store
  const cases = storageCases(store)
  const limits = cannot.length === 0 ? '' : ` (by nature not: ${cannot.join(', ')})`
  describe(`${name} passes the storage conformance suite${limits}`, () => {
    for (const part of new Set(cases.map((each) => each.part)))
      describe(part, () => {
        for (const { title, run } of cases.filter((each) => each.part === part)) it(title, run)
      })
  })
}
