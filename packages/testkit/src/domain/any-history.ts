import type fc from 'fast-check'
import type { HistoryEvent } from './check-history.js'
import { generatedHistory, type HistoryOptions } from './generated-history.js'
import { historyOf } from './history-of.js'

/**
 * Any history of a programme, from the foundation of its base on, in the form that `checkHistory` and `given` take. The
 * rules decided every event, the processes have settled, and what fast-check shrinks is as valid.
 *
 * @example
 * fc.assert(fc.asyncProperty(anyHistory(), async (events) => (await checkHistory(events)).length === 0))
 */
export const anyHistory = (options: HistoryOptions = {}): fc.Arbitrary<readonly HistoryEvent[]> =>
  generatedHistory(options).map(({ world }) => {
    world.settle()
    return historyOf(world.log)
  })
