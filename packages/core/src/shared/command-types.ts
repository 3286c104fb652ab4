import type { CommandType } from '@skein/kernel'

type Schemas = readonly CommandType['schema'][]
type TypeOf<S extends Schemas> = S[number]['shape']['type']['value']

/**
 * The command types of an aggregate: each schema with the events that it records.
 * @param byProcess those that only processes send
 */
export const commandTypes = <S extends Schemas>(
  schemas: S,
  records: Readonly<Record<TypeOf<S>, readonly string[]>>,
  byProcess: readonly TypeOf<S>[] = [],
): Readonly<Record<string, CommandType>> =>
  Object.fromEntries(
    schemas.map((schema) => {
      const type: TypeOf<S> = schema.shape.type.value
      return [type, { schema, records: records[type], byProcess: byProcess.includes(type) }]
    }),
  )
