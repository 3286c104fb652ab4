// Simulated histories, and the expected read models of a history.
import { domain } from '@skein/core'
import { canonical, codecOf, openMemory, type Storage, type StoredEvent } from '@skein/engine'
import { type AnyProjection, type Entry, type EventContext, partsOf } from '@skein/kernel'
import { play, simulate } from '@skein/simulator'
import * as E from 'fp-ts/lib/Either.js'
import { divisions } from '../src/divisions.ts'

/** The events of a small simulated programme, in order. */
export const simulatedEvents = async (seed: number, trainees = 12): Promise<readonly StoredEvent[]> => {
  const memory = openMemory()
  await play(memory, simulate({ seed, divisions: divisions(1), trainees, months: 9 }))
  const events: StoredEvent[] = []
  for await (const page of memory.events.readAll()) events.push(...page)
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
  for (const stored of events)
    if (projection.reads.includes(stored.type))
      rows.set(stored.stream, projection.row(rows.get(stored.stream), decode(stored), contextOf(stored)))
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
