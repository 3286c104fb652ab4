import type { CommandInput } from '@skein/core'
import type { AnyAggregate, AnyEvent } from '@skein/kernel'
import fc from 'fast-check'
import type { z } from 'zod'
import { type DomainOption, domainOf } from './domain-option.js'
import { type FieldValues, valuesOf } from './schema-values.js'

export interface ValueOptions {
  /** Values of fields by name, in place of those derived from the schema: `{ title: fc.constantFrom('grafting') }`. */
  readonly values?: FieldValues
}

/** The names of the commands of a domain. */
export type TypeIn<Input> = Input extends { readonly type: infer Type extends string } ? Type : never

/**
 * Any command of a type that fits its schema: `{ type, data }`. Ids come from small pools, with `constructor` and
 * `__proto__` among them; days are early and late. The rules reject most of these commands.
 *
 * Throws if the domain has no command of that type.
 *
 * @example
 * fc.assert(fc.property(anyCommandOf('RecordScale'), ({ data }) => data.quantity >= 0))
 */
export const anyCommandOf = <Type extends TypeIn<Input>, Input = CommandInput>(
  type: Type,
  options: DomainOption<Input> & ValueOptions = {},
): fc.Arbitrary<Extract<Input, { type: Type }>> => {
  const aggregate = domainOf(options).aggregates.find(({ commands }) => Object.hasOwn(commands, type))
  const known = aggregate?.commands[type]
  if (known === undefined) throw new Error(`This domain has no command of the type "${type}".`)
  // sound: values of the type's own schema
  return valuesOf(known.schema, '', options.values) as fc.Arbitrary<Extract<Input, { type: Type }>>
}

export interface AnyCommandOptions<Input = CommandInput> extends DomainOption<Input>, ValueOptions {
  /** Only commands of this aggregate, such as `journey`; default those of all. */
  readonly aggregate?: string
}

/**
 * Any command of the domain that fits its schema.
 *
 * @example
 * fc.assert(fc.property(anyCommand({ aggregate: 'batch' }), (command) => myImporter.accepts(command)))
 */
export const anyCommand = <Input = CommandInput>(options: AnyCommandOptions<Input> = {}): fc.Arbitrary<Input> =>
  fc.oneof(
    ...domainOf(options)
      .aggregates.filter(({ name }) => options.aggregate === undefined || name === options.aggregate)
      .flatMap(({ commands }) => Object.values(commands))
      // sound: values of the schemas of the domain's commands
      .map(({ schema }) => valuesOf(schema, '', options.values) as fc.Arbitrary<Input>),
  )

/**
 * Any event of an aggregate that fits its schema, whether or not it could follow from a command.
 *
 * @example
 * anyEventOf(Journey.aggregate)
 */
export const anyEventOf = (
  { events }: Pick<AnyAggregate, 'events'>,
  { values }: ValueOptions = {},
): fc.Arbitrary<AnyEvent> =>
  fc.oneof(
    ...Object.values(events).map(
      // sound: values of the schemas of its events
      ({ schema }) => valuesOf(schema as z.ZodType, '', values) as fc.Arbitrary<AnyEvent>,
    ),
  )
