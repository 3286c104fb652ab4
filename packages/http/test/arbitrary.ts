// Values that a JSON Schema of the contract allows, and values that it most probably does not.
import fc from 'fast-check'
import type { Schema } from './openapi.js'

type Parts = {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
  readonly propertyNames?: Schema
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly format?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
}

const day = fc
  .date({ min: new Date('1990-01-01T00:00:00Z'), max: new Date('2040-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

/** Ids of the story among them, so that some requests meet something. */
const known = fc.constantFrom(
  'trainee-1',
  'trainee-2',
  'base-1',
  'batch-1',
  'agreement-1',
  'household-1',
  'classroom-1',
  'course-1',
  'instructor-1',
  'session-1',
  'morels',
  'constructor',
  '__proto__',
)

const codes = fc.constantFrom('532329', '532329104', '532329104207', '532329104208', '999999')

const text = ({ pattern, format, minLength = 0, maxLength = 4000 }: Parts): fc.Arbitrary<string> => {
  if (format === 'date') return day
  if (pattern?.includes('\\d{12}')) return codes
  if (pattern === '^\\d{4}$') return fc.constantFrom('2018', '2019', '2020')
  if (pattern !== undefined && !pattern.includes('\\p{')) return fc.stringMatching(new RegExp(pattern))
  const any = fc.string({ minLength, maxLength: Math.min(maxLength, 40), unit: 'grapheme' })
  const clean = any.filter((value) => pattern === undefined || new RegExp(pattern, 'u').test(value))
  return maxLength >= 13 ? fc.oneof({ weight: 3, arbitrary: known }, clean) : clean
}

const number = ({ minimum, exclusiveMinimum, maximum = 1e9 }: Parts, isWhole: boolean): fc.Arbitrary<number> => {
  const min = minimum ?? exclusiveMinimum ?? -1e9
  if (isWhole)
    return fc.oneof(
      fc.integer({ min: Math.max(min, -1e9), max: Math.min(maximum, 1e9) }),
      fc.constant(Math.max(min, 1)),
    )
  return fc.double({ min, max: maximum, minExcluded: exclusiveMinimum !== undefined, noNaN: true })
}

/** A value that fits. */
export const fitting = (schema: Schema): fc.Arbitrary<unknown> => {
  // sound: these are keywords of JSON Schema, looked at where they are
  const parts = schema as Parts
  if (parts.const !== undefined) return fc.constant(parts.const)
  if (parts.enum !== undefined) return fc.constantFrom(...parts.enum)
  const variants = parts.anyOf ?? parts.oneOf
  if (variants !== undefined) return fc.oneof(...variants.map(fitting))
  switch (parts.type) {
    case 'string':
      return text(parts)
    case 'integer':
      return number(parts, true)
    case 'number':
      return number(parts, false)
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(fitting(parts.items ?? {}), { minLength: parts.minItems ?? 0, maxLength: 4 })
    case 'object': {
      const { properties = {}, required = [], additionalProperties } = parts
      const of = Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, fitting(one)]))
      if (Object.keys(of).length === 0 && typeof additionalProperties === 'object')
        return fc.dictionary(
          fitting(parts.propertyNames ?? { type: 'string' }) as fc.Arbitrary<string>,
          fitting(additionalProperties),
          { maxKeys: 3, noNullPrototype: true },
        )
      return fc.record(of, { requiredKeys: [...required], noNullPrototype: true })
    }
    default:
      return fc.jsonValue()
  }
}

/** A fitting object with something wrong in it, or something else altogether. */
export const misfitting = (schema: Schema): fc.Arbitrary<unknown> => {
  // sound: as above
  const { properties = {} } = schema as Parts
  const names = Object.keys(properties)
  const changed = fc
    .tuple(fitting(schema), fc.constantFrom(...names, 'unheardOf', '__proto__'), fc.jsonValue({ maxDepth: 3 }))
    .map(([value, name, other]) =>
      JSON.parse(
        `{${[
          ...Object.entries(value as object)
            .filter(([key]) => key !== name)
            .map(([key, one]) => `${JSON.stringify(key)}:${JSON.stringify(one)}`),
          `${JSON.stringify(name)}:${JSON.stringify(other)}`,
        ].join(',')}}`,
      ),
    )
  const lacking = fc
    .tuple(fitting(schema), fc.constantFrom(...names))
    .map(([value, name]) => Object.fromEntries(Object.entries(value as object).filter(([key]) => key !== name)))
  return fc.oneof({ weight: 5, arbitrary: changed }, { weight: 2, arbitrary: lacking }, fc.jsonValue({ maxDepth: 4 }))
}
