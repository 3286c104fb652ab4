import { type Codec, metadataOf, type Storage, type StoredEvent } from '@skein/engine'
import type { LogEntry } from './naive-documents.js'

/** All events of a store, in the order of recording. */
export const storedLog = async ({ events }: Pick<Storage, 'events'>): Promise<readonly StoredEvent[]> => {
  const log: StoredEvent[] = []
  for await (const batch of events.readAll()) log.push(...batch)
  return log
}

/** Events with their content and their metadata. */
export const logEntries = (log: readonly StoredEvent[], { decode }: Pick<Codec, 'decode'>): readonly LogEntry[] =>
  log.map((stored) => ({
    stream: stored.stream,
    eventId: stored.eventId,
    revision: stored.revision,
    event: decode(stored),
    metadata: metadataOf(stored),
  }))
