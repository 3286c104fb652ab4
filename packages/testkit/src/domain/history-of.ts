import { partsOf } from '@skein/kernel'
import type { HistoryEvent } from './history-event.js'
import type { RecordedEvent } from './recorded-event.js'

/** The log of a world as a history, recorded at noon on the world's days. */
export const historyOf = (log: readonly RecordedEvent[]): readonly HistoryEvent[] =>
  log.map(({ stream, event, recordedOn, observedRevisions }) => ({
    stream,
    ...event,
    recordedAt: `${recordedOn}T04:00:00.000Z`,
    observedRevisions: Object.fromEntries(
      Object.entries(observedRevisions).filter(([observed]) => partsOf(observed).id !== ''),
    ),
  }))
