import {
  binaryEvent,
  type EventData,
  type JSONType,
  jsonEvent,
  type MetadataType,
  type RecordedEvent,
} from '@eventstore/db-client'
import { type NewEvent, StorageError, type StoredEvent } from '@skein/engine'
import { fromServerName, isSystemName, toServerName } from './names.js'
import { positionText } from './positions.js'

// How an event stands on the server; what is written once is read for ever.
//
// The client parses JSON on reading and gives no other access to it, so text goes as JSON only where parsing it and
// writing it again gives the same bytes. That is so for everything the engine writes; it then shows as JSON in the
// server's own pages. Any other text goes as bytes.

/** The key under which metadata is wrapped that can't stand by itself. */
const wrapper = '$skein'

type Wrapped = { readonly schemaVersion: number; readonly metadata: string }

export const toServerEvent = ({ eventId, type, schemaVersion, data, metadata }: NewEvent): EventData => {
  const parsed = parsedAlike(data)
  const common = { id: eventId, type: toServerName(type), metadata: toServerMetadata(metadata, schemaVersion) }
  return parsed === undefined
    ? binaryEvent({ ...common, data: Buffer.from(data) })
    : // sound: the client writes it with JSON.stringify, which takes any parsed JSON
      jsonEvent({ ...common, data: parsed.value as JSONType })
}

/** Metadata that says its schema version itself stands as it is. */
const toServerMetadata = (metadata: string, schemaVersion: number): MetadataType => {
  const parsed = parsedAlike(metadata)?.value
  if (isObject(parsed) && parsed.schemaVersion === schemaVersion && !Object.hasOwn(parsed, wrapper)) return parsed
  return { [wrapper]: { schemaVersion, metadata } satisfies Wrapped }
}

/** What the text says, where JSON.stringify gives the very same text for it. */
const parsedAlike = (text: string): { readonly value: unknown } | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return JSON.stringify(value) === text ? { value } : undefined
  } catch {
    return undefined
  }
}

/** Not one of the server's own: statistics, links, metadata of streams. */
export const isOurs = ({ type, streamId }: RecordedEvent): boolean => !isSystemName(type) && !isSystemName(streamId)

export const toStoredEvent = (event: RecordedEvent): StoredEvent => ({
  stream: fromServerName(event.streamId),
  revision: Number(event.revision),
  position: positionOf(event),
  eventId: event.id,
  type: fromServerName(event.type),
  data: event.isJson ? JSON.stringify(event.data) : textOf(event.data),
  ...metadataOf(event.metadata),
})

const positionOf = ({ position }: RecordedEvent): string => {
  if (position !== undefined) return positionText(position)
  throw new StorageError('failed', 'The server does not say the positions of events; version 22.6 or later is needed.')
}

const metadataOf = (metadata: unknown): Pick<StoredEvent, 'schemaVersion' | 'metadata'> => {
  if (isObject(metadata)) {
    const wrapped = metadata[wrapper]
    if (isWrapped(wrapped)) return { schemaVersion: wrapped.schemaVersion, metadata: wrapped.metadata }
  }
  // an event that another program wrote may have any metadata, or none
  const schemaVersion = isObject(metadata) && typeof metadata.schemaVersion === 'number' ? metadata.schemaVersion : 1
  return { schemaVersion, metadata: metadata === undefined ? '{}' : textOf(metadata) }
}

const textOf = (value: unknown): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString() : JSON.stringify(value)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)

const isWrapped = (value: unknown): value is Wrapped =>
  isObject(value) && typeof value.schemaVersion === 'number' && typeof value.metadata === 'string'
