import type { AnyCommand, AnyEvent, Cause, Process, ViewRequest } from '@skein/kernel'

/** The commands that a process sends in reaction to one type of event. It may read one stream first. */
export interface Reaction<Event extends AnyEvent, Command> {
  request?(cause: Cause<Event>): ViewRequest
  react(cause: Cause<Event>, view: unknown): readonly Command[]
}

/** A reaction that needs nothing but the event. */
export const onEvent = <Event extends AnyEvent, Command>(
  react: (cause: Cause<Event>) => readonly Command[],
): Reaction<Event, Command> => ({ react })

/** A reaction that needs a view of a stream: of another one, or of the event's own stream as it is now. */
export const withView = <Event extends AnyEvent, View, Command>(
  request: (cause: Cause<Event>) => ViewRequest<View>,
  react: (cause: Cause<Event>, view: View) => readonly Command[],
): Reaction<Event, Command> => ({
  request,
  // sound: the view is the one that `request` asked for
  react: (cause, view) => react(cause, view as View),
})

export type Reactions<Event extends AnyEvent, Command> = {
  readonly [Type in Event['type']]: Reaction<Extract<Event, { type: Type }>, Command>
}

/** The one view that a reaction requested, if any. */
export type ReactionViews = { readonly view?: unknown }

/**
 * A process from one reaction for each event type; the compiler finds missing ones.
 *
 * @example
 * defineProcess<Event, Command>('graduation', { BatchClosed: onEvent((cause) => …) })
 */
export const defineProcess = <Event extends AnyEvent, Command extends AnyCommand>(
  name: string,
  reactions: Reactions<Event, Command>,
  refused?: Process<Event, Command, ReactionViews>['refused'],
): Process<Event, Command, ReactionViews> => {
  // sound: the reaction stored under a type takes events of that type, and `on` has only these types
  const reactionTo = (event: Event): Reaction<Event, Command> =>
    reactions[event.type as Event['type']] as Reaction<Event, Command>
  return {
    name,
    on: Object.keys(reactions),
    views: (cause) => {
      const request = reactionTo(cause.event).request?.(cause)
      return request === undefined ? {} : { view: request }
    },
    react: (cause, { view }) => reactionTo(cause.event).react(cause, view),
    ...(refused && { refused }),
  }
}

/** The id of the cause's stream. Sound: the id was parsed by the schema of the command that opened the stream. */
export const streamId = <Id extends string>({ id }: { readonly id: string }): Id => id as Id
