// Random histories of the ledger, how to store them, and what a read model of them must contain.
import { type AnyEvent, type AnyProjection, day, type Entry, partsOf, type Tally } from '@skein/kernel'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { expect } from 'vitest'
import { canonical } from '../src/integrity/canonical.js'
import { codecOf, eventContextOf } from '../src/integrity/codec.js'
import type { ReadModelStore, Space, Storage, StoredEvent } from '../src/ports/index.js'
import { type LedgerEvent, ledger } from './ledger-domain.js'

export interface RecordedEvent {
  readonly id: string
  readonly event: LedgerEvent
  readonly recordedAt: string
}

const ids = ['a', 'b', 'c', 'd', 'constructor']
const days = ['2018-05-01', '2018-05-02', '2018-05-03', '2018-05-04'].map(day)
const id = fc.constantFrom(...ids)
const on = fc.constantFrom(...days)

const event: fc.Arbitrary<LedgerEvent> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ group: id, on }).map((data) => ({ type: 'Opened' as const, data })) },
  {
    weight: 5,
    arbitrary: fc
      .record({ amount: fc.integer({ min: -3, max: 9 }), on })
      .map((data) => ({ type: 'Added' as const, data })),
  },
  { weight: 3, arbitrary: fc.record({ group: id, on }).map((data) => ({ type: 'Moved' as const, data })) },
  { weight: 1, arbitrary: fc.record({ on }).map((data) => ({ type: 'Forgotten' as const, data })) },
  {
    weight: 3,
    arbitrary: fc.record({ seat: fc.constantFrom('s', 't'), on }).map((data) => ({ type: 'Sat' as const, data })),
  },
  { weight: 2, arbitrary: fc.record({ on }).map((data) => ({ type: 'Stood' as const, data })) },
  { weight: 1, arbitrary: fc.record({ on }).map((data) => ({ type: 'Noise' as const, data })) },
)

/** Drops events that take an occupied seat: no two streams may publish own content under one key. */
const withoutSeatConflicts = (history: readonly RecordedEvent[]): readonly RecordedEvent[] => {
  const seated = new Map<string, string>()
  return history.filter(({ id, event }) => {
    if (event.type === 'Stood') seated.delete(id)
    if (event.type !== 'Sat') return true
    const isFree = [...seated].every(([sitter, seat]) => sitter === id || seat !== event.data.seat)
    if (isFree) seated.set(id, event.data.seat)
    return isFree
  })
}

const minute = fc.integer({ min: 0, max: 59 }).map((m) => `2018-06-01T08:${String(m).padStart(2, '0')}:00.000Z`)

/** RecordedEvent instants are not in order: the clocks of several machines differ. */
export const histories = (maxLength = 60): fc.Arbitrary<readonly RecordedEvent[]> =>
  fc.array(fc.record({ id, event, recordedAt: minute }), { maxLength }).map(withoutSeatConflicts)

const codec = codecOf(ledger)

/** Appends to the store, one event for each command. */
export const record = async ({ events }: Storage, history: readonly RecordedEvent[]): Promise<void> => {
  for (const { id, event, recordedAt } of history) {
    const stream = `account-${id}`
    const commandId = crypto.randomUUID()
    const before = await lastOf(events.readStream(stream))
    const encoded = codec.encode([event], {
      stream,
      revision: before?.revision ?? -1,
      previous: before === undefined ? null : before.hash,
      commandId,
      commandHash: '',
      correlationId: commandId,
      recordedAt,
      actor: 'test',
      observedRevisions: {},
    })
    const appended = await events.append(stream, encoded, before?.revision ?? 'none')()
    if (E.isLeft(appended)) throw new Error(`the store refused: ${appended.left._tag}`)
  }
}

const lastOf = async (batches: AsyncIterable<readonly StoredEvent[]>): Promise<StoredEvent | undefined> => {
  let last: StoredEvent | undefined
  for await (const batch of batches) last = batch.at(-1)
  return last
}

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
  counts?: (event: AnyEvent, recordedAt: string) => boolean,
): Promise<GenerationContent> => {
  const { events, docs } = await fold(projection, storage, counts)
  return { events, docs }
}

const fold = async (
  projection: AnyProjection,
  { events }: Storage,
  counts: (event: AnyEvent, recordedAt: string) => boolean = () => true,
): Promise<GenerationContent & { readonly rows: Content }> => {
  const rows = new Map<string, unknown>()
  let counted = 0
  for await (const batch of events.readAll())
    for (const stored of batch) {
      const event = codec.decode(stored)
      const context = eventContextOf(stored)
      if (!projection.reads.includes(stored.type) || !counts(event, context.metadata().recordedAt)) continue
      counted += 1
      rows.set(stored.stream, projection.row(rows.get(stored.stream), event, context))
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
    expect(rows, `stored rows of ${projection.name}`).toMatchObject(storedRows)
  }
}
