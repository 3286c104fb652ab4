// Any of our deciders inside Emmett's CommandHandler: the adapter is this one file.
import { CommandHandler, type Event, type EventStore } from '@event-driven-io/emmett'
import {
  type AnyAggregate,
  type AnyCommand,
  type AnyEvent,
  type Day,
  type Domain,
  decide,
  partsOf,
  type Rejection,
  streamOf,
  type ViewRequest,
  type ViewRequests,
} from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'

/** What was recorded, or the rule in the way. A misshapen command, and an Emmett store that fails, throw. */
export type Answer = E.Either<Rejection, readonly AnyEvent[]>

/**
 * Handles commands of a domain on an Emmett event store. Emmett loads and folds the stream, appends, and tries again
 * after a conflict; our decider says what happens; the facts that it asks for are folded from the same store.
 *
 * What our own engine adds is not here: nothing is sealed (leave `personal` and `note` out, or seal them before), a
 * command sent twice is decided twice, and no process answers.
 *
 * @example
 * const handle = emmettHandler(domain)
 * const answer = await handle(getInMemoryEventStore(), command, { today: day('2018-06-11') })
 */
export const emmettHandler = ({ aggregates }: Pick<Domain, 'aggregates'>) => {
  const byName = new Map(aggregates.map((aggregate) => [aggregate.name, aggregate]))
  const byCommand = new Map(
    aggregates.flatMap((aggregate) => Object.keys(aggregate.commands).map((type) => [type, aggregate] as const)),
  )

  return async (store: EventStore, input: unknown, { today }: { readonly today: Day }): Promise<Answer> => {
    const { aggregate, command, id } = address(byCommand, input)
    const { decider } = aggregate
    const handle = CommandHandler({ initialState: () => decider.initialState, evolve: evolveOf(aggregate) })
    try {
      const { newEvents } = await handle(store, streamOf(aggregate.name, id), async (state) => {
        const facts = await factsOf(store, byName, decider.views(command, state))
        const decided = decide(aggregate, command, state, { ...decider.absentViews, ...facts, id, recordedOn: today })
        if (E.isLeft(decided)) throw new Refused(decided.left)
        return decided.right.map(toEmmett)
      })
      return E.right(newEvents.map(fromEmmett))
    } catch (error) {
      if (error instanceof Refused) return E.left(error.rejection)
      throw error
    }
  }
}

/** On its way out of Emmett's handler, which knows no other way to write nothing and say why. */
class Refused extends Error {
  readonly rejection: Rejection

  constructor(rejection: Rejection) {
    super(rejection.message.en)
    this.rejection = rejection
  }
}

const address = (byCommand: ReadonlyMap<string, AnyAggregate>, input: unknown) => {
  const type = typeof input === 'object' && input !== null && 'type' in input ? String(input.type) : 'without a type'
  const aggregate = byCommand.get(type)
  const commandType = aggregate?.commands[type]
  if (aggregate === undefined || commandType === undefined) throw new TypeError(`no command of this domain: ${type}`)
  // sound: the schemas of commands give `{ type, data }` with `on`
  const command = commandType.schema.parse(input) as unknown as AnyCommand
  return { aggregate, command, id: String(command.data[commandType.target]) }
}

// sound: what is appended by `toEmmett` is what is read; both libraries say `{ type, data }`
const toEmmett = (event: AnyEvent): Event => event as unknown as Event
const fromEmmett = (event: Event): AnyEvent => event as unknown as AnyEvent

const evolveOf =
  ({ decider }: AnyAggregate) =>
  (state: unknown, event: Event): unknown =>
    decider.evolve(state, fromEmmett(event))

/** Folds the streams that a decision wants to see, and shows the views of them. */
const factsOf = async (
  store: EventStore,
  byName: ReadonlyMap<string, AnyAggregate>,
  requests: ViewRequests,
): Promise<Record<string, unknown>> => {
  const show = async ({ stream, view }: ViewRequest): Promise<unknown> => {
    const aggregate = byName.get(partsOf(stream).aggregate)
    if (aggregate === undefined) throw new TypeError(`no aggregate of this domain has the stream ${stream}`)
    const { initialState } = aggregate.decider
    const { state } = await store.aggregateStream(stream, {
      initialState: () => initialState,
      evolve: evolveOf(aggregate),
    })
    return view(state)
  }
  const facts: Record<string, unknown> = {}
  for (const [name, wish] of Object.entries(requests))
    facts[name] = isRequest(wish)
      ? await show(wish)
      : new Map(await Promise.all([...wish].map(async ([id, one]) => [id, await show(one)] as const)))
  return facts
}

const isRequest = (wish: ViewRequest | ReadonlyMap<string, ViewRequest>): wish is ViewRequest => 'stream' in wish
