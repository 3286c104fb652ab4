// Which fields hold personal data, and how it is stored.
import { z } from 'zod'
import { aggregateOf } from './refers-to.js'
import { markOf, markSchema } from './schema-marks.js'
import { eachElement, findIn, type PathStep } from './schema-paths.js'
import { streamOf } from './streams.js'

/**
 * An encrypted personal value, as stores, states and read models carry it. It names what it was encrypted for, and
 * decrypts as nothing else. Only the engine decrypts it, when a read model or an event is read.
 */
export const Envelope = z.strictObject({
  algorithm: z.string(),
  ciphertext: z.string(),
  /** The type of the command that brought the value. */
  command: z.string(),
  /** The field of its data. */
  field: z.string(),
  keyId: z.string(),
  /** The stream of the person whose key encrypts it, such as `journey-t1`. */
  person: z.string(),
  /** The stream whose event holds it. */
  stream: z.string(),
})
export type Envelope = z.infer<typeof Envelope>

const names = Object.keys(Envelope.shape)

/** Whether a value is an encrypted personal value. */
export const isEnvelope = (value: unknown): value is Envelope => {
  if (typeof value !== 'object' || value === null || !('ciphertext' in value)) return false
  return (
    Object.keys(value).length === names.length && names.every((name) => typeof Reflect.get(value, name) === 'string')
  )
}

/** What replaces an encrypted value once the key of its person is destroyed. */
export type Erased = { readonly erased: true }

export interface PersonalOptions {
  /**
   * The field of the same data that names the person: an id made by `idOf(…, { aggregate })`, or a list of them for a
   * value about several people. Default, also where the field is absent: the person is the stream.
   */
  readonly person?: string
}

/** The mark of a personal field. */
interface Mark extends PersonalOptions {
  readonly plain: z.ZodType
}

const key = Symbol.for('@skein/kernel/personal')
const personalMarkOf = (schema: z.core.$ZodType): Mark | undefined => markOf<Mark>(schema, key)

/** The schema of a personal field: encrypted, or in plain text where a decider runs without an engine. */
export type PersonalSchema<Plain extends z.ZodType = z.ZodType> = z.ZodUnion<readonly [typeof Envelope, Plain]>

/**
 * The schema of a field that holds personal data. The field lies directly in the data of an event. Commands bring it in
 * plain text; the engine encrypts it under the person's key before it decides anything.
 *
 * @example
 * const VisitRecorded = event('VisitRecorded', { householdId: HouseholdId, note: personal(z.string(), { person: 'householdId' }) })
 */
export const personal = <Plain extends z.ZodType>(
  plain: Plain,
  options: PersonalOptions = {},
): PersonalSchema<Plain> => {
  const schema: PersonalSchema<Plain> = z.union([Envelope, plain])
  return markSchema(schema, key, { plain, ...options } satisfies Mark)
}

/** The fields of commands for fields of events: those of personal fields take plain text only. */
export type PlainShape<Shape extends z.ZodRawShape> = {
  [Field in keyof Shape]: Shape[Field] extends PersonalSchema<infer Plain>
    ? Plain
    : Shape[Field] extends z.ZodOptional<PersonalSchema<infer Plain>>
      ? z.ZodOptional<Plain>
      : Shape[Field]
}

export const plainShapeOf = <Shape extends z.ZodRawShape>(shape: Shape): PlainShape<Shape> =>
  // sound: personal fields become the schemas of their plain values, as `PlainShape` says; the others stay
  Object.fromEntries(
    Object.entries(shape).map(([field, schema]) => [field, plainSchemaOf(schema)]),
  ) as PlainShape<Shape>

const plainSchemaOf = (schema: z.core.$ZodType): z.core.$ZodType => {
  if (schema instanceof z.ZodOptional) {
    const inner = schema.unwrap()
    const plain = plainSchemaOf(inner)
    return plain === inner ? schema : z.optional(plain)
  }
  const mark = personalMarkOf(schema)
  if (mark === undefined) return schema
  // a schema of its own, as the same one may also be that of a field that is not personal
  const plain: z.ZodType = mark.plain.clone()
  return markSchema(plain, key, mark)
}

/** A personal field, wherever it lies in a schema. */
export interface PersonalField extends PersonalOptions {
  readonly path: readonly PathStep[]
  /** The aggregate of the people whom the field `person` names; absent where that holds no ids of one. */
  readonly aggregate?: string
}

const known = new WeakMap<z.core.$ZodType, readonly PersonalField[]>()

/** The personal fields of a schema, in nested objects and lists too. */
export const personalFieldsOf = (schema: z.core.$ZodType): readonly PersonalField[] => {
  const fields = known.get(schema) ?? findPersonalFields(schema)
  known.set(schema, fields)
  return fields
}

const findPersonalFields = (schema: z.core.$ZodType): readonly PersonalField[] => {
  const found = findIn(schema, personalMarkOf)
  if (found.length === 0) return []
  const ids = new Map(findIn(schema, aggregateOf).map((id) => [JSON.stringify(id.path), id.found]))
  return found.map(({ path, found: { person } }) => {
    if (person === undefined) return { path }
    const named = [...path.slice(0, -1), person]
    const aggregate = ids.get(JSON.stringify(named)) ?? ids.get(JSON.stringify([...named, eachElement]))
    return { path, person, ...(aggregate === undefined ? {} : { aggregate }) }
  })
}

/** The streams of the people whom a value of a personal field is about. */
export const personsNamedBy = (named: unknown, aggregate: string | undefined, stream: string): readonly string[] => {
  if (named === undefined || aggregate === undefined) return [stream]
  const ids = Array.isArray(named) ? named : [named]
  return ids.length === 0 ? [stream] : [...new Set(ids.map((id) => streamOf(aggregate, String(id))))]
}
