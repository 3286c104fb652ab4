// Entering something for an earlier day is one operation on a history: take the place in it, and decide again what lies
// after. Nothing is read here: the views of other streams are asked for, one decision at a time.
import * as E from 'fp-ts/lib/Either.js'
import { commandOfEntry } from './command-of-entry.js'
import type { AnyCommand } from './commands.js'
import { type DecisionContext, decide, nothingToRecord, recordedForAnotherDay, repetitionIn } from './decider.js'
import type { AnyAggregate } from './domain.js'
import type { AnyEvent } from './events.js'
import { compareEntries, type HistoryEntry, rankOf } from './history.js'
import { isSame } from './idempotency.js'
import type { Place, Point } from './points.js'
import { type BlockedEntry, type Breach, type BuiltInRules, breachesOf, builtInRules, type Rejection } from './rules.js'

/** A command, and where its entry stands within its day. */
export interface Proposal {
  readonly command: AnyCommand
  readonly place: Place
  readonly byProcess: boolean
}

/** A decision that needs views of other streams as of a point. The answer has everything that `decide` gets. */
export interface ViewsNeeded {
  readonly command: AnyCommand
  /** The state on which it is decided. */
  readonly state: unknown
  readonly point: Point
  /** See `DecisionContext`. */
  readonly revision: number
  readonly byProcess: boolean
  /** Which proposal it is; `undefined` for an entry that is decided again. */
  readonly proposal: number | undefined
}

export type DecisionViews = Readonly<Record<string, unknown>> & DecisionContext

/** What a revision records, in history order. */
export type Change =
  | { readonly kind: 'entered'; readonly proposal: number; readonly place: Place; readonly events: readonly AnyEvent[] }
  /** Decided again with another result. */
  | { readonly kind: 'replaced'; readonly entry: HistoryEntry; readonly events: readonly AnyEvent[] }
  /** Entered by a process, and without effect now, or refused. */
  | { readonly kind: 'removed'; readonly entry: HistoryEntry; readonly rejection?: Rejection }
  /** By a person; `isDependent`: since it rested on an entry that was. */
  | { readonly kind: 'annulled'; readonly entry: HistoryEntry; readonly isDependent: boolean }
  /** An annulled one stands again. */
  | { readonly kind: 'reinstated'; readonly entry: HistoryEntry; readonly annulment: string }
  /** By a person, at its place. */
  | {
      readonly kind: 'corrected'
      readonly entry: HistoryEntry
      readonly events: readonly AnyEvent[]
      readonly causedBy: string | undefined
    }
  | { readonly kind: 'contradicted'; readonly entry: HistoryEntry; readonly rejection: Rejection }
  | { readonly kind: 'resolved'; readonly entry: HistoryEntry; readonly rule: string }

/** A history with the proposals in it. */
export interface Revision {
  readonly changes: readonly Change[]
  /** The state at the end of the history. */
  readonly state: unknown
}

/** Why proposals are refused: which one, and the rule in the way. */
export interface Refusal {
  readonly proposal: number
  readonly rejection: Rejection
}

export type Revised = E.Either<Refusal, Revision>

/** What a person changes of an entry that is recorded. */
export type Amendment =
  | { readonly kind: 'annul'; readonly entry: HistoryEntry }
  /** `annulment`: the id of the annulment that no longer holds. */
  | { readonly kind: 'reinstate'; readonly entry: HistoryEntry; readonly annulment: string }
  /** The command as it should have been sent. `causedBy`: the event that now is the cause of what a process entered. */
  | {
      readonly kind: 'correct'
      readonly entry: HistoryEntry
      readonly command: AnyCommand
      readonly causedBy?: string
    }

/** The changes that a revision is asked for. */
export interface Revising {
  readonly proposals?: readonly Proposal[]
  readonly amendments?: readonly Amendment[]
  /** Annul what people entered later and what becomes impossible or contradicted, instead of refusing. */
  readonly withDependents?: boolean
  /** Contradict what becomes impossible, instead of refusing: for what a process has to carry through. */
  readonly force?: boolean
}

/** A stream that is revised. */
export interface Revisable {
  readonly aggregate: AnyAggregate
  readonly stream: string
  /** Its entries, in history order. */
  readonly entries: readonly HistoryEntry[]
  /** The state after all of them. */
  readonly state: unknown
  /** The revision of the next event. */
  readonly nextRevision: number
  readonly builtInRules?: BuiltInRules
}

type Item = Positioned | AmendedEntry | { readonly kind: 'entry'; readonly entry: HistoryEntry; readonly point: Point }

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

const positioned = ({ aggregate, nextRevision }: Revisable, proposals: readonly Proposal[]): readonly Positioned[] =>
  proposals.map((proposal, index) => {
    const { command, place } = proposal
    const rank = rankOfCommand(aggregate, command)
    const point = { on: command.data.on, rank, place, origin: nextRevision + index }
    return { ...proposal, kind: 'proposal', index, point }
  })

