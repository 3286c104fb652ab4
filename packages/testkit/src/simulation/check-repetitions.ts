import { type Domain, emptyHistory, extendHistory, isHistoryEvent, partsOf, repetitionIn } from '@skein/kernel'
import { type LogEntry, logByStream } from './naive-documents.js'
import type { Report } from './simulation-violation.js'

/**
 * No entry only repeats what its stream says already: as such it is not recorded. Where the past was changed, an entry may
 * have become one.
 */
export const checkRepetitions = ({ aggregates }: Domain<unknown>, log: readonly LogEntry[], report: Report): void => {
  for (const [stream, recorded] of logByStream(log)) {
    const aggregate = aggregates.find(({ name }) => name === partsOf(stream).aggregate)
    const isInOrder = recorded.every(({ event, metadata }) => !isHistoryEvent(event) && metadata.late !== true)
    if (aggregate === undefined || !isInOrder) continue
    const { decider } = aggregate
    let state = decider.initialState
    for (const { events } of extendHistory(emptyHistory, recorded, aggregate).entries) {
      const repetition = repetitionIn(decider, events, state)
      // an observation of another day may say the same
      if (repetition !== undefined && repetition.on === repetition.event.data.on)
        report('doubled', `${repetition.event.type} of ${stream} only repeats what is recorded for ${repetition.on}`)
      for (const event of events) state = decider.evolve(state, event)
    }
  }
}
