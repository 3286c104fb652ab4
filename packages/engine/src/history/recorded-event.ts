import type { RecordedEvent } from '@skein/kernel'
import { type Codec, metadataOf } from '../integrity/codec.js'
import type { StoredEvent } from '../ports/index.js'
import { recordedAtIn } from './instants.js'

/** A stored event as a history takes it. */
export const recordedEventOf = (codec: Pick<Codec, 'decode'>, stored: StoredEvent): RecordedEvent => ({
  event: codec.decode(stored),
  eventId: stored.eventId,
  revision: stored.revision,
  metadata: historyMetadataOf(stored),
})

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
