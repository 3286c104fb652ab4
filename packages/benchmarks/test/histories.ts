// Simulated histories, and the expected read models of a history.
import { domain } from '@skein/core'
import { canonical, codecOf, metadataOf, openMemory, type Storage, type StoredEvent } from '@skein/engine'
import { type AnyProjection, type Entry, type EventContext, emptyHistory, extendHistory, partsOf } from '@skein/kernel'
import { play, simulate } from '@skein/simulator'
import * as E from 'fp-ts/lib/Either.js'
import { divisions } from '../src/divisions.ts'
import { recordLate } from '../src/late-log.ts'

/** The events of a small simulated programme, in order. */
export const simulatedEvents = async (seed: number, trainees = 12): Promise<readonly StoredEvent[]> => {
  const memory = openMemory()
  await play(memory, simulate({ seed, divisions: divisions(1), trainees, months: 9 }))
  const events: StoredEvent[] = []
  for await (const page of memory.events.readAll()) events.push(...page)
  return events
}

/** The same, with a third of the entries late, and some of them annulled, replaced or contradicted. */
export const lateEvents = async (seed: number): Promise<readonly StoredEvent[]> => {
  const [onTime, late] = [openMemory(), openMemory()]
  await appendAll(onTime, await simulatedEvents(seed))
  await recordLate(onTime.events, late.events, true)
  const events: StoredEvent[] = []
  for await (const page of late.events.readAll()) events.push(...page)
  return events
}

/** Appends events to a store. */
export const appendAll = async ({ events: to }: Storage, events: readonly StoredEvent[]): Promise<void> => {
  for (const event of events) {
    const { stream, revision } = event
    const appended = await to.append(stream, [event], revision === 0 ? 'none' : revision - 1)()
    if (E.isLeft(appended)) throw new Error(`${stream} ${revision}: ${appended.left._tag}`)
  }
}

/** For each read model, its entries as canonical JSON by their keys. */
export type Content = Readonly<Record<string, Readonly<Record<string, string>>>>

/** The entries of the live generations. */
export const contentOf = async ({ readModels }: Storage, { projections } = domain): Promise<Content> => {
  const content: Record<string, Record<string, string>> = {}
  for (const { name, version } of projections) {
    const all = await readModels.generations(name)
    const live = all.filter((one) => one.state === 'live' && one.version === version)
    if (live[0] === undefined || live.length > 1) throw new Error(`${name} has ${live.length} live generations`)
    const { items } = await readModels.list(live[0].id, 'doc', { limit: 10_000 })
    content[name] = Object.fromEntries(items.map(({ key, value }) => [key, canonical(JSON.parse(value))]))
  }
  return content
}

const { decode } = codecOf(domain)

/** The expected read models, computed naively: all rows are folded, then all tallies added. */
export const folded = (events: readonly StoredEvent[]): Content =>
  Object.fromEntries(domain.projections.map((projection) => [projection.name, foldedOne(projection, events)]))

const foldedOne = (projection: AnyProjection, events: readonly StoredEvent[]): Readonly<Record<string, string>> => {
  const rows = new Map<string, unknown>()
  for (const [stream, recorded] of byStream(events)) rows.set(stream, rowOf(projection, recorded))
  const entries = new Map<string, { own?: unknown; tally: Map<string, number> }>()
  const entryAt = (key: string) => {
    const entry = entries.get(key) ?? { tally: new Map<string, number>() }
    entries.set(key, entry)
    return entry
  }
  for (const [stream, row] of rows) {
    if (row === undefined) continue
    const { id } = partsOf(stream)
    for (const [key, own] of projection.documents?.(row, id) ?? []) entryAt(key).own = own
    for (const [key, tally] of projection.tallies?.(row, id) ?? [])
      for (const [name, count] of Object.entries(tally)) {
        const sum = entryAt(key).tally
        sum.set(name, (sum.get(name) ?? 0) + count)
      }
  }
  const published: [string, string][] = []
  for (const [key, { own, tally }] of entries) {
    const counts = Object.fromEntries([...tally].filter(([, count]) => count !== 0))
    const entry: Entry = { ...(own === undefined ? {} : { own }), tally: counts }
    if (own !== undefined || Object.keys(counts).length > 0)
      published.push([key, canonical(JSON.parse(JSON.stringify(entry)))])
  }
  return Object.fromEntries(published)
}

const contextOf = ({ stream, revision, metadata }: StoredEvent): EventContext => ({
  stream,
  id: partsOf(stream).id,
  revision,
  metadata: () => JSON.parse(metadata),
  policyVersion: () => JSON.parse(metadata).policyVersion,
})

const byStream = (events: readonly StoredEvent[]): ReadonlyMap<string, readonly StoredEvent[]> => {
  const streams = new Map<string, StoredEvent[]>()
  for (const stored of events) {
    const known = streams.get(stored.stream)
    if (known === undefined) streams.set(stored.stream, [stored])
    else known.push(stored)
  }
  return streams
}

const orders = new Map(domain.aggregates.map((aggregate) => [aggregate.name, aggregate]))

/** The fold of the events that stand, in history order, each contradiction behind its entry. */
const rowOf = (projection: AnyProjection, recorded: readonly StoredEvent[]): unknown => {
  const order = orders.get(partsOf(recorded[0]?.stream ?? '').aggregate) ?? { events: {} }
  const events = recorded.map((stored) => ({ ...stored, event: decode(stored), metadata: metadataOf(stored) }))
  const storedOf = new Map(events.map(({ event }, index) => [event, recorded[index]]))
  let row: unknown
  for (const { id, events: own, contradictedBy } of extendHistory(emptyHistory, events, order).entries) {
    const contradictions = contradictedBy.flatMap(
      (rule) =>
        events.findLast(
          ({ event: { type, data } }) =>
            type === 'EntryContradicted' && Reflect.get(data, 'eventId') === id && Reflect.get(data, 'rule') === rule,
        )?.event ?? [],
    )
    for (const event of [...own, ...contradictions]) {
      const stored = storedOf.get(event)
      if (stored !== undefined && projection.reads.includes(event.type))
        row = projection.row(row, event, contextOf(stored))
    }
  }
  return row
}
