// Arbitraries derived from schemas, so that a new field is generated as soon as its schema has it.
import { addDays } from '@skein/kernel'
import fc from 'fast-check'
import type { z } from 'zod'

/** Ids from small pools, so that commands refer to each other; some are names that every object has. */
const ids = (prefix: string) => fc.constantFrom(`${prefix}1`, `${prefix}2`, 'constructor', '__proto__')

/** Values of fields, by the name of the field. */
export type FieldValues = Readonly<Record<string, fc.Arbitrary<unknown>>>

/** Fields whose name says more than their schema. */
const fieldsOfCore: FieldValues = {
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

/**
 * Values of a schema; `name` is the field that holds them. Throws for a kind of schema, or a text format, of which it can
 * make no values: `values` has those of the caller, by the name of the field.
 */
export const valuesOf = (schema: z.core.$ZodType, name = '', values: FieldValues = {}): fc.Arbitrary<unknown> => {
  if (Object.hasOwn(values, name)) return values[name] ?? fc.constant(undefined)
  const known = Object.hasOwn(fieldsOfCore, name) ? fieldsOfCore[name] : undefined
  const inner = (of: z.core.$ZodType, field = name) => valuesOf(of, field, values)
  const { def } = (schema as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'object':
      return objectOf(def.shape, inner)
    case 'optional':
      return fc.option(inner(def.innerType), { nil: undefined })
    case 'nullable':
      return fc.option(inner(def.innerType))
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
      return inner(def.innerType)
    case 'pipe':
      return inner(def.in)
    case 'lazy':
      return inner(def.getter())
    case 'array':
      return arrayOf(schema, inner(def.element, singular(name)))
    case 'tuple':
      return fc.tuple(...def.items.map((item) => inner(item)))
    case 'record':
      return fc.dictionary(
        name === 'povertyLineFen' ? fc.constantFrom('2017', '2018', '2020') : fc.constantFrom('morels', 'constructor'),
        inner(def.valueType, ''),
        { maxKeys: 2, noNullPrototype: true },
      )
    case 'union':
      return fc.oneof(...def.options.map((option) => inner(option)))
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries))
    case 'literal':
      return fc.constantFrom(...def.values)
    case 'boolean':
      return fc.boolean()
    case 'number':
      return fitting(schema, name, known ?? numberOf(schema as z.ZodNumber))
    case 'string':
      return (schema as z.ZodString).format === 'date'
        ? (known ?? someDay)
        : fitting(schema, name, ...textsOf(schema, name, known))
    default:
      throw noValues(name, `a schema of the type ${def.type}`)
  }
}

const noValues = (name: string, kind: string): Error =>
  new Error(
    `No values can be generated for ${kind}${name === '' ? '' : ` (the field ${name})`}: pass some as { values: { ${name === '' ? 'field' : name}: fc.constantFrom(…) } }.`,
  )

const singular = (name: string): string =>
  ({ present: 'traineeId', requestedBy: 'traineeId', households: 'householdId', subjects: 'subject' })[name] ?? ''

const objectOf = (
  shape: Readonly<Record<string, z.core.$ZodType>>,
  valuesOfField: (schema: z.core.$ZodType, name: string) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> => {
  const fields = Object.entries(shape)
  const values = fc.record(Object.fromEntries(fields.map(([name, field]) => [name, valuesOfField(field, name)])))
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
  return schema.isInt ? whole : fc.oneof(whole, fc.constantFrom(0.5, 0.8, 3.5))
}

/** The kinds of text that a field may hold, best first. */
const textsOf = (
  schema: z.core.$ZodType,
  name: string,
  known: fc.Arbitrary<unknown> | undefined,
): readonly fc.Arbitrary<unknown>[] => [
  ...(known === undefined ? [] : [known]),
  ...(name.endsWith('Id') ? [ids(name.slice(0, -2))] : []),
  text,
  ...patternsOf(schema as z.ZodString).map(matching),
  fc.emailAddress(),
  fc.uuid(),
  fc.webUrl(),
]

/** The patterns that a text must match: those of its format and of its checks. */
const patternsOf = ({ def }: z.ZodString): readonly RegExp[] =>
  [def, ...(def.checks ?? []).map((check) => check._zod.def)].flatMap((each) =>
    'pattern' in each && each.pattern instanceof RegExp ? each.pattern : [],
  )

/** Texts of a pattern; none where fast-check cannot read the pattern. */
const matching = (pattern: RegExp): fc.Arbitrary<unknown> => {
  try {
    return fc.stringMatching(pattern)
  } catch {
    return fc.constant(undefined)
  }
}

/** The values that fit the schema, of the first kind of which enough do. */
const fitting = (
  schema: z.core.$ZodType,
  name: string,
  ...kinds: readonly fc.Arbitrary<unknown>[]
): fc.Arbitrary<unknown> => {
  const fits = (value: unknown): boolean => (schema as z.ZodType).safeParse(value).success
  for (const kind of kinds)
    if (fc.sample(kind, { numRuns: 50, seed: 1 }).filter(fits).length >= 5) return kind.filter(fits)
  throw noValues(name, `its ${(schema as z.ZodType).def.type}s`)
}
