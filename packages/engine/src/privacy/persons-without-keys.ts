import { encryptedPersonsIn } from '../integrity/encrypted-persons.js'
import type { Storage } from '../ports/index.js'
import { NameTable } from '../primitives/name-table.js'
import { checkStorage } from '../primitives/option-types.js'

/** The persons whose values are encrypted in a log. */
export interface EncryptedPersons {
  readonly persons: number
  /** Those without a key: their values cannot be read any more. They were forgotten, or their keys are lost. */
  readonly withoutKey: readonly string[]
}

/** Persons whose keys are looked up at once. */
const lookupSize = 1_000

/**
 * Finds out which persons have no key. Reads the whole log, and keeps about 30 bytes of every person in it; an event that
 * cannot be read names nobody (`verifyLog` finds it).
 *
 * @example
 * const { persons, withoutKey } = await personsWithoutKeys(storage)
 */
export const personsWithoutKeys = async (storage: Pick<Storage, 'events' | 'keys'>): Promise<EncryptedPersons> => {
  checkStorage('personsWithoutKeys', storage)
  const { events, keys } = storage
  const seen = new NameTable()
  const withoutKey: string[] = []
  let unchecked: string[] = []
  const check = async () => {
    const found = await keys.find(unchecked)
    withoutKey.push(...unchecked.filter((person) => !found.has(person)))
    unchecked = []
  }
  for await (const batch of events.readAll({ metadata: false })) {
    for (const { data } of batch)
      for (const person of personsIn(data)) {
        if (seen.find(person) !== undefined) continue
        seen.add(person)
        unchecked.push(person)
      }
    if (unchecked.length >= lookupSize) await check()
  }
  if (unchecked.length > 0) await check()
  return { persons: seen.size, withoutKey: withoutKey.sort() }
}

const personsIn = (data: string): readonly string[] => {
  try {
    return [...encryptedPersonsIn(data)]
  } catch {
    return []
  }
}
