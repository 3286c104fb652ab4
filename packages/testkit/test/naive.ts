// What a read model says, folded in the plainest way there is: every row from the whole log, every sum from every row.
import type { AnyEvent, AnyProjection, Day, Entry, EventContext } from '@skein/kernel'
import { partsOf } from '@skein/kernel'

export interface Logged {
  readonly stream: string
  readonly revision: number
  readonly event: AnyEvent
  metadata(): ReturnType<EventContext['metadata']>
}

export const naively = (
  projection: AnyProjection,
  log: readonly Logged[],
  today: Day,
): ReadonlyMap<string, unknown> => {
  const rows = new Map<string, unknown>()
  const histories = new Map<string, [AnyEvent, EventContext][]>()
  for (const { stream, revision, event, metadata } of log) {
    if (!projection.reads.includes(event.type)) continue
    const source = {
      stream,
      revision,
      id: partsOf(stream).id,
      metadata,
      policyVersion: () => metadata().policyVersion,
    }
    histories.set(stream, [...(histories.get(stream) ?? []), [event, source]])
    const row = projection.row(structuredClone(rows.get(stream)), event, source)
    if (row === undefined) rows.delete(stream)
    else rows.set(stream, row)
  }
  const entries = new Map<string, { own?: unknown; tally: Record<string, number> }>()
  const entry = (key: string) => {
    const known = entries.get(key) ?? { tally: {} }
    entries.set(key, known)
    return known
  }
  for (const [stream, row] of rows) {
    const { id } = partsOf(stream)
    for (const [key, own] of projection.documents?.(row, id) ?? []) entry(key).own = own
    for (const [key, tally] of projection.tallies?.(row, id) ?? [])
      for (const [name, count] of Object.entries(tally)) {
        const sums = entry(key).tally
        sums[name] = (sums[name] ?? 0) + count
        if (sums[name] === 0) delete sums[name]
      }
  }
  const docs = new Map<string, unknown>()
  for (const [key, of] of entries) {
    const names = projection.joins?.(key, of) ?? []
    const joined = new Map(
      names.flatMap((name): [string, Entry][] => {
        const found = entries.get(name)
        return found === undefined ? [] : [[name, found]]
      }),
    )
    const history = histories.get(projection.history?.(key, of) ?? '') ?? []
    const doc = projection.publish({ key, ...of, joined, history, today })
    if (doc !== undefined) docs.set(key, doc)
  }
  return docs
}
