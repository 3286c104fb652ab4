import type { AnyCommand } from './commands.js'
import type { ViewRequests } from './decider.js'
import type { AnyEvent } from './events.js'
import type { Rejection } from './rules.js'

/** The event that a process answers, and where it stands. */
export interface Cause<Event extends AnyEvent = AnyEvent> {
  readonly event: Event
  readonly eventId: string
  readonly stream: string
  /** The stream's name without its aggregate. */
  readonly id: string
}

/**
 * What one event means for other streams: pure, safe to repeat, safe in two runners at once.
 * The commands carry the cause's `on`; the runtime moves it on to the target's last day where that is later.
 */
export interface Process<Event extends AnyEvent, Command extends AnyCommand, Facts> {
  readonly name: string
  readonly on: readonly Event['type'][]
  views?(cause: Cause<Event>): ViewRequests
  react(cause: Cause<Event>, facts: Facts): readonly Command[]
  /** What to do about a command that a rule refused. Faults are retried, never compensated. */
  refused?(command: Command, rejection: Rejection, cause: Cause<Event>): readonly Command[]
}
