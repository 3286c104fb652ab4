import type { AnyEvent, Rejection } from '@skein/kernel'
import type { Expected, Position } from '../ports/index.js'

/** What became of a command that no rule refused. */
export interface Outcome {
  readonly stream: string
  /** The stream's last revision after the command (of the first time, for a duplicate); -1 where there is no stream. */
  readonly revision: number
  /** What was recorded, or would be in a dry run; none where the command changes nothing. */
  readonly events: readonly AnyEvent[]
  /** The last event's position, where the store says it. */
  readonly position?: Position
  /** The command's id wrote these events before; nothing was added. */
  readonly duplicate: boolean
}

/** Something about a command that does not fit its schema. */
export interface Issue {
  /** From the command, such as `['data', 'on']`, or the option's name. */
  readonly path: readonly (string | number)[]
  readonly code: string
  readonly message: string
}

export type ExecuteError =
  /** A rule refused it; nothing was recorded. */
  | { readonly _tag: 'Rejected'; readonly rejection: Rejection }
  /** It is no command of this domain, or misshapen: all that is wrong with it. */
  | { readonly _tag: 'Invalid'; readonly issues: readonly Issue[] }
  /** The stream moved on under it: at once where a revision was expected, otherwise after many tries. */
  | { readonly _tag: 'Conflict'; readonly expected: Expected; readonly actual: Expected }
  /** The store can't be used now. `unknown`: it may have been recorded; the same id again settles it. */
  | {
      readonly _tag: 'Unavailable'
      readonly written: 'no' | 'unknown'
      readonly reason: string
      readonly cause?: unknown
    }

export interface ExecuteOptions {
  /** Whoever sends the same command again sends the same id: it then writes nothing, and is answered as the first time. */
  readonly commandId: string
  /** Who sends it: an id, never a name. */
  readonly actor: string
  /** What it belongs to; default its own id. */
  readonly correlationId?: string
  /** The event that it answers. */
  readonly causationId?: string
  /** The target's last revision as the sender knows it; another one is a conflict. */
  readonly expected?: Expected
  /** Say what would be recorded, and record nothing. */
  readonly dryRun?: boolean
  /** It comes from a process: it is dated no earlier than the target's last day, and may carry sealed values. */
  readonly asProcess?: boolean
}
