import type { EventStore } from './event-store.js'

/** What only some stores have, for one that passes everything on to another. */
export const optionalPartsOf = (log: EventStore): Pick<EventStore, 'isShared' | 'suspectStreams'> => {
  const { isShared } = log
  const suspectStreams = log.suspectStreams?.bind(log)
  return {
    ...(isShared === undefined ? {} : { isShared }),
    ...(suspectStreams === undefined ? {} : { suspectStreams }),
  }
}
