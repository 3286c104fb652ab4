import { partsOf } from '@skein/kernel'
import type { HistoryEvent } from './history-event.js'
import type { RecordedEvent } from './recorded-event.js'

/** The log of a world as a history. */
export const historyOf = (log: readonly RecordedEvent[]): readonly HistoryEvent[] =>
  log.map(({ stream, event, recordedOn: _, revision: __, observedRevisions, ...metadata }) => ({
    stream,
    ...event,
    ...metadata,
    observedRevisions: Object.fromEntries(
      Object.entries(observedRevisions).filter(([observed]) => partsOf(observed).id !== ''),
    ),
  }))
