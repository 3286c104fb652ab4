import {
  type Amendment,
  type AnyAggregate,
  type AnyCommand,
  commandOfEntry,
  type History,
  type HistoryEntry,
  isSame,
  partsOf,
  type RecordedEntry,
  referencesOf,
} from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { actorOfProcess } from '../primitives/process-actor.js'
import type { AddressedAmendment } from './amendment-attempt.js'

/** What a process sends to one stream now, in place of what it sent for a cause that was replaced or annulled. */
export interface ChangedAnswers {
  readonly process: string
  readonly aggregate: AnyAggregate
  readonly stream: string
  /** Where the causes were, as in `batch-b1@12`, that no longer stand. */
  readonly formerCauses: ReadonlySet<string>
  /** Where the cause is that stands now; `undefined` if none does. */
  readonly cause: string | undefined
  readonly commands: readonly AnyCommand[]
  /** Entries that stay although they are not sent, by what they are about: compensations. */
  readonly kept?: ReadonlySet<string>
  /** Only entries about these are changed; default all. */
  readonly only?: ReadonlySet<string>
}

/**
 * The standing entries that a process made for former causes, changed to what it sends now: the same stays, another
 * content is corrected at its place, and what is not sent any more is annulled.
 */
export const amendedByProcess = (answers: ChangedAnswers): AddressedAmendment => {
  const { aggregate, stream, process, cause, commands, kept = new Set<string>(), only } = answers
  return {
    aggregate,
    stream,
    id: partsOf(stream).id,
    content: { process, cause: cause ?? null, former: [...answers.formerCauses] },
    why: { reason: cause === undefined ? 'withdrawn' : 'recomputed' },
    prepare: async (history) => {
      const amendments: Amendment[] = []
      for (const entry of answersIn(history, answers)) {
        const was = commandOfEntry(aggregate, stream, entry.events)
        const key = was && keyOf(aggregate, was)
        if (key !== undefined && (kept.has(key) || only?.has(key) === false)) continue
        const now = commands.find((command) => keyOf(aggregate, command) === key)
        if (now === undefined || cause === undefined) amendments.push({ kind: 'annul', entry })
        else if (!isSame(was, now)) amendments.push({ kind: 'correct', entry, command: now, causedBy: cause })
      }
      return E.right({ revising: { amendments, force: true } })
    },
  }
}

/** The standing entries that the process made for former causes. */
const answersIn = (
  history: History,
  { process, formerCauses }: Omit<ChangedAnswers, 'commands'>,
): readonly HistoryEntry[] => {
  const byId = new Map(history.recorded.map((entry) => [entry.id, entry]))
  return history.entries.filter(
    ({ id, causedBy }) =>
      causedBy !== undefined && formerCauses.has(causedBy) && originalActor(byId, id) === actorOfProcess(process),
  )
}

/** The actor of an entry before anything was computed again. */
const originalActor = (byId: ReadonlyMap<string, RecordedEntry>, id: string): string | undefined => {
  const entry = byId.get(id)
  return entry?.replaces === undefined ? entry?.actor : originalActor(byId, entry.replaces)
}

/** What the standing entries are about that the process made for former causes, and their ids. */
export const answeredIn = (
  history: History,
  answers: Omit<ChangedAnswers, 'commands'>,
): ReadonlyMap<string, readonly string[]> => {
  const { aggregate, stream } = answers
  const answered = new Map<string, readonly string[]>()
  for (const { id, events } of answersIn(history, answers)) {
    const command = commandOfEntry(aggregate, stream, events)
    const key = command && keyOf(aggregate, command)
    if (key !== undefined) answered.set(key, [...(answered.get(key) ?? []), id])
  }
  return answered
}

/** What a command is about: its type, and everything that it refers to. */
export const keyOf = (aggregate: Pick<AnyAggregate, 'commands'>, { type, data }: AnyCommand): string => {
  const known = aggregate.commands[type]
  const references = known === undefined ? [] : referencesOf(known)
  const named = references.flatMap(({ path: [field, ...rest] }) =>
    field !== undefined && rest.length === 0 ? [`${field}=${String(data[field] ?? '')}`] : [],
  )
  return [type, ...named].join(' ')
}
