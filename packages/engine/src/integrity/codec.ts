import {
  type AnyEvent,
  type Domain,
  type EventContext,
  type EventType,
  historyEventTypes,
  type Metadata,
  partsOf,
  type RecordedEvent,
} from '@skein/kernel'
import { recordedAtIn } from '../history/instants.js'
import type { NewEvent, StoredEvent } from '../ports/index.js'
import { StorageError } from '../ports/storage-error.js'
import { canonical } from './canonical.js'
import { hashOf } from './hash.js'
import { uuidFrom } from './ids.js'

/** What may differ among the entries of one append. */
export type EntryMetadata = {
  readonly [Field in 'entry' | 'place' | 'replaces' | 'causedBy' | 'policyVersion']?: Metadata[Field] | undefined
}

/** What the events of one command have in common, and where in their stream they go. */
export interface Recording
  extends Omit<Metadata, 'eventId' | 'schemaVersion' | 'hash' | keyof EntryMetadata>,
    EntryMetadata {
  readonly stream: string
  /** The stream's last revision before them, and that event's hash; -1 and null for a new stream. */
  readonly revision: number
  readonly previous: string | null
}

/** Converts between the events of a domain and their stored form. */
export interface Codec {
  /** The events as a store keeps them, chained by their hashes. */
  encode(events: readonly AnyEvent[], recording: Recording): readonly EncodedEvent[]
  /** The event in the newest version of its type. A type that the domain does not know is returned as it is stored. */
  decode(event: Pick<StoredEvent, 'type' | 'schemaVersion' | 'data'>): AnyEvent
  /** The schema, version and upcasters of an event type, where the domain knows it. */
  typeOf(type: string): EventType | undefined
}

export interface EncodedEvent extends NewEvent {
  readonly hash: string
}

export const codecOf = (domain: Pick<Domain, 'aggregates'>): Codec => {
  const types = new Map(
    [historyEventTypes, ...domain.aggregates.map(({ events }) => events)].flatMap((types) => Object.entries(types)),
  )

  const decode: Codec['decode'] = ({ type, schemaVersion, data }) => {
    const parsed: unknown = JSON.parse(data)
    const eventType = types.get(type)
    return { type, data: dataOf(eventType === undefined ? parsed : upcast(parsed, type, schemaVersion, eventType)) }
  }

  const encode: Codec['encode'] = (events, recording) => {
    const { stream, commandId } = recording
    const [before, after, last] = commonMetadata(recording)
    let { revision, previous } = recording
    return events.map((event, index) => {
      const { type } = event
      const schemaVersion = types.get(type)?.version
      if (schemaVersion === undefined) throw new Error(`no aggregate of this domain has the event type ${type}`)
      // The id covers the metadata and the previous hash: two attempts at one command (in two processes, or after a
      // fault) that differ in them are different events, and the same append again has the same ids.
      const eventId = uuidFrom(stream, commandId, index, previous ?? '', before, after + last)
      const data = canonical(event.data)
      const opening = `${before},"eventId":"${eventId}"`
      const ending = `${after},"schemaVersion":${schemaVersion}${last}}`
      revision += 1
      const hash = hashOf({ stream, revision, type, schemaVersion, data, metadata: opening + ending }, previous)
      previous = hash
      return { eventId, type, schemaVersion, data, metadata: `${opening},"hash":"${hash}"${ending}`, hash }
    })
  }

  return { encode, decode, typeOf: (type) => types.get(type) }
}

const upcast = (data: unknown, type: string, from: number, { version, upcasts }: EventType): unknown => {
  if (from > version)
    throw new StorageError('newer', {
      en: `${type} is stored in schema version ${from}; this program knows versions up to ${version}. Use a newer version of it.`,
      zh: `${type} 以格式版本 ${from} 存储;本程序只认识到版本 ${version}。请使用更新的版本。`,
    })
  let current = data
  for (let step = from - 1; step < version - 1; step++) current = upcasts[step]?.(current)
  return current
}

// boundary: what a store holds was written by `encode` from a schema's event; `verify` proves it for a whole log
const dataOf = (data: unknown): AnyEvent['data'] => data as AnyEvent['data']

/**
 * The metadata that all events of a command have in common, as RFC 8785 JSON in three parts: fields are in the order of
 * their names, so `eventId` and `hash` go after the first part, and `schemaVersion` after the second.
 */
