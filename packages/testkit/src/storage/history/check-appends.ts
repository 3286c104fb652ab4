import { type HistoryLog, nameOf } from './history-log.js'
import type { AppendOperation, HistoryOperation } from './operations.js'
import type { HistoryViolation } from './violation.js'

/** What the log must have of appends, and what their answers may be. */
export const checkAppends = (operations: readonly HistoryOperation[], log: HistoryLog): readonly HistoryViolation[] => {
  const appends = operations.filter((operation) => operation.kind === 'append')
  // an append that is repeated until its outcome is known has several operations
  const refused = new Map<string, boolean>()
  for (const { hashes, result } of appends)
    for (const hash of hashes)
      refused.set(hash, (refused.get(hash) ?? true) && (result?.is === 'conflict' || result?.is === 'failed'))
  return appends.flatMap((append) => [
    ...checkContent(append, log, refused),
    ...(append.result?.is === 'conflict' ? checkConflict(append, append.result.actual, log) : []),
  ])
}

const checkContent = (
  { id, stream, expected, hashes, result }: AppendOperation,
  log: HistoryLog,
  refused: ReadonlyMap<string, boolean>,
): readonly HistoryViolation[] => {
  const stored = hashes.map((hash) => log.events[log.indexes.get(hash) ?? -1])
  const there = stored.filter((event) => event !== undefined)
  if (result?.is === 'done') {
    const first = expected === 'none' ? 0 : expected + 1
    const isThere = stored.every((event, index) => event?.stream === stream && event.revision === first + index)
    if (!isThere || result.revision !== first + hashes.length - 1)
      return [
        { kind: 'lost', text: `${id} was acknowledged up to ${stream}@${result.revision}; that is not in the log` },
      ]
  }
  const [event] = there
  if (event === undefined) return []
  if (there.length < hashes.length)
    return [{ kind: 'torn', text: `of ${id} only ${there.length} events are in the log` }]
  if (refused.get(event.hash))
    return [{ kind: 'phantom', text: `${id} was refused, and ${nameOf(event)} is in the log` }]
  const isTogether = there.every(({ revision }, index) => revision === event.revision + index)
  return isTogether ? [] : [{ kind: 'torn', text: `other events stand between those of ${id}` }]
}

/** A conflict names the last revision as it was at some moment of the call. */
const checkConflict = (
  { id, stream, expected, calledAt, returnedAt = Infinity }: AppendOperation,
  actual: AppendOperation['expected'],
  log: HistoryLog,
): readonly HistoryViolation[] => {
  const events = log.streamOf(stream)
  const last = actual === 'none' ? -1 : actual
  if (actual === expected) return [{ kind: 'stale', text: `${id} was refused although ${stream} was at ${expected}` }]
  const named = events[last]
  if (last >= 0 && (named === undefined || log.writtenOf(named.hash).calledAt > returnedAt))
    return [{ kind: 'future', text: `${id} was refused for ${stream}@${last}, which was not there yet` }]
  if (log.acknowledgedFrom(events, last + 1) < calledAt)
    return [{ kind: 'stale', text: `${id} was refused for ${stream}@${last}, which was not the last one any more` }]
  return []
}
