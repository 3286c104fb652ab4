// Arbitraries derived from schemas, so that a new field is generated as soon as its schema has it.
import { addDays } from '@skein/kernel'
import fc from 'fast-check'
import type { z } from 'zod'

/** Ids from small pools, so that commands refer to each other; some are names that every object has. */
const ids = (prefix: string) => fc.constantFrom(`${prefix}1`, `${prefix}2`, 'constructor', '__proto__')

/** Fields whose name says more than their schema. */
const fields: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  baseId: fc.constantFrom('b1', 'b1', 'b2', '__proto__'),
  placeId: fc.constantFrom('room', 'dorm', 'field', 'constructor'),
  dormitoryId: fc.constantFrom('dorm', 'room', '__proto__'),
  instructorId: ids('i'),
  courseId: ids('c'),
  traineeId: ids('t'),
  mentorId: ids('t'),
  batchId: ids('k'),
  sessionId: ids('s'),
  householdId: ids('h'),
  agreementId: ids('a'),
  cooperativeId: ids('co'),
  code: fc.constantFrom('532329', '532329102', '532329102201', '532329102202'),
  parent: fc.constantFrom('532329', '532329102'),
  divisionCode: fc.constantFrom('532329102', '532329102201', '532329102202'),
  industry: fc.constantFrom('morels', 'constructor', '__proto__'),
  unit: fc.constantFrom('mu', 'head'),
  subject: fc.constantFrom('history', 'morels', 'pruning', '__proto__'),
  reason: fc.constantFrom('ill', 'bookingRefused', 'notHeld'),
  post: fc.constantFrom('secretary', 'director'),
  version: fc.integer({ min: 1, max: 3 }),
  incomeYear: fc.constantFrom(2017, 2018, 2019),
  year: fc.constantFrom(2017, 2018, 2019),
}

/** Early and late days, around those of a programme. */
export const someDay: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...Array.from({ length: 801 }, (_, days) => addDays('2018-01-01', days))) },
  { weight: 1, arbitrary: fc.constantFrom('2017-01-01', '2018-03-19', '2018-03-20', '2030-12-31', '2031-01-01') },
)

const text = fc.oneof(fc.constantFrom('x', '__proto__', 'a/b', 'a, b'), fc.string({ minLength: 1, maxLength: 8 }))

/** Values of a schema; `name` is the field that holds them. Throws for a kind of schema that no command or event uses. */
export const valuesOf = (schema: z.core.$ZodType, name = ''): fc.Arbitrary<unknown> => {
  const known = Object.hasOwn(fields, name) ? fields[name] : undefined
  const { def } = (schema as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'object':
      return objectOf(def.shape)
    case 'optional':
      return fc.option(valuesOf(def.innerType, name), { nil: undefined })
    case 'default':
      return valuesOf(def.innerType, name)
    case 'array':
      return arrayOf(schema, valuesOf(def.element, singular(name)))
    case 'record':
      return fc.dictionary(
        name === 'povertyLineFen' ? fc.constantFrom('2017', '2018', '2020') : fc.constantFrom('morels', 'constructor'),
        valuesOf(def.valueType),
        { maxKeys: 2, noNullPrototype: true },
      )
    case 'union':
      return fc.oneof(...def.options.map((option) => valuesOf(option, name)))
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries))
    case 'literal':
      return fc.constantFrom(...def.values)
    case 'boolean':
      return fc.boolean()
    case 'number':
      return known ?? numberOf(schema as z.ZodNumber)
    case 'string':
      return known ?? ((schema as z.ZodString).format === 'date' ? someDay : fitting(schema))
    default:
      throw new Error(
        `No values can be generated for a schema of the type ${def.type}${name === '' ? '' : ` (${name})`}.`,
      )
  }
}

const singular = (name: string): string =>
  ({ present: 'traineeId', requestedBy: 'traineeId', households: 'householdId', subjects: 'subject' })[name] ?? ''

const objectOf = (shape: Readonly<Record<string, z.core.$ZodType>>): fc.Arbitrary<unknown> => {
  const fields = Object.entries(shape)
  const values = fc.record(Object.fromEntries(fields.map(([name, field]) => [name, valuesOf(field, name)])))
  const optional = fields.flatMap(([name, field]) => (field._zod.def.type === 'optional' ? name : []))
  return optional.length === 0 ? values : values.map((object) => withoutUndefined(object, optional))
}

/** An optional field is absent, not undefined. */
const withoutUndefined = (object: Readonly<Record<string, unknown>>, optional: readonly string[]): unknown => {
  const present: Record<string, unknown> = {}
  for (const name of Object.keys(object))
    if (object[name] !== undefined || !optional.includes(name)) present[name] = object[name]
  return present
}

const arrayOf = (schema: z.core.$ZodType, member: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => {
  const isEmptyAllowed = (schema as z.ZodType).safeParse([]).success
  return fc.array(member, { minLength: isEmptyAllowed ? 0 : 1, maxLength: 3 })
}

const numberOf = (schema: z.ZodNumber): fc.Arbitrary<number> => {
  const least = Math.max(schema.minValue ?? -3, -3)
  const most = Math.min(schema.maxValue ?? 60, Math.max(60, least + 60))
  const whole = fc.integer({ min: Math.ceil(least), max: Math.floor(most) })
  const some = schema.isInt ? whole : fc.oneof(whole, fc.constantFrom(0.5, 0.8, 3.5))
  return some.filter((value) => schema.safeParse(value).success)
}

const fitting = (schema: z.core.$ZodType): fc.Arbitrary<string> =>
  text.filter((value) => (schema as z.ZodType).safeParse(value).success)
