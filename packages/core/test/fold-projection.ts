// Folds events of several streams into the documents of a read model, as the engine does.
import type {
  AnyEvent,
  Day,
  DocumentEvent,
  Entry,
  EventContext,
  History,
  Metadata,
  Projection,
  Tally,
} from '@skein/kernel'
import {
  type ContradictionResolved,
  day,
  type EntryAnnulled,
  type EntryContradicted,
  emptyHistory,
  extendHistory,
  type HistoryOrder,
  historyEventTypes,
  partsOf,
} from '@skein/kernel'
import type { z } from 'zod'
import * as Agreement from '../src/agreement/events.js'
import * as Base from '../src/base/events.js'
import * as Batch from '../src/batch/events.js'
import * as Calendar from '../src/calendar/events.js'
import * as Course from '../src/course/events.js'
import * as Division from '../src/division/events.js'
import * as Household from '../src/household/events.js'
import { domain } from '../src/index.js'
import * as Instructor from '../src/instructor/events.js'
import * as Journey from '../src/journey/events.js'

/** Any event of the domain, with ids and days as plain strings. */
export type EventInput = z.input<
  | typeof Agreement.Event
  | typeof Base.Event
  | typeof Batch.Event
  | typeof Calendar.Event
  | typeof Course.Event
  | typeof Division.Event
  | typeof Household.Event
  | typeof Instructor.Event
  | typeof Journey.Event
  | typeof EntryAnnulled
  | typeof EntryContradicted
  | typeof ContradictionResolved
>

/** An event and its stream, in the log of a test. */
export interface LogEntry {
  readonly stream: string
  readonly event: AnyEvent
  readonly policyVersion?: number | undefined
}

const schemas = new Map(
  [
    ...[Agreement, Base, Batch, Calendar, Course, Division, Household, Instructor, Journey].map(({ types }) => types),
    historyEventTypes,
  ].flatMap((types) => Object.entries(types).map(([type, { schema }]) => [type, schema] as const)),
)

const orders = new Map<string, HistoryOrder>(domain.aggregates.map((aggregate) => [aggregate.name, aggregate]))

/**
 * Events of one stream, each checked by its schema.
 *
 * @example
 * entriesOf('division-532329', { type: 'WillingCounted', data: { people: 40, on: '2018-03-01' } })
 */
export const entriesOf = (stream: string, ...events: readonly EventInput[]): readonly LogEntry[] =>
  events.map((event) => {
    const schema = schemas.get(event.type)
    if (schema === undefined) throw new Error(`no event type ${event.type}`)
    // sound: the schema of an event type gives an event
    return { stream, event: schema.parse(event) as AnyEvent }
  })

/** The id of an event in the log of a test. */
export const eventIdOf = (stream: string, revision: number): string => `${stream}@${revision}`

const metadata = (revision: number, policyVersion: number | undefined): Metadata => ({
  recordedAt: new Date(Date.parse('2018-12-31T00:00:00Z') + revision).toISOString(),
  actor: 'clerk',
  commandId: `command-${revision}`,
  commandHash: '',
  correlationId: 'correlation',
  observedRevisions: {},
  ...(policyVersion !== undefined && { policyVersion }),
})

type Stored = { own?: string; readonly tally: Map<string, number> }

/** The content and tallies of a stream, copied: they must be subtracted later, after the row was changed in place. */
const contribution = <Row, Own, Doc>({ documents, tallies }: Projection<Row, Own, Doc>, row: Row, id: string) => ({
  owns: [...(documents?.(row, id) ?? [])].map(([key, own]) => [key, JSON.stringify(own)] as const),
  tallies: [...(tallies?.(row, id) ?? [])].map(([key, tally]) => [key, { ...tally }] as const),
})

class ProjectionFold<Row, Own, Doc> {
  readonly #projection: Projection<Row, Own, Doc>
  /** As JSON, as in a store. */
  readonly #rows = new Map<string, string>()
  readonly #entries = new Map<string, Stored>()
  /** The rows in memory. */
  #open = new Map<string, Row | undefined>()
  /** All events of each stream, by the order of recording and in history order. */
  readonly #streams = new Map<string, { readonly recorded: readonly DocumentEvent[]; readonly history: History }>()

