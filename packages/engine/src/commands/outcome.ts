import type { AnyEvent, HistoryEvent, Place, Rejection, Text } from '@skein/kernel'
import type { Expected, Position } from '../ports/index.js'
import type { Plan } from './plan.js'

/** The result of a command that no rule rejected. */
export interface Outcome {
  readonly stream: string
  /** The stream's last revision after the command (after the original one, for a duplicate); -1 for a stream without events. */
  readonly revision: number
  /** The events that the command recorded, or would in a dry run; empty where it changes nothing. */
  readonly events: readonly AnyEvent[]
  /**
   * What it changed besides, where it is about an earlier day: entries that were computed again (annulled, and their new
   * events), and contradictions. Absent where it changed nothing else.
   */
  readonly consequences?: readonly (AnyEvent | HistoryEvent)[]
  /**
   * All that is recorded because of a change of the past, in all streams that it reaches, what processes send a moment
   * later included; in a dry run, all that would be. Absent where everything is on time.
   */
  readonly plan?: Plan
  /** The last event's position, where the store reports it. */
  readonly position?: Position
  /** Whether the command was executed before, under the same id; these are its original events, and none were added. */
  readonly duplicate: boolean
}

/** One way in which a command, or an option, does not fit its schema. */
export interface Issue {
  /** The path in the command, such as `['data', 'on']`, or the name of the option. */
  readonly path: readonly (string | number)[]
  readonly code: string
  readonly message: string
}

export type ExecuteError =
  /** A rule rejected the command; nothing was recorded. */
  | { readonly _tag: 'Rejected'; readonly rejection: Rejection }
  /** The domain has no such command, or it does not fit its schema; lists its issues, the first hundred at most. */
  | { readonly _tag: 'Invalid'; readonly issues: readonly Issue[] }
  /** The stream has another revision: at once where a revision was expected, otherwise after several attempts. */
  | { readonly _tag: 'Conflict'; readonly expected: Expected; readonly actual: Expected }
  /** The store cannot be used now. `unknown`: the events may be recorded; the same command id again gives a definite answer. */
  | {
      readonly _tag: 'Unavailable'
      readonly written: 'no' | 'unknown'
      readonly reason: Text
      readonly cause?: unknown
    }

/** The event to which a process reacts, as far as the entry of its command depends on it. */
export interface Reaction {
  /** Its stream and revision, as in `batch-b1@12`. */
  readonly causedBy: string
  /** The place of what the command enters: right behind its cause. */
  readonly place: Place
  /** The instant at which the event was recorded. */
  readonly recordedAt: string
}

export interface ExecuteOptions {
  /** Identifies the command: sent again with the same id, it writes nothing and returns the original result. */
  readonly commandId: string
  /** The id of the sender, never a name. */
  readonly actor: string
  /** The id of the larger operation it is part of; default the command id. */
  readonly correlationId?: string
  /** The id of the event that caused it. */
  readonly causationId?: string
  /** The trace that it is part of, as W3C Trace Context writes it. */
  readonly traceparent?: string
  /** The target's last revision as the sender knows it; the command conflicts with any other one. */
  readonly expected?: Expected
  /** Return the events that would be recorded, and record nothing. */
  readonly dryRun?: boolean
  /** The most streams that a change of the past may reach; default 1000. */
  readonly limit?: number
  /** A process sends it, in reaction to an event: what the engine itself gives. */
  readonly reaction?: Reaction
}

/** A command of a bundle, with its own id. */
export interface BundledCommand<Input> {
  readonly command: Input
  /** See `ExecuteOptions`. */
  readonly commandId: string
}

/** The options that all commands of a bundle share. */
export type BundleOptions = Omit<ExecuteOptions, 'commandId' | 'expected' | 'reaction'>

/** Why a command of a bundle was not recorded. */
export type BundleError =
  | ExecuteError
  /** Another command of the bundle for the same stream was refused: the one with that id. Nothing of them was recorded. */
  | { readonly _tag: 'BundleRefused'; readonly commandId: string }
