import { type AnyEvent, type Domain, type EventContext, type EventType, type Metadata, partsOf } from '@skein/kernel'
import type { NewEvent, StoredEvent } from '../ports/index.js'
import { StorageError } from '../ports/storage-error.js'
import { canonical } from './canonical.js'
import { hashOf } from './hash.js'
import { uuidFrom } from './ids.js'
import { PersonalFields } from './personal-fields.js'

/** What the events of one command have in common, and where in their stream they go. */
export interface Recording extends Omit<Metadata, 'eventId' | 'schemaVersion' | 'hash'> {
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
  readonly personalFields: PersonalFields
  /** The schema, version and upcasters of an event type, where the domain knows it. */
  typeOf(type: string): EventType | undefined
}

export interface EncodedEvent extends NewEvent {
  readonly hash: string
}

export const codecOf = (domain: Pick<Domain, 'aggregates'>): Codec => {
  const personalFields = new PersonalFields(domain)
  const types = new Map(domain.aggregates.flatMap(({ events }) => Object.entries(events)))

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

  return { encode, decode, personalFields, typeOf: (type) => types.get(type) }
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
  const { actor, causationId, commandHash, commandId, correlationId } = recording
  const { policyVersion, recordedAt, observedRevisions, reason, replaces, root, traceparent } = recording
  const cause = causationId === undefined ? '' : `"causationId":${JSON.stringify(causationId)},`
  const command = `"commandHash":"${commandHash}","commandId":${JSON.stringify(commandId)}`
  const policy = policyVersion === undefined ? '' : `"policyVersion":${policyVersion},`
  const fields = { ...(replaces && { replaces }), ...(root && { root }) }
  const why = reason === undefined ? '' : `"reason":"${reason}",`
  const ending = canonical(fields).slice(1, -1)
  return [
    `{"actor":${JSON.stringify(actor)},${cause}${command},"correlationId":${JSON.stringify(correlationId)}`,
    `,"observedRevisions":${canonical(observedRevisions)},${policy}${why}"recordedAt":"${recordedAt}"${ending === '' ? '' : `,${ending}`}`,
    traceparent === undefined ? '' : `,"traceparent":${JSON.stringify(traceparent)}`,
  ]
}

/** The metadata of a stored event, parsed. */
export const metadataOf = (event: Pick<StoredEvent, 'metadata'>): Metadata =>
  // boundary: written by `encode`, and covered by the event's hash
  JSON.parse(event.metadata) as Metadata

const commandIdField = /"commandId":("(?:[^"\\]|\\.)*")/

/** The id of the command that recorded an event, read without parsing the rest: quotes inside of values are escaped. */
export const commandIdOf = ({ metadata }: Pick<StoredEvent, 'metadata'>): string => {
  const found = commandIdField.exec(metadata)?.[1]
  return found === undefined ? '' : String(JSON.parse(found))
}

// `reason` or `recordedAt` follows, as `commonMetadata` writes it; quotes inside of values are escaped
const policyVersionField = /,"policyVersion":(\d+),"re(?:ason|cordedAt)":"/

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
