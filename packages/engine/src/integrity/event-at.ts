import type { EventStore, StoredEvent } from '../ports/index.js'

/** The event at a stream and revision such as `batch-b1@12`. */
export const eventAt = async (
  place: string,
  events: Pick<EventStore, 'readStream'>,
): Promise<StoredEvent | undefined> => {
  const at = place.lastIndexOf('@')
  const revision = Number(place.slice(at + 1))
  for await (const [event] of events.readStream(place.slice(0, at), { from: revision, to: revision })) return event
  return undefined
}
