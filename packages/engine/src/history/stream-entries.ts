import {
  type AnyAggregate,
  type AnyCommand,
  type AnyEvent,
  annulmentOf,
  commandOfEntry,
  type Domain,
  emptyHistory,
  type History,
  partsOf,
  type RecordedEntry,
} from '@skein/kernel'
import { codecOf } from '../integrity/codec.js'
import { readVerified } from '../integrity/read-verified.js'
import type { EventStore, ReadStreamOptions } from '../ports/index.js'
import { readHistory } from './read-history.js'

/** Why an entry no longer stands. */
export interface EntryAnnulment {
  /** The id of the event that annulled it; annulling that one reinstates the entry. */
  readonly eventId: string
  /** What a person gave, or a word of the engine: see `EntryAnnulled`. */
  readonly reason: string
  /** The person or office that decided it; absent where it follows from something else. */
  readonly by?: { readonly role: string; readonly id: string }
  /** The rule that refuses what a process entered. */
  readonly rule?: string
  readonly actor: string
  readonly recordedAt: string
  /** The id of the first event of what took its place. */
  readonly replacedBy?: string
}

/** The events of one command in one stream, and what became of them. */
export interface StreamEntry {
  /** The id of its first event. */
  readonly id: string
  readonly eventIds: readonly string[]
  readonly events: readonly AnyEvent[]
  /** The revision of its first event. */
  readonly revision: number
  /** Its index in the history, which is in order of days; absent where it does not stand. */
  readonly index?: number
  readonly recordedAt: string
  readonly actor: string
  /** The command that recorded it, as it would be sent again; absent for an event about another entry. */
  readonly command?: AnyCommand
  /** The event to which the process reacted that entered it, as in `batch-b1@12`; absent for what a person entered. */
  readonly causedBy?: string
  /** The id of the entry whose place it took. */
  readonly replaces?: string
  /** The rules of permission that speak against it as things are known now. */
  readonly contradictedBy: readonly string[]
  /** Absent while it stands. */
  readonly annulled?: EntryAnnulment
}

/**
 * The entries of a stream in the order of recording, with what became of each: which were annulled, corrected, computed
 * again or contradicted. Personal values stay encrypted. Throws `StorageError`.
 *
 * @param range up to which revision; it must be the last one of an append
 *
 * @example
 * const entries = await readEntries(runtime, 'journey-t1')
 * const wrong = entries.findLast(({ command }) => command?.type === 'RecordScale')
 */
export const readEntries = async (
  {
    domain,
    storage,
  }: { readonly domain: Domain; readonly storage: { readonly events: Pick<EventStore, 'readStream'> } },
  stream: string,
  range: Pick<ReadStreamOptions, 'to'> = {},
): Promise<readonly StreamEntry[]> => {
  const aggregate = domain.aggregates.find(({ name }) => name === partsOf(stream).aggregate)
  if (aggregate === undefined) return []
  const history = await readHistory(
    emptyHistory,
    readVerified(storage.events, stream, range),
    codecOf(domain),
    aggregate,
  )
  const standing = new Map(history.entries.map(({ id, contradictedBy }, index) => [id, { index, contradictedBy }]))
  return history.recorded.map((entry) => ({
    id: entry.id,
    eventIds: entry.eventIds,
    events: entry.events,
    revision: entry.revision,
    recordedAt: entry.recordedAt,
    actor: entry.actor,
    ...commandIn(aggregate, stream, entry),
    ...(entry.causedBy === undefined ? {} : { causedBy: entry.causedBy }),
    ...(entry.replaces === undefined ? {} : { replaces: entry.replaces }),
    contradictedBy: [],
    ...standing.get(entry.id),
    ...annulmentIn(history, entry),
  }))
}

const commandIn = (aggregate: AnyAggregate, stream: string, { events }: RecordedEntry) => {
  const command = commandOfEntry(aggregate, stream, events)
  return command === undefined ? {} : { command }
}

const annulmentIn = (history: History, entry: RecordedEntry): { readonly annulled?: EntryAnnulment } => {
  const annulment = annulmentOf(history, entry)
  if (annulment?.about?.type !== 'EntryAnnulled') return {}
  const { reason, by, rule } = annulment.about.data
  const replacement = history.recorded.findLast(({ replaces }) => replaces === entry.id)
  return {
    annulled: {
      eventId: annulment.id,
      reason,
      ...(by === undefined ? {} : { by }),
      ...(rule === undefined ? {} : { rule }),
      actor: annulment.actor,
      recordedAt: annulment.recordedAt,
      ...(replacement === undefined ? {} : { replacedBy: replacement.id }),
    },
  }
}
