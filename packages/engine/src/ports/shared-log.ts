import type { EventStore } from './event-store.js'

/** What only some stores have, for one that passes everything on to another. */
export const optionalPartsOf = (
  log: EventStore,
): Pick<EventStore, 'isShared' | 'suspectStreams' | 'foreignAmongLast'> => {
  const { isShared } = log
  const suspectStreams = log.suspectStreams?.bind(log)
  const foreignAmongLast = log.foreignAmongLast?.bind(log)
  return {
    ...(isShared === undefined ? {} : { isShared }),
    ...(suspectStreams === undefined ? {} : { suspectStreams }),
    ...(foreignAmongLast === undefined ? {} : { foreignAmongLast }),
  }
}
