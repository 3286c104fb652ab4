import type { Correct, StreamEntry } from '@skein/engine'
import { type Domain, isEnvelope } from '@skein/kernel'
import { z } from 'zod'
import { usageError } from '../../failures/failure.js'
import { nearest } from '../../input/nearest.js'
import { correctMessages as messages } from './messages.js'

/**
 * The fields that a correction changes, from what was typed: `amountFen=260000000`, or `policy.minAttendance=0.8` for a
 * part of an object. A value is taken as text where the field takes text, else as JSON; no value removes the field. Throws
 * a usage error that names the fields of the command.
 */
export const readFields = (
  typed: readonly string[],
  { command, causedBy }: Pick<StreamEntry, 'command' | 'causedBy'>,
  { aggregates }: Pick<Domain, 'aggregates'>,
): Correct['data'] => {
  if (typed.length === 0) throw usageError('noFields', messages.noFields)
  // an entry that no person's command recorded is refused by its rule, whatever the fields
  const type = causedBy === undefined ? (command?.type ?? '') : ''
  const schema = aggregates.flatMap(({ commands }) => Object.entries(commands)).find(([name]) => name === type)?.[1]
  const shape = schema?.schema.shape.data.shape ?? {}
  const data: Record<string, unknown> = {}
  const paths = new Set<string>()
  for (const word of typed) {
    const [, path, value] = /^([A-Za-z]\w*(?:\.[\w-]+)*)=(.*)$/s.exec(word) ?? []
    if (path === undefined || value === undefined) throw usageError('badField', messages.badField(word))
    const [field = '', ...parts] = path.split('.')
    if (paths.has(path) || paths.has(field)) throw usageError('repeatedField', messages.repeatedField(path))
    paths.add(path)
    const known = Object.keys(shape)
    if (schema !== undefined && !known.includes(field))
      throw usageError('unknownField', messages.unknownField(field, type, nearest(field, known), known))
    if (parts.length === 0) data[field] = typedValue(value, shape[field])
    else data[field] = withPart(data[field] ?? Reflect.get(command?.data ?? {}, field), parts, value, path)
  }
  return data
}

/** An object with one part of it changed, as deep as the path leads. */
const withPart = (whole: unknown, [part = '', ...rest]: readonly string[], value: string, path: string): unknown => {
  if (typeof whole !== 'object' || whole === null || Array.isArray(whole) || isEnvelope(whole))
    throw usageError('noParts', messages.noParts(path))
  const { [part]: former, ...others }: Record<string, unknown> = { ...whole }
  if (rest.length > 0) return { ...others, [part]: withPart(former, rest, value, path) }
  return value === '' ? others : { ...others, [part]: typedValue(value, undefined) }
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
