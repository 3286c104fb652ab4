import { type AnyAggregate, type AnyCommand, personalFields } from '@skein/kernel'
import { encrypt, isEnvelope } from './envelope.js'
import type { PersonKey, PersonKeys } from './person-keys.js'

/** A command whose personal fields are sealed, and the keys that were made for it and are not kept yet. */
export interface EncryptedCommand {
  readonly command: AnyCommand
  readonly newKeys: readonly PersonKey[]
}

/** Whether there is anything to seal. */
export const isPersonal = ({ data }: AnyCommand): boolean => personalFields.some((field) => data[field] !== undefined)

/** Fields that hold personal data in clear. */
const clearFields = ({ data }: AnyCommand): readonly string[] =>
  personalFields.filter((field) => data[field] !== undefined && !isEnvelope(data[field]))

/** Fields that come sealed, as only a process may send them. */
export const encryptFields = ({ data }: AnyCommand): readonly string[] =>
  personalFields.filter((field) => isEnvelope(data[field]))

/** Seals what is personal under the key of every person it is about, one after another. */
export const encryptCommand = async (
  command: AnyCommand,
  aggregate: AnyAggregate,
  stream: string,
  keys: PersonKeys,
): Promise<EncryptedCommand> => {
  const fields = clearFields(command)
  if (fields.length === 0) return { command, newKeys: [] }
  const named = [...new Set(aggregate.persons?.(command))]
  const persons = named.length === 0 ? [stream] : named
  const found = await keys.find(persons)
  const under = persons.map((person) => found.get(person) ?? keys.make(person))
  const sealed = fields.map((field) => [
    field,
    under.reduce((value: unknown, key) => encrypt(key, field, value), command.data[field]),
  ])
  return {
    command: { ...command, data: { ...command.data, ...Object.fromEntries(sealed) } },
    newKeys: under.filter(({ person }) => !found.has(person)),
  }
}