  constructor(projection: Projection<Row, Own, Doc>) {
    this.#projection = projection
  }

  add({ stream, event, policyVersion }: LogEntry): void {
    const known = this.#streams.get(stream) ?? { recorded: [], history: emptyHistory }
    const revision = known.recorded.length
    const context: EventContext = {
      stream,
      id: partsOf(stream).id,
      revision,
      metadata: () => metadata(revision, policyVersion),
      policyVersion: () => policyVersion,
    }
    const recorded = { event, eventId: eventIdOf(stream, revision), revision, metadata: context.metadata() }
    const order = orders.get(partsOf(stream).aggregate) ?? { events: {} }
    const history = extendHistory(known.history, [recorded], order)
    this.#streams.set(stream, { recorded: [...known.recorded, { event, context }], history })
    const isLast = history.entries.at(-1)?.revision === revision
    if (!isLast) this.#open.set(stream, this.#folded(stream))
    else if (this.#projection.reads.includes(event.type)) {
      const row = this.#open.has(stream) ? this.#open.get(stream) : this.#stored(stream)
      this.#open.set(stream, this.#projection.row(row, event, context))
    }
  }

  /** The row of a stream from its whole history. */
  #folded(stream: string): Row | undefined {
    return this.#standing(stream).reduce<Row | undefined>(
      (row, { event, context }) => this.#projection.row(row, event, context),
      undefined,
    )
  }

  /** The events that stand, in history order, each contradiction behind its entry. */
  #standing(stream: string): readonly DocumentEvent[] {
    const { recorded, history } = this.#streams.get(stream) ?? { recorded: [], history: emptyHistory }
    return history.entries
      .flatMap(({ id, revision, contradictedBy }) => [
        recorded[revision],
        ...recorded.filter(
          ({ event: { type, data } }) =>
            type === 'EntryContradicted' &&
            Reflect.get(data, 'eventId') === id &&
            contradictedBy.includes(Reflect.get(data, 'rule')),
        ),
      ])
      .filter((one) => one !== undefined)
      .filter(({ event }) => this.#projection.reads.includes(event.type))
  }

  /** Writes what changed, and removes every row from memory. */
  flush(): void {
    for (const stream of this.#open.keys()) this.#change(this.#stored(stream), stream, -1)
    for (const [stream, row] of this.#open) {
      if (row === undefined) this.#rows.delete(stream)
      else this.#rows.set(stream, JSON.stringify(row))
    }
    for (const stream of this.#open.keys()) this.#change(this.#stored(stream), stream, 1)
    this.#open = new Map()
  }

  documents(today: Day): ReadonlyMap<string, Doc> {
    const { joins, history, publish, schema } = this.#projection
    const docs = new Map<string, Doc>()
    for (const key of [...this.#entries.keys()].sort()) {
      const entry = this.#entry(key)
      if (entry === undefined) continue
      const joined = new Map<string, Entry<Own>>()
      for (const other of joins?.(key, entry) ?? []) {
        const found = this.#entry(other)
        if (found !== undefined) joined.set(other, found)
      }
      const events = this.#standing(history?.(key, entry) ?? '')
      const doc = publish({ ...entry, key, joined, history: events, today })
      if (doc !== undefined) docs.set(key, validated(schema, doc, key))
    }
    return docs
  }

  #stored(stream: string): Row | undefined {
    const text = this.#rows.get(stream)
    // sound: `flush` wrote it, and rows are JSON
    return text === undefined ? undefined : (JSON.parse(text) as Row)
  }

  #change(row: Row | undefined, stream: string, sign: 1 | -1): void {
    if (row === undefined) return
    const { owns, tallies } = contribution(this.#projection, row, partsOf(stream).id)
    for (const [key, own] of owns) {
      const entry = this.#at(key)
      if (sign < 0) delete entry.own
      else if (entry.own !== undefined) throw new Error(`two streams publish under ${key}`)
      else entry.own = own
    }
    for (const [key, tally] of tallies) addUp(key, this.#at(key).tally, tally, sign)
  }

  #at(key: string): Stored {
    const known = this.#entries.get(key) ?? { tally: new Map() }
    this.#entries.set(key, known)
    return known
  }

  #entry(key: string): Entry<Own> | undefined {
    const stored = this.#entries.get(key)
    if (stored === undefined || (stored.own === undefined && stored.tally.size === 0)) return undefined
    const tally: Tally = Object.fromEntries(stored.tally)
    // sound: `flush` wrote it, and what a stream owns is JSON
    return stored.own === undefined ? { tally } : { own: JSON.parse(stored.own) as Own, tally }
  }
}

