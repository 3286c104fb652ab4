import type { RecordedEvent } from '@skein/kernel'
import type { Codec } from '../integrity/codec.js'
import { historyMetadataOf } from '../integrity/metadata.js'
import type { StoredEvent } from '../ports/index.js'

/** A stored event as a history takes it. */
export const recordedEventOf = (codec: Pick<Codec, 'decode'>, stored: StoredEvent): RecordedEvent => ({
  event: codec.decode(stored),
  eventId: stored.eventId,
  revision: stored.revision,
  metadata: historyMetadataOf(stored),
})
