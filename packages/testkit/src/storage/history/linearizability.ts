import { checkAppends } from './check-appends.js'
import { checkReads } from './check-reads.js'
import { HistoryLog } from './history-log.js'
import { completed, type EventSeen, type HistoryOperation } from './operations.js'
import type { HistoryViolation } from './violation.js'

/**
 * Whether a store behaved, for all its clients together, as one log that does one thing after another, each between its
 * call and its return: linearizable in each stream; the global order respects real time; readers who page through the log
 * skip and repeat nothing. In the way of Elle and porcupine; as appends name the revision they expect, no search is needed.
 *
 * @param records what `driveStore` gave, of all clients, in any order
 * @param log the whole log, read after all clients have ended
 *
 * @example
 * expect(linearizabilityViolations(records, log)).toEqual([])
 */
export const linearizabilityViolations = (
  records: readonly HistoryOperation[],
  log: readonly EventSeen[],
): readonly HistoryViolation[] => {
  const operations = completed(records)
  const indexed = new HistoryLog(log, operations)
  return [...indexed.violations, ...checkAppends(operations, indexed), ...checkReads(operations, indexed)]
}
