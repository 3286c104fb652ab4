// Arbitraries of values that fit a JSON Schema of the contract, and of values that most probably do not.
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

/** Ids in the example commands, so that some requests find a document or a stream. */
const existingIds = fc.constantFrom(
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

const divisionCodes = fc.constantFrom('532329', '532329104', '532329104207', '532329104208', '999999')

const text = ({ pattern, format, minLength = 0, maxLength = 4000 }: Parts): fc.Arbitrary<string> => {
  if (format === 'date') return day
  if (pattern?.includes('\\d{12}')) return divisionCodes
  if (pattern === '^\\d{4}$') return fc.constantFrom('2018', '2019', '2020')
  // an id: any text without control characters
  if (pattern !== undefined && !pattern.includes('\\u0000')) return fc.stringMatching(new RegExp(pattern))
  const any = fc.string({ minLength, maxLength: Math.min(maxLength, 40), unit: 'grapheme' })
  const matching = any.filter((value) => pattern === undefined || new RegExp(pattern, 'u').test(value))
  return maxLength >= 13 ? fc.oneof({ weight: 3, arbitrary: existingIds }, matching) : matching
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

/** Values that the schema allows. */
export const validValue = (schema: Schema): fc.Arbitrary<unknown> => {
  // sound: keywords of JSON Schema; each is used only if it is there
  const parts = schema as Parts
  if (parts.const !== undefined) return fc.constant(parts.const)
  if (parts.enum !== undefined) return fc.constantFrom(...parts.enum)
  const variants = parts.anyOf ?? parts.oneOf
  if (variants !== undefined) return fc.oneof(...variants.map(validValue))
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
      return fc.array(validValue(parts.items ?? {}), { minLength: parts.minItems ?? 0, maxLength: 4 })
    case 'object': {
      const { properties = {}, required = [], additionalProperties } = parts
      const of = Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, validValue(one)]))
      if (Object.keys(of).length === 0 && typeof additionalProperties === 'object')
        return fc.dictionary(
          validValue(parts.propertyNames ?? { type: 'string' }) as fc.Arbitrary<string>,
          validValue(additionalProperties),
          { maxKeys: 3, noNullPrototype: true },
        )
      return fc.record(of, { requiredKeys: [...required], noNullPrototype: true })
    }
    default:
      return fc.jsonValue()
  }
}

/** A valid object with a field replaced, added or removed, or any other JSON value. */
export const invalidValue = (schema: Schema): fc.Arbitrary<unknown> => {
  // sound: as above
  const { properties = {} } = schema as Parts
  const names = Object.keys(properties)
  const withFieldReplaced = fc
    .tuple(validValue(schema), fc.constantFrom(...names, 'unknownField', '__proto__'), fc.jsonValue({ maxDepth: 3 }))
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
  const withFieldRemoved = fc
    .tuple(validValue(schema), fc.constantFrom(...names))
    .map(([value, name]) => Object.fromEntries(Object.entries(value as object).filter(([key]) => key !== name)))
  return fc.oneof(
    { weight: 5, arbitrary: withFieldReplaced },
    { weight: 2, arbitrary: withFieldRemoved },
    fc.jsonValue({ maxDepth: 4 }),
  )
}
