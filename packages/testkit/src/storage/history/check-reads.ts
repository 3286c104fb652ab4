import { type HistoryLog, nameOf } from './history-log.js'
import type { EventSeen, HeadRead, HistoryOperation, LogRead, StreamRead } from './operations.js'
import type { HistoryViolation } from './violation.js'

/** What reads may return. */
export const checkReads = (operations: readonly HistoryOperation[], log: HistoryLog): readonly HistoryViolation[] => {
  const readers = new Map<string, LogRead[]>()
  const violations: HistoryViolation[] = []
  for (const operation of operations) {
    if (operation.kind === 'stream') violations.push(...checkStream(operation, log))
    if (operation.kind === 'head') violations.push(...checkHead(operation, log))
    if (operation.kind === 'log') readers.set(operation.client, [...(readers.get(operation.client) ?? []), operation])
  }
  for (const reads of readers.values()) violations.push(...checkPages(reads, log))
  return violations
}

const checkStream = (read: StreamRead, log: HistoryLog): readonly HistoryViolation[] => {
  const { id, stream, events } = read
  if (events === undefined) return []
  const all = log.streamOf(stream)
  const wrong = events.findIndex(({ hash, revision }, index) => all[index]?.hash !== hash || revision !== index)
  if (wrong >= 0)
    return [
      { kind: 'phantom', text: `${id} read another event than the log has at ${nameOf({ stream, revision: wrong })}` },
    ]
  return [...inTime(read, events, log), ...complete(read, all, events.length, log)]
}

const checkHead = ({ position, ...read }: HeadRead, log: HistoryLog): readonly HistoryViolation[] => {
  if (position === undefined) return []
  const index = position === null ? -1 : log.indexAt(position)
  if (position !== null && index < 0)
    return [{ kind: 'phantom', text: `${read.id} read a head that the log does not have` }]
  const head = log.events[index]
  return [...inTime(read, head === undefined ? [] : [head], log), ...complete(read, log.events, index + 1, log)]
}

/** The pages of one reader, one after the other, are the log up to some event. */
const checkPages = (reads: readonly LogRead[], log: HistoryLog): readonly HistoryViolation[] => {
  const violations: HistoryViolation[] = []
  let next = 0
  for (const read of reads) {
    const { id, events } = read
    if (events === undefined) continue
    for (const event of events) {
      const index = log.indexes.get(event.hash)
      if (index === undefined)
        violations.push({ kind: 'phantom', text: `${id} read ${nameOf(event)}, which the log does not have` })
      else if (index < next) violations.push({ kind: 'repeated', text: `${id} read ${nameOf(event)} again` })
      else if (index > next)
        violations.push({ kind: 'skipped', text: `${id} did not read what stands before ${nameOf(event)}` })
      next = Math.max(next, (index ?? -1) + 1)
    }
    violations.push(...inTime(read, events, log), ...complete(read, log.events, next, log))
  }
  return violations
}

type Read = Pick<HistoryOperation, 'id' | 'calledAt' | 'returnedAt'>

/** What was read was appended before the read returned. */
const inTime = ({ id, returnedAt = Infinity }: Read, events: readonly EventSeen[], log: HistoryLog) =>
  events.flatMap((event): HistoryViolation[] =>
    log.writtenOf(event.hash).calledAt > returnedAt
      ? [{ kind: 'future', text: `${id} read ${nameOf(event)} before it was appended` }]
      : [],
  )

/** No event from `from` on, which were not read, was acknowledged before the read was called. */
const complete = (
  { id, calledAt }: Read,
  events: readonly EventSeen[],
  from: number,
  log: HistoryLog,
): readonly HistoryViolation[] => {
  const next = events[from]
  if (next === undefined || log.acknowledgedFrom(events, from) >= calledAt) return []
  return [
    { kind: 'stale', text: `${id} did not read ${nameOf(next)}, though it or a later event was acknowledged before` },
  ]
}
