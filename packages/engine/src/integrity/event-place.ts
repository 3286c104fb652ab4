import { isEnvelope } from '@skein/kernel'
import { misplacedValue } from './envelope-check.js'
import type { PersonalFields } from './personal-fields.js'

/** An event whose encrypted values are compared with what they name. */
export interface EventPlace {
  readonly stream: string
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
}

/**
 * Throws `StorageError` with fault `corrupt` unless every envelope of the event belongs to its stream, its field, a
 * command that records events of its type, and the person whom it is about.
 */
export const assertPlaced = ({ stream, type, data }: EventPlace, fields: PersonalFields): void => {
  const personal = fields.ofEvent(type)
  for (const [name, value] of Object.entries(data)) {
    if (!isEnvelope(value)) continue
    const field = personal?.get(name)
    const isPlaced =
      value.stream === stream &&
      value.field === name &&
      // of a type that the domain does not know, only the stream and the field can be compared
      (personal === undefined ||
        (fields.records(value.command, type) && field?.personsIn(data, stream).at(-1) === value.person))
    if (!isPlaced) throw misplacedValue(value.person, stream, name)
  }
}
