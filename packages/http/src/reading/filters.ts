import type { RequestContext } from '../context.js'
import { malformed } from '../problems/problem.js'

/** The fields by which a list can be filtered, with the types of their values. */
export type Filters = ReadonlyMap<string, 'string' | 'number' | 'boolean'>

/** The condition of the parameters `?field=value`: the document's field has that value. */
export const filterOf = (context: RequestContext, filters: Filters): ((doc: unknown) => boolean) => {
  const conditions: (readonly [field: string, value: string])[] = []
  for (const [field, type] of filters) {
    const [value, ...others] = context.req.queries(field) ?? []
    if (value === undefined) continue
    if (others.length > 0) throw malformed(`The parameter ${field} is given twice.`, `参数 ${field} 重复。`)
    if (type === 'boolean' && value !== 'true' && value !== 'false')
      throw malformed(`The parameter ${field} must be true or false.`, `参数 ${field} 应为 true 或 false。`)
    if (type === 'number' && !/^-?\d+(\.\d+)?$/.test(value))
      throw malformed(`The parameter ${field} must be a number.`, `参数 ${field} 应为数字。`)
    conditions.push([field, type === 'number' ? String(Number(value)) : value])
  }
  return (doc) => conditions.every(([field, value]) => plainValue(doc, field) === value)
}

const plainValue = (doc: unknown, field: string): string | undefined =>
  typeof doc === 'object' && doc !== null && Object.hasOwn(doc, field) ? String(Reflect.get(doc, field)) : undefined