const amendedEntries = ({ aggregate, entries }: Revisable, amendments: readonly Amendment[]): readonly AmendedEntry[] =>
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
const firstAfter = (
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
function* merged(
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

/** The number of events that a change records. */
const eventsOf = (change: Change): number => {
  if (change.kind === 'entered') return change.events.length
  return change.kind === 'replaced' || change.kind === 'corrected' ? 1 + change.events.length : 1
}

/** An entry that is decided again, on the state with a change and without it. */
export interface EntryDecidedAgain {
  readonly aggregate: AnyAggregate
  readonly entry: HistoryEntry
  readonly command: AnyCommand
  /** The state with the change, and without. */
  readonly state: unknown
  readonly without: unknown
  readonly views: DecisionViews
  /** The views without the change; default the same. */
  readonly viewsBefore?: DecisionViews
  /** A person corrects it, so that it may stand at another place than before: what it breaks there is new. */
  readonly isCorrected?: boolean
  readonly rules: BuiltInRules
}

export interface AgainDecided {
  /** The events of the entry from now on. */
  readonly events: readonly AnyEvent[]
  readonly changes: readonly Change[]
  /** The rule that makes impossible what a person entered. */
  readonly blockedBy?: Rejection
}

/** Decides an entry again, on the state with the change. */
export const decideEntryAgain = (again: EntryDecidedAgain): AgainDecided => {
  const { aggregate, command, entry, state, views } = again
  const { decider } = aggregate
  const asIs: AgainDecided = { events: entry.events, changes: [] }
  const byProcess = entry.causedBy !== undefined
  const proposed = decider.propose(command, state, views)
  if (proposed.length === 0 && byProcess) return { events: [], changes: [{ kind: 'removed', entry }] }
  const repeated = repetitionIn(decider, proposed, state)
  if (repeated !== undefined && (byProcess || repeated.on === repeated.event.data.on)) return asIs

  const breaches = breachesIn(again, proposed, state)
  const before = { ...again, views: again.viewsBefore ?? views }
  const broken = new Set(
    breaches.length === 0 || again.isCorrected
      ? []
      : breachesIn(before, entry.events, again.without).map(({ rule }) => rule),
  )
  const refusing = breaches.find(({ rule, permission }) => !permission && !broken.has(rule))
  if (byProcess) {
    const breach = refusing ?? breaches[0]
    if (breach !== undefined)
      return { events: [], changes: [{ kind: 'removed', entry, rejection: rejectionOf(breach) }] }
  } else if (refusing !== undefined) {
    const blockedBy = rejectionOf(refusing)
    // a correction is what is entered now: it is recorded if what speaks against it goes away
    if (!again.isCorrected || proposed.length === 0) return { ...asIs, blockedBy }
    return { events: proposed, changes: [{ kind: 'replaced', entry, events: proposed }], blockedBy }
  }
  const isNew = !isSame(proposed, entry.events)
  return {
    events: isNew ? proposed : entry.events,
    changes: [
      ...(isNew ? [{ kind: 'replaced' as const, entry, events: proposed }] : []),
      ...breaches
        .filter(({ rule }) => !broken.has(rule) && !entry.contradictedBy.includes(rule))
        .map((breach) => ({ kind: 'contradicted' as const, entry, rejection: rejectionOf(breach) })),
      ...entry.contradictedBy
        .filter((rule) => !breaches.some((breach) => breach.rule === rule))
        .map((rule) => ({ kind: 'resolved' as const, entry, rule })),
    ],
  }
}

/** The rules that the events of an entry break, each event on the state after those before it. */
const breachesIn = (
  { aggregate, command, views, rules }: EntryDecidedAgain,
  events: readonly AnyEvent[],
  from: unknown,
): readonly Breach[] => {
  const { decider } = aggregate
  if (events.length === 0) return [{ ...nothingToRecord(command, rules), permission: false }]
  let state = from
  const breaches = events.flatMap((event) => {
    const found = [...breachesOf(aggregate.rules, event, state, views)]
    state = decider.evolve(state, event)
    return found
  })
  const another = views.byProcess ? undefined : recordedForAnotherDay(aggregate, events, from, rules)
  return another === undefined ? breaches : [...breaches, { ...another, permission: false }]
}

const rejectionOf = ({ permission: _, ...rejection }: Breach): Rejection => rejection

const blockedEntry = ({ id, events }: HistoryEntry, { rule, message, evidence }: Rejection): BlockedEntry => ({
  eventId: id,
  event: events[0]?.type ?? '',
  on: events[0]?.data.on ?? '',
  rule,
  message,
  evidence,
})
