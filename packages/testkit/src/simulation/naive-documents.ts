// The documents of a read model, computed in the simplest way: every row from the history of its stream, every sum from
// every row.
import {
  type Annulment,
  type AnyEvent,
  type AnyProjection,
  compareEntries,
  type Day,
  type DocumentEvent,
  type Domain,
  type Entry,
  type EventContext,
  emptyHistory,
  extendHistory,
  type History,
  type HistoryOrder,
  isHistoryEvent,
  type Metadata,
  partsOf,
} from '@skein/kernel'

export interface LogEntry {
  readonly eventId: string
  readonly stream: string
  readonly revision: number
  readonly event: AnyEvent
  readonly metadata: Metadata
}

/** The events of each stream. */
export const logByStream = (log: readonly LogEntry[]): ReadonlyMap<string, readonly LogEntry[]> => {
  const streams = new Map<string, LogEntry[]>()
  for (const entry of log) {
    const recorded = streams.get(entry.stream)
    if (recorded === undefined) streams.set(entry.stream, [entry])
    else recorded.push(entry)
  }
  return streams
}

const contextOf = ({ stream, revision, metadata }: LogEntry): EventContext => ({
  stream,
  revision,
  id: partsOf(stream).id,
  metadata: () => metadata,
  policyVersion: () => metadata.policyVersion,
})

export const naiveDocuments = (
  domain: Pick<Domain, 'aggregates'>,
  projection: AnyProjection,
  log: readonly LogEntry[],
  today: Day,
): ReadonlyMap<string, unknown> => {
  const orderOf = ordersOf(domain)
  const streams = logByStream(log)
  const rows = new Map([...streams].map(([stream, recorded]) => [stream, rowOf(projection, recorded, orderOf(stream))]))
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
    const stream = projection.history?.(key, entry)
    const history = stream === undefined ? [] : documentEvents(projection, streams.get(stream) ?? [], orderOf(stream))
    const document = projection.publish({ key, ...entry, joined, history, today })
    if (document !== undefined) documents.set(key, document)
  }
  return documents
}

const ordersOf = ({ aggregates }: Pick<Domain, 'aggregates'>): ((stream: string) => HistoryOrder) => {
  const orders = new Map<string, HistoryOrder>(aggregates.map((aggregate) => [aggregate.name, aggregate]))
  return (stream) => orders.get(partsOf(stream).aggregate) ?? { events: {} }
}

const historyOf = (recorded: readonly LogEntry[], order: HistoryOrder): History =>
  extendHistory(
    emptyHistory,
    recorded.map(({ event, eventId, revision, metadata }) => ({ event, eventId, revision, metadata })),
    order,
  )

const rowOf = (projection: AnyProjection, recorded: readonly LogEntry[], order: HistoryOrder): unknown => {
  const entryOf = new Map(recorded.map((entry) => [entry.event, entry]))
  const { entries } = historyOf(recorded, order)
  const contradictions = (id: string, rules: readonly string[]) =>
    rules.flatMap((rule) => recorded.findLast(({ event }) => contradicts(event, id, rule))?.event ?? [])
  return entries
    .flatMap(({ id, events, contradictedBy }) => [...events, ...contradictions(id, contradictedBy)])
    .filter(({ type }) => projection.reads.includes(type))
    .reduce<unknown>((row, event) => {
      const entry = entryOf.get(event)
      // `row` may change what it is given
      return entry === undefined ? row : projection.row(structuredClone(row), event, contextOf(entry))
    }, undefined)
}

const contradicts = (event: AnyEvent, id: string, rule: string): boolean =>
  isHistoryEvent(event) && event.type === 'EntryContradicted' && event.data.eventId === id && event.data.rule === rule

const documentEvents = (
  projection: AnyProjection,
  log: readonly LogEntry[],
  order: HistoryOrder,
): readonly DocumentEvent[] => {
  const entryOf = new Map(log.map((entry) => [entry.event, entry]))
  const { entries, recorded } = historyOf(log, order)
  const standing = new Set(entries.map(({ id }) => id))
  return recorded
    .filter(({ about }) => about === undefined)
    .sort(compareEntries(order))
    .flatMap(({ id, events }) => events.map((event) => ({ id, event })))
    .filter(({ event }) => projection.reads.includes(event.type))
    .flatMap(({ id, event }): readonly DocumentEvent[] => {
      const entry = entryOf.get(event)
      if (entry === undefined) return []
      const seen = { event, context: contextOf(entry) }
      const annulled = standing.has(id) ? undefined : annulmentOf(id, log)
      return [annulled === undefined ? seen : { ...seen, annulled }]
    })
}

const annulmentOf = (id: string, log: readonly LogEntry[]): Annulment | undefined => {
  for (const { event, metadata } of log)
    if (isHistoryEvent(event) && event.type === 'EntryAnnulled' && event.data.eventId === id) {
      const { reason, rule, by } = event.data
      return {
        reason,
        ...(rule !== undefined && { rule }),
        by: metadata.actor,
        ...(by !== undefined && { decidedBy: by }),
        at: metadata.recordedAt,
      }
    }
  return undefined
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
    if (row === undefined) continue
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