const commonMetadata = (recording: Recording): readonly [before: string, after: string, last: string] => {
  const { actor, causationId, causedBy, commandHash, commandId, correlationId, entry, late } = recording
  const { policyVersion, place, recordedAt, replaces, observedRevisions, traceparent } = recording
  const cause = optional('causationId', causationId) + optional('causedBy', causedBy)
  const command = `,"commandHash":"${commandHash}","commandId":${JSON.stringify(commandId)}`
  const position = optional('place', place) + optional('policyVersion', policyVersion)
  return [
    `{"actor":${JSON.stringify(actor)}${cause}${command},"correlationId":${JSON.stringify(correlationId)}${optional('entry', entry || undefined)}`,
    `${late ? lateField : ''},"observedRevisions":${canonical(observedRevisions)}${position},"recordedAt":"${recordedAt}"${optional('replaces', replaces)}`,
    optional('traceparent', traceparent),
  ]
}

/** One more field of an object that is not the first one; nothing if it has no value. */
const optional = (name: string, value: unknown): string =>
  value === undefined ? '' : `,"${name}":${typeof value === 'object' ? canonical(value) : JSON.stringify(value)}`

/** The metadata of a stored event, parsed. */
export const metadataOf = (event: Pick<StoredEvent, 'metadata'>): Metadata =>
  // boundary: written by `encode`, and covered by the event's hash
  JSON.parse(event.metadata) as Metadata

const lateField = ',"late":true'

/** Whether an event was recorded late, read without parsing the rest: quotes inside of values are escaped. */
export const isRecordedLate = (metadata: string): boolean => metadata.includes(`${lateField},"observedRevisions":`)

const commandIdField = /"commandId":("(?:[^"\\]|\\.)*")/

/** The id of the command that recorded an event, read without parsing the rest: quotes inside of values are escaped. */
export const commandIdOf = ({ metadata }: Pick<StoredEvent, 'metadata'>): string => {
  const found = commandIdField.exec(metadata)?.[1]
  return found === undefined ? '' : String(JSON.parse(found))
}

const text = '("(?:[^"\\\\]|\\\\.)*")'
const firstFields = new RegExp(
  `^{"actor":${text}(?:,"causationId":${text})?,"commandHash":${text},"commandId":${text},"correlationId":${text}(?:,"entry":(\\d+))?,`,
)

/** What the place of an event in a history depends on. Where it is that of the moment of recording, the rest is not parsed. */
export const historyMetadataOf = ({ metadata }: Pick<StoredEvent, 'metadata'>): RecordedEvent['metadata'] => {
  const found = firstFields.exec(metadata)
  const isPlain = found !== null && !metadata.includes('"place":{') && !metadata.includes('"replaces":"')
  const [, actor, , , commandId, , entry] = found ?? []
  if (!isPlain || actor === undefined || commandId === undefined) return metadataOf({ metadata })
  return {
    actor: parsedText(actor),
    commandId: parsedText(commandId),
    recordedAt: recordedAtIn(metadata),
    ...(entry === undefined ? {} : { entry: Number(entry) }),
  }
}

const parsedText = (json: string): string => (json.includes('\\') ? String(JSON.parse(json)) : json.slice(1, -1))

// `recordedAt` follows, as `commonMetadata` writes it; quotes inside of values are escaped
const policyVersionField = /,"policyVersion":(\d+),"recordedAt":"/

/** The context of a stored event for folds; its metadata is parsed on first use. */
export const eventContextOf = (event: StoredEvent, id = partsOf(event.stream).id): EventContext =>
  new StoredEventContext(event, id)

class StoredEventContext implements EventContext {
  readonly stream: string
  readonly id: string
  readonly revision: number
  readonly #event: StoredEvent
  #metadata: Metadata | undefined

  constructor(event: StoredEvent, id: string) {
    this.stream = event.stream
    this.id = id
    this.revision = event.revision
    this.#event = event
  }

  metadata(): Metadata {
    this.#metadata ??= metadataOf(this.#withMetadata())
    return this.#metadata
  }

  policyVersion(): number | undefined {
    const version = policyVersionField.exec(this.#withMetadata().metadata)?.[1]
    return version === undefined ? undefined : Number(version)
  }

  #withMetadata(): StoredEvent {
    if (this.#event.metadata === '')
      throw new Error('the metadata was not read: a projection that uses it must declare `readsMetadata`')
    return this.#event
  }
}
