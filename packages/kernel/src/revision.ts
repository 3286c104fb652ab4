// What a history is asked to become, and what changes in it.
import type * as E from 'fp-ts/lib/Either.js'
import type { AnyCommand } from './commands.js'
import type { DecisionContext } from './decider.js'
import type { AnyAggregate } from './domain.js'
import type { AnyEvent } from './events.js'
import type { HistoryEntry } from './history.js'
import type { Place, Point } from './points.js'
import type { BuiltInRules, Rejection } from './rules.js'

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
