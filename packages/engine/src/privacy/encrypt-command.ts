import { type AnyAggregate, type AnyCommand, personalFields } from '@skein/kernel'
import { encrypt, isEnvelope } from './envelope.js'
import type { PersonKey, PersonKeys } from './person-keys.js'

/** A command whose personal fields are encrypted, and the keys that were generated for it and are not stored yet. */
export interface EncryptedCommand {
  readonly command: AnyCommand
  readonly newKeys: readonly PersonKey[]
}

export const hasPersonalFields = ({ data }: AnyCommand): boolean =>
  personalFields.some((field) => data[field] !== undefined)

/** The personal fields in plain text. */
const plainFields = ({ data }: AnyCommand): readonly string[] =>
  personalFields.filter((field) => data[field] !== undefined && !isEnvelope(data[field]))

/** The personal fields that are encrypted already; only processes may send such commands. */
export const encryptedFields = ({ data }: AnyCommand): readonly string[] =>
  personalFields.filter((field) => isEnvelope(data[field]))

/**
 * Encrypts the personal fields of a command. A value about several persons is encrypted under the key of each, one
 * after another, so destroying any of the keys erases it.
 */
export const encryptCommand = async (
  command: AnyCommand,
  aggregate: AnyAggregate,
  stream: string,
  keys: Pick<PersonKeys, 'find' | 'generate'>,
): Promise<EncryptedCommand> => {
  const fields = plainFields(command)
  if (fields.length === 0) return { command, newKeys: [] }
  const named = [...new Set(aggregate.persons?.(command))]
  const persons = named.length === 0 ? [stream] : named
  const stored = await keys.find(persons)
  const personKeys = persons.map((person) => stored.get(person) ?? keys.generate(person))
  const encrypted = fields.map((field) => [
    field,
    personKeys.reduce((value: unknown, key) => encrypt(key, field, value), command.data[field]),
  ])
  return {
    command: { ...command, data: { ...command.data, ...Object.fromEntries(encrypted) } },
    newKeys: personKeys.filter(({ person }) => !stored.has(person)),
  }
}
