// What a read model of the ledger must contain, computed from the whole log in the simplest way.
import {
  type AnyProjection,
  type Entry,
  emptyHistory,
  extendHistory,
  isHistoryEvent,
  partsOf,
  type Tally,
} from '@skein/kernel'
import { expect } from 'vitest'
import { canonical } from '../src/integrity/canonical.js'
import { codecOf, eventContextOf } from '../src/integrity/codec.js'
import { metadataOf } from '../src/integrity/metadata.js'
import type { ReadModelStore, Space, Storage, StoredEvent } from '../src/ports/index.js'
import type { Bounds } from '../src/projections/bounds.js'
import { parseRow } from '../src/projections/stored-row.js'
import { account, ledger } from './ledger-domain.js'

const codec = codecOf(ledger)

/** Canonical JSON by key. */
export type Content = Readonly<Record<string, string>>

export interface GenerationContent {
  /** Events applied. */
  readonly events: number
  readonly docs: Content
}

/** What a read model must contain, computed from the whole log: fold every row, then add up all tallies. */
export const contentFromLog = async (
  projection: AnyProjection,
  storage: Storage,
  bounds?: Bounds,
): Promise<GenerationContent> => {
  const { events, docs } = await fold(projection, storage, bounds)
  return { events, docs }
}

/** The stored events of each stream, in the order of recording. */
const streamsIn = async ({ events }: Storage): Promise<ReadonlyMap<string, readonly StoredEvent[]>> => {
  const streams = new Map<string, StoredEvent[]>()
  for await (const batch of events.readAll())
    for (const stored of batch) streams.set(stored.stream, [...(streams.get(stored.stream) ?? []), stored])
  return streams
}

/** The events of a stream that stand, in history order, each contradiction that stands behind its entry. */
export const standing = (recorded: readonly StoredEvent[], { asOf, knownAt }: Bounds = {}): readonly StoredEvent[] => {
  const known = recorded.filter((stored) => knownAt === undefined || metadataOf(stored).recordedAt <= knownAt)
  const events = known.map((stored) => ({ ...stored, event: codec.decode(stored), metadata: metadataOf(stored) }))
  const { entries } = extendHistory(emptyHistory, events, account)
  const storedOf = new Map(events.map(({ event }, index) => [event, known[index]]))
  return entries
    .filter(({ point }) => asOf === undefined || point.on <= asOf)
    .flatMap((entry) => {
      const contradictions = entry.contradictedBy.flatMap((rule) => {
        const last = events.findLast(
          ({ event: { type, data } }) =>
            type === 'EntryContradicted' &&
            'eventId' in data &&
            data.eventId === entry.id &&
            'rule' in data &&
            data.rule === rule,
        )
        return last === undefined ? [] : [last.event]
      })
      return [...entry.events, ...contradictions].flatMap((event) => storedOf.get(event) ?? [])
    })
}

/** Whether a projection counts an event as applied: one that it handles, or one about entries of streams that it handles. */
const counts = ({ reads }: AnyProjection, { type }: StoredEvent): boolean =>
  reads.includes(type) ||
  type === 'EntryAnnulled' ||
  (type === 'ContradictionResolved' && reads.includes('EntryContradicted'))

const fold = async (
  projection: AnyProjection,
  storage: Storage,
  bounds: Bounds = {},
): Promise<GenerationContent & { readonly rows: Content }> => {
  const rows = new Map<string, unknown>()
  let counted = 0
  for (const [stream, recorded] of await streamsIn(storage)) {
    counted += recorded.filter((stored) => counts(projection, stored) && isWithin(stored, bounds)).length
    const read = standing(recorded, bounds).filter(({ type }) => projection.reads.includes(type))
    rows.set(
      stream,
      read.reduce<unknown>(
        (row, stored) => projection.row(row, codec.decode(stored), eventContextOf(stored)),
        undefined,
      ),
    )
  }
  const entries = new Map<string, { own?: unknown; tally: Record<string, number> }>()
  const entry = (key: string) => {
    const known = entries.get(key) ?? { tally: Object.create(null) as Record<string, number> }
    entries.set(key, known)
    return known
  }
  for (const [stream, row] of rows) {
    if (row === undefined) continue
    for (const [key, own] of projection.documents?.(row, partsOf(stream).id) ?? []) entry(key).own = own
    for (const [key, tally] of projection.tallies?.(row, partsOf(stream).id) ?? []) add(entry(key).tally, tally)
  }
  const published = [...entries].map(([key, { own, tally }]): readonly [string, Entry] => {
    const sums = Object.fromEntries(Object.entries(tally).filter(([, count]) => count !== 0))
    return [key, { ...(own === undefined ? {} : { own }), tally: sums }]
  })
  return {
    events: counted,
    rows: contentOf([...rows].filter(([, row]) => row !== undefined)),
    docs: contentOf(published.filter(([, { own, tally }]) => own !== undefined || Object.keys(tally).length > 0)),
  }
}

const add = (sum: Record<string, number>, tally: Tally): void => {
  for (const [name, count] of Object.entries(tally)) sum[name] = (sum[name] ?? 0) + count
}

const contentOf = (of: readonly (readonly [string, unknown])[]): Content =>
  Object.fromEntries(of.map(([key, value]) => [key, canonical(value)]).sort())

/** What a generation contains for readers. */
export const stored = async ({ readModels }: Storage, generation: string): Promise<GenerationContent> => {
  const events = (await readModels.generations()).find(({ id }) => id === generation)?.events ?? Number.NaN
  return { events, docs: await content(readModels, generation, 'doc') }
}

const content = async (readModels: ReadModelStore, generation: string, space: Space): Promise<Content> => {
  const { items } = await readModels.list(generation, space, { limit: 10_000 })
  return contentOf(items.map(({ key, value }) => [key, JSON.parse(value)]))
}

/** What the live generation of a read model contains for readers. */
export const live = async (storage: Storage, projection: AnyProjection): Promise<GenerationContent> =>
  stored(storage, await liveOf(storage, projection))

const liveOf = async ({ readModels }: Storage, { name, version }: AnyProjection): Promise<string> => {
  const all = await readModels.generations(name)
  const found = all.filter((one) => one.version === version && one.state === 'live')
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${name} has ${found.length} live generations`)
  return found[0].id
}

/** Every live read model contains what the log says. Not every row is stored, but those that are must be correct. */
export const expectLiveToMatchLog = async (storage: Storage): Promise<void> => {
  for (const projection of ledger.projections) {
    const { rows, ...expected } = await fold(projection, storage)
    expect(await live(storage, projection), projection.name).toEqual(expected)
    const storedRows = await content(storage.readModels, await liveOf(storage, projection), 'row')
    for (const [stream, text] of Object.entries(storedRows)) {
      const { end, row } = parseRow(text)
      expect(end, `${stream} is set aside`).toBeDefined()
      expect(row === undefined ? undefined : canonical(row), `stored row of ${projection.name}`).toBe(rows[stream])
    }
  }
}

const isWithin = (stored: StoredEvent, { asOf, knownAt }: Bounds): boolean => {
  const event = codec.decode(stored)
  if (knownAt !== undefined && metadataOf(stored).recordedAt > knownAt) return false
  return asOf === undefined || isHistoryEvent(event) || event.data.on <= asOf
}
