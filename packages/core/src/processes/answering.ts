import type { AnyCommand, Cause, Fact, FactRequest, Process } from '@skein/kernel'

/** What a process does about one type of event; it may look at one other stream first. */
export interface Answer<Event extends Fact, Command> {
  sees?(cause: Cause<Event>): FactRequest
  react(cause: Cause<Event>, seen: unknown): readonly Command[]
}

/** An answer that the event alone tells. */
export const telling = <Event extends Fact, Command>(
  react: (cause: Cause<Event>) => readonly Command[],
): Answer<Event, Command> => ({ react })

/** An answer that needs to see another stream, or more of the own one. */
export const looking = <Event extends Fact, View, Command>(
  at: (cause: Cause<Event>) => FactRequest<View>,
  react: (cause: Cause<Event>, seen: View) => readonly Command[],
): Answer<Event, Command> => ({
  sees: at,
  // sound: what is seen is what `at` asked for
  react: (cause, seen) => react(cause, seen as View),
})

export type Answers<Event extends Fact, Command> = {
  readonly [Type in Event['type']]: Answer<Extract<Event, { type: Type }>, Command>
}

/** What an answer looked at, under the one name it goes by. */
export type Seen = { readonly seen?: unknown }

/** A process from one answer per event type, checked by the compiler to be complete. */
export const processOf = <Event extends Fact, Command extends AnyCommand>(
  name: string,
  answers: Answers<Event, Command>,
  refused?: Process<Event, Command, Seen>['refused'],
): Process<Event, Command, Seen> => {
  // sound: the answer stored under a type takes that type's events, and only those types are named in `on`
  const answerTo = (event: Event): Answer<Event, Command> =>
    answers[event.type as Event['type']] as Answer<Event, Command>
  return {
    name,
    on: Object.keys(answers),
    facts: (cause) => {
      const request = answerTo(cause.event).sees?.(cause)
      return request === undefined ? {} : { seen: request }
    },
    react: (cause, { seen }) => answerTo(cause.event).react(cause, seen),
    ...(refused && { refused }),
  }
}

/** The id of the stream that the cause stands in; sound as the id that opened it, which its command's schema read. */
export const own = <Id extends string>({ id }: { readonly id: string }): Id => id as Id
