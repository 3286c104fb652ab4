import type { Correct, StreamEntry } from '@skein/engine'
import type { Domain } from '@skein/kernel'
import { z } from 'zod'
import { usageError } from '../../failures/failure.js'
import { nearest } from '../../input/nearest.js'
import { correctMessages as messages } from './messages.js'

/**
 * The fields that a correction changes, from what was typed: `amountFen=260000000`. A value is taken as text where the
 * field takes text, else as JSON; no value removes the field. Throws a usage error that names the fields of the command.
 */
export const readFields = (
  typed: readonly string[],
  { command }: Pick<StreamEntry, 'command'>,
  { aggregates }: Pick<Domain, 'aggregates'>,
): Correct['data'] => {
  if (typed.length === 0) throw usageError('noFields', messages.noFields)
  const type = command?.type ?? ''
  const schema = aggregates.flatMap(({ commands }) => Object.entries(commands)).find(([name]) => name === type)?.[1]
  const shape = schema?.schema.shape.data.shape ?? {}
  const data: Record<string, unknown> = {}
  for (const word of typed) {
    const [, field, value] = /^([A-Za-z]\w*)=(.*)$/s.exec(word) ?? []
    if (field === undefined || value === undefined) throw usageError('badField', messages.badField(word))
    if (Object.hasOwn(data, field)) throw usageError('repeatedField', messages.repeatedField(field))
    const known = Object.keys(shape)
    // an entry that no command records is refused by its rule
    if (schema !== undefined && !known.includes(field))
      throw usageError('unknownField', messages.unknownField(field, type, nearest(field, known), known))
    data[field] = typedValue(value, shape[field])
  }
  return data
}

const typedValue = (typed: string, schema: unknown): unknown => {
  if (typed === '') return null
  // as the schema says, `532329` is a code in one field and a number in another
  if (schema instanceof z.ZodType && schema.safeParse(typed).success) return typed
  try {
    const value: unknown = JSON.parse(typed)
    return value
  } catch {
    return typed
  }
}
