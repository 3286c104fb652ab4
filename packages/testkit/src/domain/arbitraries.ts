import { type CommandInput, domain } from '@skein/core'
import type { AnyAggregate, AnyEvent } from '@skein/kernel'
import fc from 'fast-check'
import type { z } from 'zod'
import { valuesOf } from './schema-values.js'

/**
 * Any command of a type that fits its schema: `{ type, data }`. Ids come from small pools, with `constructor` and
 * `__proto__` among them; days are early and late. The rules reject most of these commands.
 *
 * Throws if the domain has no command of that type.
 *
 * @example
 * fc.assert(fc.property(anyCommandOf('RecordScale'), ({ data }) => data.quantity >= 0))
 */
export const anyCommandOf = <Type extends CommandInput['type']>(
  type: Type,
): fc.Arbitrary<Extract<CommandInput, { type: Type }>> => {
  const aggregate = domain.aggregates.find(({ commands }) => Object.hasOwn(commands, type))
  const known = aggregate?.commands[type]
  if (known === undefined) throw new Error(`This domain has no command of the type "${type}".`)
  // sound: values of the type's own schema
  return valuesOf(known.schema) as fc.Arbitrary<Extract<CommandInput, { type: Type }>>
}

/**
 * Any command of the domain that fits its schema.
 *
 * @param aggregate only commands of this aggregate, such as `journey`
 * @example
 * fc.assert(fc.property(anyCommand('batch'), (command) => myImporter.accepts(command)))
 */
export const anyCommand = (aggregate?: string): fc.Arbitrary<CommandInput> =>
  fc.oneof(
    ...domain.aggregates
      .filter(({ name }) => aggregate === undefined || name === aggregate)
      // sound: the names of an aggregate's commands
      .flatMap(({ commands }) => Object.keys(commands).map((type) => anyCommandOf(type as CommandInput['type']))),
  )

/**
 * Any event of an aggregate that fits its schema, whether or not it could follow from a command.
 *
 * @example
 * anyEventOf(Journey.aggregate)
 */
export const anyEventOf = ({ events }: Pick<AnyAggregate, 'events'>): fc.Arbitrary<AnyEvent> =>
  // sound: values of the schemas of its events
  fc.oneof(...Object.values(events).map(({ schema }) => valuesOf(schema as z.ZodType) as fc.Arbitrary<AnyEvent>))
