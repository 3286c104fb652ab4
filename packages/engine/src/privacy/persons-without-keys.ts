import { PersonCounter } from '../integrity/encrypted-count.js'
import type { Storage } from '../ports/index.js'
import { checkStorage } from '../primitives/option-types.js'

/** The persons whose values are encrypted in a log. */
export interface EncryptedPersons {
  readonly persons: number
  /** Those whose key opens none of their values, or is gone: they were forgotten, or their keys are lost. */
  readonly withoutKey: readonly string[]
}

/**
 * Finds out which persons have no key, as `verifyLog` counts them. Reads the whole log, and keeps about 40 bytes of every
 * person in it.
 *
 * @example
 * const { persons, withoutKey } = await personsWithoutKeys(storage)
 */
export const personsWithoutKeys = async (storage: Pick<Storage, 'events' | 'keys'>): Promise<EncryptedPersons> => {
  checkStorage('personsWithoutKeys', storage)
  const counter = new PersonCounter(storage.keys, { named: true })
  for await (const batch of storage.events.readAll({ metadata: false })) {
    for (const { data } of batch) counter.add(data)
    await counter.lookUp()
  }
  return { persons: counter.count.persons, withoutKey: [...(counter.keyless ?? [])].sort() }
}
