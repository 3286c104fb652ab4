// Tests read like the domain: given these events, when this command, then those events or that rule.
import type { Aggregate, AnyCommand, AnyEvent, CommandType, DecisionContext, Rejection } from '@skein/kernel'
import { type AnyAggregate, day, reviseWith } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { builtInRules } from '../src/rules/assurances.js'
import { afterChanges, afterEntry, emptyStream, type GivenStream, placeAfter } from './given-stream.js'

interface Decision<Event, Command, State, Views> {
  readonly outcome: E.Either<Rejection, readonly Event[]>
  readonly state: State
  /** Another decision after this one; a refused command leaves the stream as it was. */
  when(command: unknown, views?: Partial<Views>): Decision<Event, Command, State, Views>
  /** The recorded events as `{ type, data }`; throws if a rule refused the command. */
  readonly events: readonly Event[]
  /** All that is recorded, in history order. */
  readonly history: readonly Event[]
  /** The rules of permission that entries of later days lack now, in history order. */
  readonly contradictions: readonly string[]
  /** The id of the rule that refused the command; throws if none did. */
  readonly rule: string
  /** The evidence of that rule; throws if none refused the command. */
  readonly evidence: Rejection['evidence']
}

/**
 * A stream with these events, for decisions. Each event is an entry of its day, recorded in the order in which they are
 * given; several events of one entry are a list. A command takes its place by its day, and what lies after it is decided
 * again. Views that `when` lacks are those of absent streams.
 */
export const given = <Command extends AnyCommand, Event extends AnyEvent, State, Views extends DecisionContext>(
  aggregate: Aggregate<Command, Event, State, Views>,
  ...entries: readonly unknown[]
) => {
  // sound: a domain's list of aggregates has the same type
  const erased = aggregate as unknown as AnyAggregate
  const decideOn = (before: GivenStream, input: unknown, views: Partial<Views>) => {
    const command = parseCommand(aggregate, input)
    const byProcess = isByProcess(aggregate, command)
    const revised = reviseWith(
      {
        aggregate: erased,
        stream: `${aggregate.name}-${views.id ?? 'x'}`,
        entries: before.history.entries,
        state: before.state,
        nextRevision: before.nextRevision,
        builtInRules,
      },
      { proposals: [{ command, place: placeAfter(before), byProcess }] },
      ({ revision, byProcess }) => viewsFor(aggregate, { revision, byProcess, ...views }),
    )
    if (E.isLeft(revised)) return decisionOf(E.left(revised.left.rejection), before)
    const { changes } = revised.right
    const entered = changes.flatMap((change) => (change.kind === 'entered' ? change.events : []))
    // sound, here and below: the aggregate's decider proposes its own events and folds its own state
    return decisionOf(E.right(entered as unknown as readonly Event[]), afterChanges(before, changes, erased))
  }
  const decisionOf = (
    outcome: E.Either<Rejection, readonly Event[]>,
    after: GivenStream,
  ): Decision<Event, Command, State, Views> => ({
    outcome,
    state: after.state as State,
    history: after.history.entries.flatMap(({ events }) => events as readonly Event[]),
    contradictions: after.history.entries.flatMap(({ contradictedBy }) => contradictedBy),
    when: (next, views = {}) => decideOn(after, next, views),
    get events() {
      if (E.isRight(outcome)) return outcome.right
      throw new Error(`refused by ${outcome.left.rule}: ${JSON.stringify(outcome.left.evidence)}`)
    },
    get rule() {
      return rejectionIn(outcome).rule
    },
    get evidence() {
      return rejectionIn(outcome).evidence
    },
  })
  const parsed = entries.map((entry) =>
    (Array.isArray(entry) ? entry : [entry]).map((one) => parseEvent(aggregate, one)),
  )
  const stream = parsed.reduce<GivenStream>((before, events) => afterEntry(before, events, erased), emptyStream(erased))
  const { state, history, contradictions, when } = decisionOf(E.right([]), stream)
  return { state, history, contradictions, when }
}

const rejectionIn = (outcome: E.Either<Rejection, unknown>): Rejection => {
  if (E.isLeft(outcome)) return outcome.left
  throw new Error(`accepted: ${JSON.stringify(outcome.right)}`)
}

/** All that a decision gets, where a test gives some of it. */
export const viewsFor = <Command extends AnyCommand, Event extends AnyEvent, State, Views extends DecisionContext>(
  { decider }: Aggregate<Command, Event, State, Views>,
  views: Partial<Views>,
): Views & Readonly<Record<string, unknown>> =>
  // sound: the absent views and the given ones make up all views
  ({
    ...decider.absentViews,
    id: 'x',
    recordedOn: day('2030-12-31'),
    revision: 1,
    byProcess: false,
    ...views,
  }) as unknown as Views & Readonly<Record<string, unknown>>

/** Whether only processes send such a command. */
export const isByProcess = (
  { commands }: { readonly commands: Readonly<Record<string, CommandType>> },
  { type }: AnyCommand,
): boolean => commands[type]?.byProcess === true

const typeOf = (input: unknown): string =>
  typeof input === 'object' && input !== null && 'type' in input ? String(input.type) : 'nothing'

export const parseCommand = <Command extends AnyCommand, Event extends AnyEvent, State, Views>(
  { commands, name }: Aggregate<Command, Event, State, Views>,
  input: unknown,
): Command => {
  const type = commands[typeOf(input)]
  if (type === undefined) throw new Error(`${name} has no command ${typeOf(input)}`)
  // sound: the schema of this type is one of the union's
  return type.schema.parse(input) as unknown as Command
}

const parseEvent = <Command extends AnyCommand, Event extends AnyEvent, State, Views>(
  { events, name }: Aggregate<Command, Event, State, Views>,
  input: unknown,
): AnyEvent => {
  const type = events[typeOf(input)]
  if (type === undefined) throw new Error(`${name} has no event ${typeOf(input)}`)
  // sound: the schema of an event type gives its type, and data with a day
  return type.schema.parse(input) as AnyEvent
}
