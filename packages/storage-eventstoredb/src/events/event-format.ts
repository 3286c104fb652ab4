// How events are stored on the server; permanent.
//
// The client parses JSON when it reads and gives no access to the original text. So text is stored as JSON only if
// parsing and serialising it again gives the same bytes. That holds for everything the engine writes, which the server
// then shows as JSON in its web pages. Any other text is stored as bytes.
import {
  binaryEvent,
  type EventData,
  type JSONType,
  jsonEvent,
  type MetadataType,
  type RecordedEvent,
} from '@eventstore/db-client'
import { eventIdOf, type NewEvent, StorageError, type StoredEvent } from '@skein/engine'
import { positionText } from './positions.js'
import { fromServerName, isSystemName, toServerName } from './server-names.js'

/** The key that wraps metadata which cannot be stored unchanged. */
const wrapperKey = '$skein'

/** What is stored beside the data. `metadata` is a JSON value; under `wrapperKey` it is the text of one. */
type ServerMetadata = { readonly hash: string; readonly schemaVersion: number; readonly metadata: unknown }

export const toServerEvent = ({ type, schemaVersion, data, metadata, hash }: NewEvent): EventData => {
  const parsed = parseIfReversible(data)
  const serverMetadata = toServerMetadata(metadata, { hash, schemaVersion })
  const common = { id: eventIdOf(hash), type: toServerName(type), metadata: serverMetadata }
  return parsed === undefined
    ? binaryEvent({ ...common, data: Buffer.from(data) })
    : // sound: the client serialises it with JSON.stringify, which takes any parsed JSON
      jsonEvent({ ...common, data: parsed.value as JSONType })
}

const toServerMetadata = (metadata: string, fields: Omit<ServerMetadata, 'metadata'>): MetadataType => {
  const parsed = parseIfReversible(metadata)
  // sound: the client serialises it with JSON.stringify, which takes any parsed JSON
  if (parsed !== undefined) return { ...fields, metadata: parsed.value as JSONType }
  return { [wrapperKey]: { ...fields, metadata } }
}

/** The value of a JSON text, if JSON.stringify gives the same text for it. */
const parseIfReversible = (text: string): { readonly value: unknown } | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return JSON.stringify(value) === text ? { value } : undefined
  } catch {
    return undefined
  }
}

/**
 * Whether we wrote it: neither the server itself (statistics, links, metadata of streams) nor another program. Ours have
 * our metadata, and the id that the hash in them gives.
 */
export const isOurs = (event: RecordedEvent): boolean => ownMetadataOf(event) !== undefined

/** `undefined` for an event that is not ours. */
export const toStoredEvent = (event: RecordedEvent): StoredEvent | undefined => {
  const own = ownMetadataOf(event)
  if (own === undefined) return undefined
  return {
    stream: fromServerName(event.streamId),
    revision: Number(event.revision),
    position: positionOf(event),
    eventId: event.id,
    type: fromServerName(event.type),
    data: event.isJson ? JSON.stringify(event.data) : textOf(event.data),
    schemaVersion: own.schemaVersion,
    hash: own.hash,
    metadata: own.isText ? own.metadata : JSON.stringify(own.metadata),
  }
}

const positionOf = ({ position }: RecordedEvent): string => {
  if (position !== undefined) return positionText(position)
  throw new StorageError('failed', {
    en: 'The server does not return the positions of events; version 22.6 or later is needed.',
    zh: '服务器不返回事件的位置;需要 22.6 或更新版本。',
  })
}

type OwnMetadata =
  | (ServerMetadata & { readonly isText: false })
  | { readonly hash: string; readonly schemaVersion: number; readonly metadata: string; readonly isText: true }

const ownMetadataOf = ({ type, streamId, id, metadata }: RecordedEvent): OwnMetadata | undefined => {
  if (isSystemName(type) || isSystemName(streamId)) return undefined
  const own = parsedMetadata(metadata)
  return own !== undefined && id === eventIdOf(own.hash) ? own : undefined
}

const parsedMetadata = (stored: unknown): OwnMetadata | undefined => {
  if (isServerMetadata(stored)) return { ...fieldsOf(stored), metadata: stored.metadata, isText: false }
  const wrapped = isObject(stored) ? stored[wrapperKey] : undefined
  return isServerMetadata(wrapped) && typeof wrapped.metadata === 'string'
    ? { ...fieldsOf(wrapped), metadata: wrapped.metadata, isText: true }
    : undefined
}

const fieldsOf = ({ hash, schemaVersion }: ServerMetadata) => ({ hash, schemaVersion })

const textOf = (value: unknown): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString() : JSON.stringify(value)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)

const isServerMetadata = (value: unknown): value is ServerMetadata =>
  isObject(value) &&
  typeof value.hash === 'string' &&
  /^[0-9a-f]{64}$/.test(value.hash) &&
  Number.isSafeInteger(value.schemaVersion) &&
  Object.hasOwn(value, 'metadata')
