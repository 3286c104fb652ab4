import type { AnyCommand, AnyEvent, Cause, Process, ViewRequest } from '@skein/kernel'

/** What a process does about one type of event; it may look at one other stream first. */
export interface Reaction<Event extends AnyEvent, Command> {
  sees?(cause: Cause<Event>): ViewRequest
  react(cause: Cause<Event>, seen: unknown): readonly Command[]
}

/** An answer that the event alone tells. */
export const onEvent = <Event extends AnyEvent, Command>(
  react: (cause: Cause<Event>) => readonly Command[],
): Reaction<Event, Command> => ({ react })

/** An answer that needs to see another stream, or more of the own one. */
export const withView = <Event extends AnyEvent, View, Command>(
  at: (cause: Cause<Event>) => ViewRequest<View>,
  react: (cause: Cause<Event>, seen: View) => readonly Command[],
): Reaction<Event, Command> => ({
  sees: at,
  // sound: what is seen is what `at` asked for
  react: (cause, seen) => react(cause, seen as View),
})

export type Reactions<Event extends AnyEvent, Command> = {
  readonly [Type in Event['type']]: Reaction<Extract<Event, { type: Type }>, Command>
}

/** What an answer looked at, under the one name it goes by. */
export type ViewOf = { readonly seen?: unknown }

/** A process from one answer per event type, checked by the compiler to be complete. */
export const defineProcess = <Event extends AnyEvent, Command extends AnyCommand>(
  name: string,
  answers: Reactions<Event, Command>,
  refused?: Process<Event, Command, ViewOf>['refused'],
): Process<Event, Command, ViewOf> => {
  // sound: the answer stored under a type takes that type's events, and only those types are named in `on`
  const answerTo = (event: Event): Reaction<Event, Command> =>
    answers[event.type as Event['type']] as Reaction<Event, Command>
  return {
    name,
    on: Object.keys(answers),
    views: (cause) => {
      const request = answerTo(cause.event).sees?.(cause)
      return request === undefined ? {} : { seen: request }
    },
    react: (cause, { seen }) => answerTo(cause.event).react(cause, seen),
    ...(refused && { refused }),
  }
}

/** The id of the stream that the cause stands in; sound as the id that opened it, which its command's schema read. */
export const streamId = <Id extends string>({ id }: { readonly id: string }): Id => id as Id
