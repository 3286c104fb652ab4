import { type AnyAggregate, type AnyCommand, isEnvelope } from '@skein/kernel'
import { type PersonalField, personalFieldsOfCommand } from '../integrity/personal-fields.js'
import { encrypt } from './envelope.js'
import type { PersonKey, PersonKeys } from './person-keys.js'

/** A command whose personal fields are encrypted, and the keys that were generated for it and are not stored yet. */
export interface EncryptedCommand {
  readonly command: AnyCommand
  /** The encrypted fields of its data, by name. */
  readonly envelopes: Readonly<Record<string, unknown>>
  readonly newKeys: readonly PersonKey[]
}

/** The personal fields in which the command brings a value in plain text. */
const plainFields = ({ type, data }: AnyCommand, { commands }: AnyAggregate): readonly PersonalField[] => {
  const commandType = commands[type]
  if (commandType === undefined) return []
  return personalFieldsOfCommand(commandType).filter(({ name }) => data[name] !== undefined && !isEnvelope(data[name]))
}

/** A command without personal fields. */
export const unencrypted = (command: AnyCommand): EncryptedCommand => ({ command, envelopes: {}, newKeys: [] })

export const hasPersonalFields = (command: AnyCommand, aggregate: AnyAggregate): boolean =>
  plainFields(command, aggregate).length > 0

/** The fields of a command's data that are encrypted already; nobody may send them. */
export const encryptedFields = (data: unknown): readonly string[] =>
  typeof data === 'object' && data !== null && !Array.isArray(data)
    ? Object.entries(data).flatMap(([field, value]) => (isEnvelope(value) ? [field] : []))
    : []

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
  const { type, data } = command
  const fields = plainFields(command, aggregate).map((field) => ({ ...field, persons: field.personsIn(data, stream) }))
  if (fields.length === 0) return unencrypted(command)
  const persons = [...new Set(fields.flatMap((field) => field.persons))]
  const stored = await keys.find(persons)
  const personKeys = new Map(persons.map((person) => [person, stored.get(person) ?? keys.generate(person)]))
  const encrypted = fields.map(({ name, persons: about }) => [
    name,
    about.reduce((value: unknown, person) => {
      const key = personKeys.get(person)
      return key === undefined ? value : encrypt(key, { stream, command: type, field: name }, value)
    }, data[name]),
  ])
  const envelopes = Object.fromEntries(encrypted)
  return {
    command: { ...command, data: { ...data, ...envelopes } },
    envelopes,
    newKeys: [...personKeys.values()].filter(({ person }) => !stored.has(person)),
  }
}
