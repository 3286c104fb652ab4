// The documents of a read model, computed in the simplest way: every row from the whole log, every sum from every row.
import type { AnyEvent, AnyProjection, Day, Entry, EventContext, Metadata } from '@skein/kernel'
import { partsOf } from '@skein/kernel'

export interface LogEntry {
  readonly stream: string
  readonly revision: number
  readonly event: AnyEvent
  readonly metadata: Metadata
}

type StreamHistory = readonly (readonly [AnyEvent, EventContext])[]

const contextOf = ({ stream, revision, metadata }: LogEntry): EventContext => ({
  stream,
  revision,
  id: partsOf(stream).id,
  metadata: () => metadata,
  policyVersion: () => metadata.policyVersion,
})

export const naiveDocuments = (
  projection: AnyProjection,
  log: readonly LogEntry[],
  today: Day,
): ReadonlyMap<string, unknown> => {
  const { rows, histories } = foldRows(projection, log)
  const entries = entriesOf(projection, rows)
  const documents = new Map<string, unknown>()
  for (const [key, entry] of entries) {
    const names = projection.joins?.(key, entry) ?? []
    const joined = new Map(
      names.flatMap((name): [string, Entry][] => {
        const found = entries.get(name)
        return found === undefined ? [] : [[name, found]]
      }),
    )
    const history = histories.get(projection.history?.(key, entry) ?? '') ?? []
    const document = projection.publish({ key, ...entry, joined, history, today })
    if (document !== undefined) documents.set(key, document)
  }
  return documents
}

const foldRows = (projection: AnyProjection, log: readonly LogEntry[]) => {
  const rows = new Map<string, unknown>()
  const histories = new Map<string, StreamHistory>()
  for (const entry of log) {
    const { stream, event } = entry
    if (!projection.reads.includes(event.type)) continue
    const context = contextOf(entry)
    histories.set(stream, [...(histories.get(stream) ?? []), [event, context]])
    // `row` may change what it is given
    const row = projection.row(structuredClone(rows.get(stream)), event, context)
    if (row === undefined) rows.delete(stream)
    else rows.set(stream, row)
  }
  return { rows, histories }
}

/** What the rows publish: the content of each key's own stream, and the sums of all streams. */
const entriesOf = (projection: AnyProjection, rows: ReadonlyMap<string, unknown>) => {
  const entries = new Map<string, { own?: unknown; tally: Record<string, number> }>()
  const entryAt = (key: string) => {
    const entry = entries.get(key) ?? { tally: {} }
    entries.set(key, entry)
    return entry
  }
  for (const [stream, row] of rows) {
    const { id } = partsOf(stream)
    for (const [key, own] of projection.documents?.(row, id) ?? []) entryAt(key).own = own
    for (const [key, tally] of projection.tallies?.(row, id) ?? [])
      for (const [name, count] of Object.entries(tally)) {
        const sums = entryAt(key).tally
        sums[name] = (sums[name] ?? 0) + count
        if (sums[name] === 0) delete sums[name]
      }
  }
  return entries
}
