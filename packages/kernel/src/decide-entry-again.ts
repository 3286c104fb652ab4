import type { AnyCommand } from './commands.js'
import { nothingToRecord, recordedForAnotherDay, repetitionIn } from './decider.js'
import type { AnyAggregate } from './domain.js'
import type { AnyEvent } from './events.js'
import type { HistoryEntry } from './history.js'
import { isSame } from './idempotency.js'
import type { Change, DecisionViews } from './revision.js'
import { type Breach, type BuiltInRules, breachesOf, type Rejection } from './rules.js'

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
  const inTheWay = breaches.filter(({ rule, permission }) => !permission && !broken.has(rule))
  // what contradicts an entry already is known, and must not hide what a correction of it breaks now
  const isNew = ({ rule }: Breach) => again.isCorrected === true && !entry.contradictedBy.includes(rule)
  const refusing = inTheWay.find(isNew) ?? inTheWay[0]
  if (byProcess) {
    const breach = refusing ?? breaches[0]
    if (breach !== undefined)
      return { events: [], changes: [{ kind: 'removed', entry, rejection: rejectionOf(breach) }] }
  } else if (refusing !== undefined) {
    const blockedBy = rejectionOf(refusing)
    // a correction is what is entered now: it is recorded if what speaks against it goes away
    if (!again.isCorrected || !isStorable(aggregate, proposed)) return { ...asIs, blockedBy }
    return { events: proposed, changes: [{ kind: 'replaced', entry, events: proposed }], blockedBy }
  }
  const isChanged = !isSame(proposed, entry.events)
  return {
    events: isChanged ? proposed : entry.events,
    changes: [
      ...(isChanged ? [{ kind: 'replaced' as const, entry, events: proposed }] : []),
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

/** Whether there are events, and they fit their schemas: those of a command that breaks rules may not. */
const isStorable = ({ events: types }: AnyAggregate, events: readonly AnyEvent[]): boolean =>
  events.length > 0 && events.every((event) => types[event.type]?.schema.safeParse(event).success === true)

export const rejectionOf = ({ permission: _, ...rejection }: Breach): Rejection => rejection
