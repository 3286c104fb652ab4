import type { AnyCommand } from './commands.js'
import type { ViewRequests } from './decider.js'
import type { AnyEvent } from './events.js'
import type { Rejection } from './rules.js'

/** The event to which a process reacts, and its stream. */
export interface Cause<Event extends AnyEvent = AnyEvent> {
  readonly event: Event
  readonly eventId: string
  readonly stream: string
  /** The id of the stream, such as `t1` of `journey-t1`. */
  readonly id: string
}

/**
 * Sends commands to other streams in reaction to an event. Its functions are pure. An event may be delivered more than
 * once, and to two runners at once, so the commands must be safe to repeat. A repeat has the same command ids, but it
 * may see newer views. The commands have the day of the event.
 */
export interface Process<Event extends AnyEvent, Command extends AnyCommand, Views> {
  readonly name: string
  /** The event types to which it reacts. */
  readonly on: readonly Event['type'][]
  /** The views of streams that `react` needs. Default: none. */
  views?(cause: Cause<Event>): ViewRequests
  react(cause: Cause<Event>, views: Views): readonly Command[]
  /** The commands that compensate for one that a rule refused. Failures of the environment are retried instead. */
  refused?(command: Command, rejection: Rejection, cause: Cause<Event>): readonly Command[]
}
