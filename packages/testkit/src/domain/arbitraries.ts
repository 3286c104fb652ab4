// Commands and events of every type, with whatever data fits their schemas; rules refuse most of them.
import { type CommandInput, domain } from '@skein/core'
import type { AnyAggregate, AnyEvent } from '@skein/kernel'
import fc from 'fast-check'
import type { z } from 'zod'
import { valuesOf } from './arbitrary-values.js'

/**
 * Any command of that type: ids from small pools, `constructor` and `__proto__` among them, days early and late.
 *
 * @example
 * fc.property(anyCommandOf('RecordScale'), (command) => …)
 */
export const anyCommandOf = <Type extends CommandInput['type']>(
  type: Type,
): fc.Arbitrary<Extract<CommandInput, { type: Type }>> => {
  const aggregate = domain.aggregates.find(({ commands }) => Object.hasOwn(commands, type))
  const known = aggregate?.commands[type]
  if (known === undefined) throw new Error(`no command of this domain: ${type}`)
  // sound: values of the type's own schema
  return valuesOf(known.schema) as fc.Arbitrary<Extract<CommandInput, { type: Type }>>
}

/** Any command of the domain, or of one aggregate, such as `journey`. */
export const anyCommand = (aggregate?: string): fc.Arbitrary<CommandInput> =>
  fc.oneof(
    ...domain.aggregates
      .filter(({ name }) => aggregate === undefined || name === aggregate)
      // sound: the names of an aggregate's commands
      .flatMap(({ commands }) => Object.keys(commands).map((type) => anyCommandOf(type as CommandInput['type']))),
  )

/** Any event of an aggregate: its schema holds, and nothing else need. */
export const anyEventOf = ({ events }: Pick<AnyAggregate, 'events'>): fc.Arbitrary<AnyEvent> =>
  // sound: values of the schemas of its events
  fc.oneof(...Object.values(events).map(({ schema }) => valuesOf(schema as z.ZodType) as fc.Arbitrary<AnyEvent>))
