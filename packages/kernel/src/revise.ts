// Entering something for an earlier day is one operation on a history: take the place in it, and decide again what lies
// after. Nothing is read here: the views of other streams are asked for, one decision at a time.
import * as E from 'fp-ts/lib/Either.js'
import { commandOfEntry } from './command-of-entry.js'
import { decideEntryAgain } from './decide-entry-again.js'
import { decide } from './decider.js'
import type { AnyEvent } from './events.js'
import { compareEntries, type HistoryEntry } from './history.js'
import { isSame } from './idempotency.js'
import { amendedEntries, firstAfter, merged, positioned } from './revised-entries.js'
import type { Change, DecisionViews, Revisable, Revised, Revising, ViewsNeeded } from './revision.js'
import { type BlockedEntry, type BuiltInRules, builtInRules, type Rejection } from './rules.js'

/**
 * Changes the history of a stream: puts commands in, each at its place, and takes out or corrects entries. Every entry that
 * lies after the first change is decided again, until the rest of the history cannot be affected.
 *
 * - An entry that gives the same events, or only repeats what the state says, is left as it is.
 * - One that gives other events is replaced at its place.
 * - What a process entered is taken out if a rule refuses it or it has no effect.
 * - What a person entered is in the way if a rule of what can be refuses it (everything is refused, with all such entries),
 *   and contradicted if a rule of permission does.
 *
 * A rule that an entry breaks without the change as well is not held against the change.
 *
 * It yields whatever views a decision needs and takes them as the answer.
 */
export function* revise(
  revisable: Revisable,
  { proposals = [], amendments = [], withDependents = false, force = false }: Revising,
): Generator<ViewsNeeded, Revised, DecisionViews> {
  const { aggregate, entries, builtInRules: rules = builtInRules } = revisable
  const { decider } = aggregate
  const compare = compareEntries(aggregate)
  const fold = (state: unknown, events: readonly AnyEvent[]): unknown => events.reduce(decider.evolve, state)
  const amended = new Set(amendments.map(({ entry }) => entry.id))
  const added = [...positioned(revisable, proposals), ...amendedEntries(revisable, amendments)].sort(compare)
  const first = firstAfter(entries, added, compare)
  const start =
    first === entries.length
      ? revisable.state
      : entries.slice(0, first).reduce((state, entry) => fold(state, entry.events), decider.initialState)
  /** The history with the change, and without. */
  let state = start
  let without = start
  let open = added.length
  let revision = revisable.nextRevision
  let sinceCompared = 0
  let compareAfter = 1
  const changes: Change[] = []
  const blocked: BlockedEntry[] = []
  let latest = 0
  const record = (...made: readonly Change[]): void => {
    changes.push(...made)
    revision += made.reduce((sum, change) => sum + eventsOf(change), 0)
  }

  for (const item of merged(
    entries.slice(first).filter(({ id }) => !amended.has(id)),
    added,
    compare,
  )) {
    if (item.kind === 'proposal') {
      const { command, point, byProcess, place, index } = item
      open -= 1
      latest = index
      const views = yield { command, state, point, revision, byProcess, proposal: index }
      const decided = decide(aggregate, command, state, views, rules)
      if (E.isLeft(decided)) return E.left({ proposal: index, rejection: decided.left })
      record({ kind: 'entered', proposal: index, place, events: decided.right })
      state = fold(state, decided.right)
      continue
    }
    const { entry } = item
    if (item.kind === 'gone') {
      open -= 1
      if (item.isAnnulled) record({ kind: 'annulled', entry, isDependent: false })
      without = fold(without, entry.events)
      continue
    }
    if (item.kind === 'entry') {
      sinceCompared += 1
      if (open === 0 && sinceCompared >= compareAfter) {
        // from here on every decision would be the same
        if (isSame(state, without)) return finish(changes, blocked, revisable.state, latest, rules)
        sinceCompared = 0
        compareAfter *= 2
      }
    } else open -= 1
    if (item.kind === 'reinstated') record({ kind: 'reinstated', entry, annulment: item.annulment })
    const isCorrected = item.kind === 'corrected'
    const command = isCorrected ? item.command : commandOfEntry(aggregate, revisable.stream, entry.events)
    let events = entry.events
    if (command !== undefined) {
      const { point } = item
      const byProcess = entry.causedBy !== undefined
      const views = yield { command, state, point, revision: point.origin, byProcess, proposal: undefined }
      const again = decideEntryAgain({ aggregate, entry, command, state, without, views, rules, isCorrected })
      const isInTheWay = again.blockedBy !== undefined || again.changes.some(({ kind }) => kind === 'contradicted')
      const isPossible = again.blockedBy === undefined || (force && again.changes.length > 0)
      if (isCorrected && !isPossible && again.blockedBy !== undefined)
        return E.left({ proposal: 0, rejection: again.blockedBy })
      if (withDependents && isInTheWay && !byProcess && item.kind === 'entry') {
        record({ kind: 'annulled', entry, isDependent: true })
        events = []
      } else {
        record(...(isCorrected ? again.changes.map((change) => corrected(change, item.causedBy)) : again.changes))
        if (again.blockedBy !== undefined)
          if (force) record({ kind: 'contradicted', entry, rejection: again.blockedBy })
          else blocked.push(blockedEntry(entry, again.blockedBy))
        events = again.events
      }
    }
    if (item.kind === 'entry') without = fold(without, entry.events)
    state = fold(state, events)
  }
  return finish(changes, blocked, state, latest, rules)
}

/** What is computed again for a corrected entry is the correction. */
const corrected = (change: Change, causedBy: string | undefined): Change =>
  change.kind === 'replaced' ? { ...change, kind: 'corrected', causedBy } : change

/** Revises where all views are at hand. */
export const reviseWith = (
  revisable: Revisable,
  revising: Revising,
  viewsOf: (needed: ViewsNeeded) => DecisionViews,
): Revised => {
  const walk = revise(revisable, revising)
  let step = walk.next()
  while (step.done !== true) step = walk.next(viewsOf(step.value))
  return step.value
}

const finish = (
  changes: readonly Change[],
  blocked: readonly BlockedEntry[],
  state: unknown,
  proposal: number,
  { laterEntries: { id, title } }: BuiltInRules,
): Revised => {
  const [first] = blocked
  if (first === undefined) return E.right({ changes, state })
  const { eventId, event, on, rule, evidence } = first
  const rejection = {
    rule: id,
    message: title,
    evidence: { ...evidence, eventId, event, on, rule, entries: blocked.length },
    blocked,
  }
  return E.left({ proposal, rejection })
}

/** The number of events that a change records. */
const eventsOf = (change: Change): number => {
  if (change.kind === 'entered') return change.events.length
  return change.kind === 'replaced' || change.kind === 'corrected' ? 1 + change.events.length : 1
}

const blockedEntry = ({ id, events }: HistoryEntry, { rule, message, evidence }: Rejection): BlockedEntry => ({
  eventId: id,
  event: events[0]?.type ?? '',
  on: events[0]?.data.on ?? '',
  rule,
  message,
  evidence,
})
