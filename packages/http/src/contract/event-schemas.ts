// The events of the domain as schemas of the contract: each type with its own data.
import { type Domain, type EventType, historyEventTypes } from '@skein/kernel'
import { type JsonSchema, jsonSchemaOf } from './json-schema.js'

/** All event types: those of the aggregates, and those that the streams of every aggregate have about their own entries. */
export const eventTypesOf = ({ aggregates }: Pick<Domain, 'aggregates'>): ReadonlyMap<string, EventType> =>
  new Map([...aggregates.flatMap(({ events }) => Object.entries(events)), ...Object.entries(historyEventTypes)])

/** The schemas of the data of all event types, by type; `{Type}Data` is the name of its component. */
export const eventDataSchemas = (domain: Pick<Domain, 'aggregates'>): ReadonlyMap<string, JsonSchema> =>
  new Map([...eventTypesOf(domain)].map(([type, eventType]) => [type, eventDataSchema(eventType)]))

/** The schema of the data of one event type, as readers get it. */
export const eventDataSchema = ({ schema }: Pick<EventType, 'schema'>): JsonSchema =>
  withErased(jsonSchemaOf(schema, 'output').properties?.data ?? {})

export const eventDataName = (type: string): string => `${type}Data`

/** An event of one of these types: `type`, and the data of that type. */
export const eventOf = (types: Iterable<string>, typePrefix = ''): JsonSchema => {
  const variants = [...types].map((type) => ({
    type: 'object',
    required: ['type', 'data'],
    properties: {
      type: { const: `${typePrefix}${type}` },
      data: { $ref: `#/components/schemas/${eventDataName(type)}` },
    },
  }))
  const [only] = variants
  return variants.length === 1 && only !== undefined ? only : { oneOf: variants }
}

/** What a personal value reads as once its person is forgotten (`Erased` of the kernel). */
const erased: JsonSchema = {
  type: 'object',
  description: 'The person is forgotten.',
  required: ['erased'],
  properties: { erased: { const: true } },
  additionalProperties: false,
}

/** A schema in which wherever an encrypted value may stand, an erased one may. */
const withErased = (schema: JsonSchema): JsonSchema => {
  const { anyOf, properties } = schema
  return {
    ...schema,
    ...(anyOf === undefined ? {} : { anyOf: anyOf.some(isEnvelope) ? [...anyOf, erased] : anyOf.map(withErased) }),
    ...(properties === undefined
      ? {}
      : { properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, withErased(one)])) }),
  }
}

const isEnvelope = ({ properties = {} }: JsonSchema): boolean => 'ciphertext' in properties && 'person' in properties