const addUp = (key: string, counts: Map<string, number>, tally: Tally, sign: 1 | -1): void => {
  for (const [name, count] of Object.entries(tally)) {
    if (!Number.isSafeInteger(count)) throw new Error(`the tally ${name} at ${key} is not a whole number: ${count}`)
    const sum = (counts.get(name) ?? 0) + sign * count
    if (sum === 0) counts.delete(name)
    else counts.set(name, sum)
  }
}

/** The document; throws if it is not JSON, or has fields that its schema does not have. */
const validated = <Doc>(schema: z.ZodType<Doc>, doc: Doc, key: string): Doc => {
  const text = JSON.stringify(doc)
  const parsed = JSON.stringify(sorted(schema.parse(JSON.parse(text))))
  const published = JSON.stringify(sorted(JSON.parse(text)))
  if (parsed !== published) throw new Error(`${key} has fields that its schema lacks:\n${published}\n${parsed}`)
  return doc
}

/** The same value with the fields of its objects sorted. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(fields.map(([name, field]) => [name, sorted(field)]))
}

export interface FoldOptions {
  /** Default 2018-12-31. */
  readonly today?: string
  /** Flushes after each of these numbers of events; always at the end. */
  readonly flushAfter?: readonly number[]
}

/** The documents of a read model after these events, by key, in the order of the keys. */
export const foldProjection = <Row, Own, Doc>(
  projection: Projection<Row, Own, Doc>,
  log: readonly LogEntry[],
  { today = '2018-12-31', flushAfter = [] }: FoldOptions = {},
): ReadonlyMap<string, Doc> => {
  const fold = new ProjectionFold(projection)
  const stops = new Set(flushAfter)
  log.forEach((entry, at) => {
    fold.add(entry)
    if (stops.has(at + 1)) fold.flush()
  })
  fold.flush()
  return fold.documents(day(today))
}

/**
 * The documents of a read model, as `foldProjection` gives them. Throws if they differ when the fold is interrupted
 * after the events in `flushAfter`, after every event, or never.
 */
export const foldWithInterruptions = <Row, Own, Doc>(
  projection: Projection<Row, Own, Doc>,
  log: readonly LogEntry[],
  options: FoldOptions = {},
): ReadonlyMap<string, Doc> => {
  const textOf = (flushAfter: readonly number[]) =>
    JSON.stringify([...foldProjection(projection, log, { ...options, flushAfter })])
  const docs = foldProjection(projection, log, { ...options, flushAfter: [] })
  const once = JSON.stringify([...docs])
  for (const stops of [options.flushAfter ?? [], log.map((_, at) => at + 1)])
    if (textOf(stops) !== once) throw new Error(`interrupted after ${stops.join(', ')}:\n${textOf(stops)}\n${once}`)
  return docs
}

/** One log of several streams' events, in order within each stream. `picks` chooses the next stream. */
export const interleave = (
  streams: readonly (readonly LogEntry[])[],
  picks: readonly number[],
): readonly LogEntry[] => {
  const remaining = streams.map((events) => [...events])
  const log: LogEntry[] = []
  for (const pick of picks) {
    const open = remaining.filter((events) => events.length > 0)
    const next = open[pick % Math.max(1, open.length)]?.shift()
    if (next !== undefined) log.push(next)
  }
  return [...log, ...remaining.flat()]
}
