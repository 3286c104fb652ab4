import { isDeepStrictEqual } from 'node:util'
import type { Outcome, StreamEntry } from '@skein/engine'
import { type AnyEvent, EntryAnnulled, EntryContradicted, type HistoryEvent, isHistoryEvent } from '@skein/kernel'

type Recorded = NonNullable<Outcome['plan']>['streams'][number]['entries'][number]

/** What becomes of one entry. */
export interface PlannedEntry {
  readonly kind: Recorded['kind']
  readonly on: string
  /** What is recorded: the new events, or the one event about an entry. */
  readonly events: readonly (AnyEvent | HistoryEvent)[]
  /** The entry that it is about, or takes the place of; absent where that is entered at the same time. */
  readonly about?: { readonly eventId: string; readonly event: string; readonly on: string; readonly revision: number }
  /** The process that sends it. */
  readonly process?: string
  /** Where an entry is computed again: the fields that differ, and of lists the elements. */
  readonly changed?: Readonly<Record<string, unknown>>
}

export interface PlannedStream {
  readonly stream: string
  readonly entries: readonly PlannedEntry[]
}

/** What an annulment or a correction changes. */
export interface Plan {
  readonly streams: readonly PlannedStream[]
  /** The streams whose entries or figures change. */
  readonly affected: readonly string[]
}

/** @param entries the entries of the stream before */
export const planOf = (outcome: Outcome, entries: readonly StreamEntry[]): Plan =>
  outcome.plan === undefined ? planWithin(outcome, entries) : planAcross(outcome.plan)

const planAcross = ({ streams, affected }: NonNullable<Outcome['plan']>): Plan => ({
  streams: streams.map(({ stream, entries }) => ({ stream, entries: entries.map(plannedAcross) })),
  affected,
})

const plannedAcross = ({ kind, on, events, process, about }: Recorded): PlannedEntry => {
  const [before] = about?.events ?? []
  const isComputedAgain = kind === 'recomputed' && before !== undefined
  return {
    kind,
    on,
    events,
    ...(process === undefined ? {} : { process }),
    ...(isComputedAgain ? { changed: changedFields(before, events) } : {}),
    ...(about === undefined ? {} : { about: namedEntry(about) }),
  }
}

const namedEntry = ({ eventId, event, on, revision }: NonNullable<PlannedEntry['about']>) => ({
  eventId,
  event,
  on,
  revision,
})

/** The plan of what changes nothing in other streams. */
const planWithin = ({ stream, events, consequences = [] }: Outcome, entries: readonly StreamEntry[]): Plan => {
  const planned: PlannedEntry[] = []
  for (const event of events) planned.push({ kind: 'entered', on: event.data.on, events: [event] })
  for (let at = 0; at < consequences.length; at += 1) {
    const event = consequences[at]
    if (event === undefined) continue
    const replacement = isRecomputation(event) ? ownEventsAfter(consequences, at) : []
    at += replacement.length
    planned.push(plannedEntry(event, replacement, entries))
  }
  return { streams: [{ stream, entries: planned }], affected: planned.length === 0 ? [] : [stream] }
}

type Consequence = AnyEvent | HistoryEvent

const isRecomputation = (event: Consequence): boolean =>
  event.type === 'EntryAnnulled' && Reflect.get(event.data, 'reason') === 'recomputed'

/** The events of the entry that takes the place of an annulled one. */
const ownEventsAfter = (events: readonly Consequence[], at: number): readonly Consequence[] => {
  const end = events.findIndex((event, index) => index > at && isHistoryEvent(event))
  return events.slice(at + 1, end < 0 ? undefined : end)
}

const plannedEntry = (
  event: Consequence,
  replacement: readonly Consequence[],
  entries: readonly StreamEntry[],
): PlannedEntry => {
  const eventId: unknown = Reflect.get(event.data, 'eventId')
  const target = entries.find(({ id }) => id === eventId)
  const reinstated = target === undefined ? undefined : annulledBy(target, entries)
  const about = reinstated ?? target
  const [first] = about?.events ?? []
  return {
    kind: kindOf(event, replacement.length > 0, reinstated !== undefined),
    on: first?.data.on ?? event.data.on,
    events: replacement.length > 0 ? replacement : [event],
    ...(replacement.length > 0 && first !== undefined ? { changed: changedFields(first, replacement) } : {}),
    ...(about === undefined || first === undefined
      ? {}
      : { about: { eventId: about.id, event: first.type, on: first.data.on, revision: about.revision } }),
  }
}

const changedFields = (before: Consequence, [after]: readonly Consequence[]): Readonly<Record<string, unknown>> => {
  const changed: Record<string, unknown> = {}
  const fields: readonly (readonly [string, unknown])[] = Object.entries(after?.data ?? {})
  for (const [field, value] of fields) {
    const former: unknown = Reflect.get(before.data, field)
    const isNew = (part: unknown): boolean =>
      !Array.isArray(former) || !former.some((other) => isDeepStrictEqual(part, other))
    if (!isDeepStrictEqual(value, former)) changed[field] = Array.isArray(value) ? value.filter(isNew) : value
  }
  return changed
}

/** The entry that an annulment is about. */
const annulledBy = ({ events: [first] }: StreamEntry, entries: readonly StreamEntry[]): StreamEntry | undefined => {
  const annulment = EntryAnnulled.safeParse(first)
  return annulment.success ? entries.find(({ id }) => id === annulment.data.data.eventId) : undefined
}

const kindOf = (event: Consequence, isReplaced: boolean, isReinstated: boolean): PlannedEntry['kind'] => {
  if (EntryContradicted.safeParse(event).success) return 'contradicted'
  if (event.type === 'ContradictionResolved') return 'resolved'
  if (event.type !== 'EntryAnnulled') return 'entered'
  if (isReinstated) return 'reinstated'
  return isReplaced ? 'recomputed' : 'annulled'
}
