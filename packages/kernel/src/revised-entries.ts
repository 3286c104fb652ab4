// A history with its changes in it, as one list in history order.
import type { AnyCommand } from './commands.js'
import type { AnyAggregate } from './domain.js'
import { type compareEntries, type HistoryEntry, rankOf } from './history.js'
import type { Point } from './points.js'
import type { Amendment, Proposal, Revisable } from './revision.js'

type Item = Positioned | AmendedEntry | { readonly kind: 'entry'; readonly entry: HistoryEntry; readonly point: Point }

type Positioned = Proposal & { readonly kind: 'proposal'; readonly index: number; readonly point: Point }
type AmendedEntry =
  /** Where an entry stood that is annulled, or corrected: then it stands again below. */
  | { readonly kind: 'gone'; readonly entry: HistoryEntry; readonly point: Point; readonly isAnnulled: boolean }
  | { readonly kind: 'reinstated'; readonly entry: HistoryEntry; readonly point: Point; readonly annulment: string }
  | {
      readonly kind: 'corrected'
      readonly entry: HistoryEntry
      readonly point: Point
      readonly command: AnyCommand
      readonly causedBy: string | undefined
    }
type Compare = ReturnType<typeof compareEntries>

export const positioned = (
  { aggregate, nextRevision }: Revisable,
  proposals: readonly Proposal[],
): readonly Positioned[] =>
  proposals.map((proposal, index) => {
    const { command, place } = proposal
    const rank = rankOfCommand(aggregate, command)
    const point = { on: command.data.on, rank, place, origin: nextRevision + index }
    return { ...proposal, kind: 'proposal', index, point }
  })

export const amendedEntries = (
  { aggregate, entries }: Revisable,
  amendments: readonly Amendment[],
): readonly AmendedEntry[] =>
  amendments.flatMap((amendment): AmendedEntry[] => {
    // as it stands, with the rules that contradict it
    const entry = entries.find(({ id }) => id === amendment.entry.id) ?? amendment.entry
    const { point } = entry
    if (amendment.kind === 'reinstate') return [{ kind: 'reinstated', entry, point, annulment: amendment.annulment }]
    if (amendment.kind === 'annul') return [{ kind: 'gone', entry, point, isAnnulled: true }]
    const { command } = amendment
    const moved = { ...point, on: command.data.on, rank: rankOfCommand(aggregate, command) }
    return [
      { kind: 'gone', entry, point, isAnnulled: false },
      { kind: 'corrected', entry, point: moved, command, causedBy: amendment.causedBy ?? entry.causedBy },
    ]
  })

/** The index of the first entry that comes after the first change, or is changed itself. */
export const firstAfter = (
  entries: readonly HistoryEntry[],
  [first]: readonly { readonly point: Point }[],
  compare: Compare,
): number => {
  let at = entries.length
  for (; at > 0; at--) {
    const entry = entries[at - 1]
    if (first === undefined || entry === undefined || compare(entry, first) < 0) break
  }
  return at
}

/** Entries and changes, in history order. */
export function* merged(
  entries: readonly HistoryEntry[],
  added: readonly (Positioned | AmendedEntry)[],
  compare: Compare,
): Generator<Item> {
  let next = 0
  for (const entry of entries) {
    for (let change = added[next]; change !== undefined && compare(change, entry) < 0; change = added[next]) {
      yield change
      next += 1
    }
    yield { kind: 'entry', entry, point: entry.point }
  }
  yield* added.slice(next)
}

/** The rank of the entry that a command makes: all events that it may record have the same. */
export const rankOfCommand = (aggregate: Pick<AnyAggregate, 'commands' | 'events'>, { type }: AnyCommand) =>
  rankOf(aggregate, aggregate.commands[type]?.records[0] ?? '')
