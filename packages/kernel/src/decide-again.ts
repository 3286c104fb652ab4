// What other streams decided on has changed: the entries of a stream that looked at it are decided again. Nothing is read
// here: the views are asked for, one entry at a time.
import { commandOfEntry } from './command-of-entry.js'
import { decideEntryAgain } from './decide-entry-again.js'
import type { AnyEvent } from './events.js'
import type { HistoryEntry } from './history.js'
import { isSame } from './idempotency.js'
import type { Point } from './points.js'
import type { Change, DecisionViews, Revisable, ViewsNeeded } from './revision.js'
import { builtInRules } from './rules.js'

/** What an entry is decided with now, and what it was decided with before other streams changed. */
export interface ChangedViews {
  readonly views: DecisionViews
  readonly viewsBefore: DecisionViews
}

/** An entry that may be decided again. */
export interface ChangedViewsNeeded extends ViewsNeeded {
  /** Whether an earlier entry of the stream is another one by now, so that this one is decided again in any case. */
  readonly isStateChanged: boolean
}

/**
 * Decides the entries of a history again from a day on. Entries are changed as `revise` changes those that lie after a
 * change; what a person entered and what becomes impossible is contradicted, as the change is recorded already.
 *
 * It yields what each decision needs; the answer is `undefined` where the views are what they were.
 */
export function* decideAgain(
  revisable: Revisable,
  from: Point['on'],
): Generator<ChangedViewsNeeded, readonly Change[], ChangedViews | undefined> {
  const { aggregate, stream, entries, builtInRules: rules = builtInRules } = revisable
  const { evolve, initialState } = aggregate.decider
  const fold = (state: unknown, events: readonly AnyEvent[]): unknown => events.reduce(evolve, state)
  const changes: Change[] = []
  let state = initialState
  let without = initialState
  let isStateChanged = false
  for (const entry of entries) {
    const { point, events } = entry
    const command = point.on < from ? undefined : commandOfEntry(aggregate, stream, events)
    let decided = events
    if (command !== undefined) {
      const byProcess = entry.causedBy !== undefined
      const needed = { command, state, point, revision: point.origin, byProcess, proposal: undefined, isStateChanged }
      const changed = yield needed
      if (changed !== undefined) {
        const { views, viewsBefore } = changed
        const again = decideEntryAgain({ aggregate, entry, command, state, without, views, viewsBefore, rules })
        if (again.blockedBy !== undefined) changes.push(...contradicting(entry, again.blockedBy))
        changes.push(...again.changes)
        decided = again.events
      }
    }
    without = fold(without, events)
    state = isStateChanged || decided !== events ? fold(state, decided) : without
    isStateChanged = (isStateChanged || decided !== events) && !isSame(state, without)
  }
  return changes
}

/** A contradiction, unless it is recorded already. */
const contradicting = (
  entry: HistoryEntry,
  rejection: Extract<Change, { kind: 'contradicted' }>['rejection'],
): readonly Change[] =>
  entry.contradictedBy.includes(rejection.rule) ? [] : [{ kind: 'contradicted', entry, rejection }]
