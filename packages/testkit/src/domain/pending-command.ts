import type { AnyCommand, AnyProcess, Cause, DecisionViews, Place, Proposal } from '@skein/kernel'
import type { AddressedCommand } from './domain-lookup.js'
import type { StreamState } from './world-streams.js'

/** A command that is still to be decided. */
export interface PendingCommand extends AddressedCommand {
  readonly id: string
  readonly sentBy?: CommandOrigin
}

/** The process that sent a command, to compensate for a rejection. */
export interface CommandOrigin {
  readonly process: AnyProcess
  readonly cause: Cause
  readonly command: AnyCommand
  /** The place of what it enters: right behind the cause. */
  readonly place: Place
}

/** A command with the views that it was read with. */
export interface DecisionInput {
  readonly pending: PendingCommand
  readonly before: StreamState
  readonly proposal: Proposal
  /** The views of the command itself; those of entries that are decided again are read when it is decided. */
  readonly views: DecisionViews
  readonly observedRevisions: Readonly<Record<string, number>>
  readonly claim: string | undefined
}

/** The event to which a process reacts, and the place of what it enters. */
export type Reaction = Pick<CommandOrigin, 'cause' | 'place'>
