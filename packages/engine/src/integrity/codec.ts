import {
  type AnyEvent,
  DeciderError,
  type Domain,
  type EventContext,
  type EventType,
  historyEventTypes,
  type Metadata,
  partsOf,
  type Text,
} from '@skein/kernel'
import type { NewEvent, StoredEvent } from '../ports/index.js'
import { StorageError } from '../ports/storage-error.js'
import { canonical } from './canonical.js'
import { hashOf } from './hash.js'
import { notJsonIn } from './json-values.js'
import { encodeMetadata, metadataOf, policyVersionOf, type RecordedMetadata } from './metadata.js'
import { PersonalFields } from './personal-fields.js'

/** What may differ among the entries of one append. */
export type EntryMetadata = {
  readonly [Field in 'entry' | 'place' | 'replaces' | 'causedBy' | 'policyVersion']?: Metadata[Field] | undefined
}

/** What the events of one command have in common, and where in their stream they go. */
export interface Recording extends RecordedMetadata {
  readonly stream: string
  /** The stream's last revision before them, and that event's hash; -1 and null for a new stream. */
  readonly revision: number
  readonly previous: string | null
}

/** What of a stored event is decoded, and where it is, for messages. */
export type EncodedEvent = Pick<StoredEvent, 'type' | 'schemaVersion' | 'data'> &
  Partial<Pick<StoredEvent, 'stream' | 'revision'>>

/** Converts between the events of a domain and their stored form. */
export interface Codec {
  /** The events as a store keeps them, chained by their hashes. */
  encode(events: readonly AnyEvent[], recording: Recording): readonly NewEvent[]
  /**
   * The event in the newest version of its type. A type that the domain does not know is returned as it is stored. Throws
   * `StorageError`: `corrupt` for data that is not the JSON of an object, or that cannot be upcast, and `newer`.
   */
  decode(event: EncodedEvent): AnyEvent
  readonly personalFields: PersonalFields
  /** The schema, version and upcasters of an event type, where the domain knows it. */
  typeOf(type: string): EventType | undefined
}

export const codecOf = (domain: Pick<Domain, 'aggregates'>): Codec => {
  const personalFields = new PersonalFields(domain)
  const types = new Map(
    [historyEventTypes, ...domain.aggregates.map(({ events }) => events)].flatMap((types) => Object.entries(types)),
  )

  // every event of a rebuild goes through here
  const decode: Codec['decode'] = (event) => {
    const { type, schemaVersion } = event
    const eventType = types.get(type)
    if (eventType !== undefined && schemaVersion > eventType.version) throw newerEvent(event, eventType)
    try {
      const parsed: unknown = JSON.parse(event.data)
      return { type, data: dataOf(eventType === undefined ? parsed : upcast(parsed, schemaVersion, eventType)) }
    } catch (cause) {
      throw unreadable(event, cause)
    }
  }

  const encode: Codec['encode'] = (events, recording) => {
    const { stream } = recording
    const metadata = encodeMetadata(recording)
    let { revision, previous } = recording
    return events.map((event) => {
      const { type } = event
      const eventType = types.get(type)
      if (eventType === undefined) throw new Error(`no aggregate of this domain has the event type ${type}`)
      const { version: schemaVersion } = eventType
      const data = canonical(event.data)
      assertReadable(event, data, eventType)
      revision += 1
      // It identifies the event: two attempts at one command (in two processes, or after a fault) that differ in anything
      // are different events, and the same append again has the same hashes.
      const hash = hashOf({ stream, revision, type, schemaVersion, data, metadata }, previous)
      previous = hash
      return { type, schemaVersion, data, metadata, hash }
    })
  }

  return { encode, decode, personalFields, typeOf: (type) => types.get(type) }
}

/** Throws `DeciderError` for an event that would be read as another one, or that does not fit its schema. */
const assertReadable = ({ type, data }: AnyEvent, stored: string, { schema }: EventType): void => {
  const places = notJsonIn(data).map(({ path, found }) => `${path.join('.')}: ${found}`)
  const parsed = schema.safeParse({ type, data: JSON.parse(stored) })
  if (!parsed.success)
    for (const { path, code } of parsed.error.issues) places.push(`${path.slice(1).join('.')}: ${code}`)
  if (places.length === 0) return
  const shown = places.slice(0, 10).join('; ')
  throw new DeciderError({
    en: `A decision proposed ${type} with data that cannot be stored and read again, at ${shown}. Correct the proposal, or the schema of the event; nothing was recorded.`,
    zh: `决策所提议的 ${type} 含有无法存储后原样读出的数据,位置:${shown}。请修正提议或事件的格式;未登记任何内容。`,
  })
}

const newerEvent = (event: EncodedEvent, { version }: EventType): StorageError => {
  const { en, zh } = describeEvent(event)
  return new StorageError('newer', {
    en: `${en} is stored in schema version ${event.schemaVersion}; this program knows versions up to ${version}. Use a newer version of it.`,
    zh: `${zh} 以格式版本 ${event.schemaVersion} 存储;本程序只认识到版本 ${version}。请使用更新的版本。`,
  })
}

const unreadable = (event: EncodedEvent, cause: unknown): StorageError => {
  const { en, zh } = describeEvent(event)
  return new StorageError(
    'corrupt',
    {
      en: `${en} cannot be read as version ${event.schemaVersion} of its type. Run \`verify\`, and restore a backup.`,
      zh: `${zh} 无法按其类型的版本 ${event.schemaVersion} 读取。请运行 \`verify\`,并恢复备份。`,
    },
    { cause },
  )
}

const describeEvent = ({ stream, revision, type }: EncodedEvent): Text =>
  stream === undefined
    ? { en: type, zh: type }
    : { en: `${stream}@${revision} (${type})`, zh: `${stream}@${revision}(${type})` }

const upcast = (data: unknown, from: number, { version, upcasts }: EventType): unknown => {
  let current = data
  for (let step = from - 1; step < version - 1; step++) current = upcasts[step]?.(current)
  return current
}

const dataOf = (data: unknown): AnyEvent['data'] => {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) throw new TypeError('it is not an object')
  // boundary: what a store holds was written by `encode` from a schema's event; `verify` proves it for a whole log
  return data as AnyEvent['data']
}

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
    return policyVersionOf(this.#withMetadata())
  }

  #withMetadata(): StoredEvent {
    if (this.#event.metadata === '')
      throw new Error('the metadata was not read: a projection that uses it must declare `readsMetadata`')
    return this.#event
  }
}
