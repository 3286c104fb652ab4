import type { z } from '@hono/zod-openapi'
import type { Call } from '../context.js'
import { malformed } from '../problems/problem.js'

/** The parameters of a request by their schema. One that is not known, or given twice, is refused: a typing error must not read as no filter. */
export const queryOf = <Schema extends z.ZodType>(
  call: Call,
  schema: Schema,
  ignored: ReadonlySet<string> = none,
): z.output<Schema> => {
  const given: Record<string, string> = {}
  for (const [name, values] of Object.entries(call.req.queries())) {
    if (ignored.has(name)) continue
    const [value = '', ...others] = values
    if (others.length > 0)
      throw malformed(`The parameter ${quoted(name)} is given twice.`, `参数 ${quoted(name)} 重复。`)
    given[name] = value
  }
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const name = quoted(String(issue?.path[0] ?? (issue && 'keys' in issue ? issue.keys[0] : '')))
  throw malformed(
    issue?.code === 'unrecognized_keys'
      ? `There is no parameter ${name} here.`
      : `The parameter ${name} does not fit: ${issue?.message}.`,
    issue?.code === 'unrecognized_keys' ? `此处没有参数 ${name}。` : `参数 ${name} 不符合要求。`,
  )
}

const none: ReadonlySet<string> = new Set()

/** Only names that look like names are repeated. */
const quoted = (name: string): string => (/^[A-Za-z][A-Za-z0-9]{0,39}$/.test(name) ? name : '(?)')
