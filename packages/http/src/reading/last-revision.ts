import type { EventStore, Expected } from '@skein/engine'

/** The last revision of a stream, `'none'` where there is no stream: the cost of one event. */
export const lastRevision = async (stream: string, events: Pick<EventStore, 'readStream'>): Promise<Expected> => {
  for await (const [event] of events.readStream(stream, { direction: 'backwards', batchSize: 1 }))
    if (event !== undefined) return event.revision
  return 'none'
}
