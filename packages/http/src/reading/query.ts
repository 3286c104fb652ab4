import type { z } from '@hono/zod-openapi'
import type { RequestContext } from '../context.js'
import { malformed } from '../problems/problem.js'

const none: ReadonlySet<string> = new Set()

/**
 * The query parameters, parsed by a schema. An unknown or repeated parameter is an error, because a mistyped filter must
 * not answer with the unfiltered list.
 */
export const queryOf = <Schema extends z.ZodType>(
  context: RequestContext,
  schema: Schema,
  ignored: ReadonlySet<string> = none,
): z.output<Schema> => {
  if (!context.req.url.includes('?')) return parsedNone(schema)
  const parameters: Record<string, string> = {}
  for (const [name, values] of Object.entries(context.req.queries())) {
    if (ignored.has(name)) continue
    const [value = '', ...others] = values
    if (others.length > 0)
      throw malformed(`The parameter ${quotable(name)} is given twice.`, `参数 ${quotable(name)} 重复。`)
    parameters[name] = value
  }
  return parsed(schema, parameters)
}

const parsed = <Schema extends z.ZodType>(schema: Schema, parameters: unknown): z.output<Schema> => {
  const result = schema.safeParse(parameters)
  if (result.success) return result.data
  throw problemOf(result.error)
}

/** Most requests have no parameters: what a schema makes of none is the same for all of them. */
const parsedNone = <Schema extends z.ZodType>(schema: Schema): z.output<Schema> => {
  // sound: every value was put there under its schema
  const known = ofNone.get(schema) as z.output<Schema> | undefined
  if (known !== undefined) return known
  const result = parsed(schema, {})
  ofNone.set(schema, result)
  return result
}
const ofNone = new WeakMap<z.ZodType, unknown>()

const problemOf = ({ issues: [issue] }: z.ZodError) => {
  if (issue?.code === 'unrecognized_keys') {
    const name = quotable(issue.keys[0] ?? '')
    return malformed(`There is no parameter ${name} here.`, `此处没有参数 ${name}。`)
  }
  const name = quotable(String(issue?.path[0] ?? ''))
  return malformed(`The parameter ${name} does not fit: ${issue?.message}.`, `参数 ${name} 不符合要求。`)
}

/** Problems repeat only names that look like names of parameters: anything else may hold personal data. */
const quotable = (name: string): string => (/^[A-Za-z][A-Za-z0-9]{0,39}$/.test(name) ? name : '(?)')
