// Runs any of our deciders in Emmett's CommandHandler.
import { CommandHandler, type Event, type EventStore } from '@event-driven-io/emmett'
import {
  type AnyAggregate,
  type AnyCommand,
  type AnyEvent,
  type Day,
  type Domain,
  decide,
  hasTag,
  partsOf,
  type Rejection,
  streamOf,
  type ViewRequest,
  type ViewRequests,
} from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'

/** The recorded events, or the rule that rejected the command. An invalid command and a failing store throw. */
export type Answer = E.Either<Rejection, readonly AnyEvent[]>

/**
 * Handles commands of a domain on an Emmett event store. Emmett loads and folds the stream, appends, and retries after a
 * conflict; our decider decides; the views that it requests are folded from the same store.
 *
 * It does not do what our own engine adds: it decides on the stream as it was recorded and not as a history in valid time, it
 * encrypts nothing (leave `personal` and `note` out, or encrypt them before),
 * it does not recognise a command id that was sent before, and it runs no processes.
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
    const evolve = evolveOf(aggregate)
    const byProcess = aggregate.commands[command.type]?.byProcess === true
    // the revision of the next event is counted with the state
    const handle = CommandHandler({
      initialState: () => ({ state: decider.initialState, revision: 0 }),
      evolve: ({ state, revision }, event: Event) => ({ state: evolve(state, event), revision: revision + 1 }),
    })
    try {
      const { newEvents } = await handle(store, streamOf(aggregate.name, id), async ({ state, revision }) => {
        const views = await viewsOf(store, byName, decider.views(command, state))
        const context = { id, recordedOn: today, revision, byProcess }
        const decided = decide(aggregate, command, state, { ...decider.absentViews, ...views, ...context })
        if (E.isLeft(decided)) throw new Refused(decided.left)
        return decided.right.map(toEmmett)
      })
      return E.right(newEvents.map(fromEmmett))
    } catch (error) {
      if (hasTag<Refused>(error, 'Refused')) return E.left(error.rejection)
      throw error
    }
  }
}

/** Carries a rejection out of Emmett's handler, which has no other way to append nothing and return a reason. */
class Refused extends Error {
  readonly _tag = 'Refused'
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

// sound: only events that `toEmmett` made are read; in both libraries an event is `{ type, data }`
const toEmmett = (event: AnyEvent): Event => event as unknown as Event
const fromEmmett = (event: Event): AnyEvent => event as unknown as AnyEvent

const evolveOf =
  ({ decider }: AnyAggregate) =>
  (state: unknown, event: Event): unknown =>
    decider.evolve(state, fromEmmett(event))

/** Folds the streams of the requested views and computes the views. */
const viewsOf = async (
  store: EventStore,
  byName: ReadonlyMap<string, AnyAggregate>,
  requests: ViewRequests,
): Promise<Record<string, unknown>> => {
  const load = async ({ stream, view }: ViewRequest): Promise<unknown> => {
    const aggregate = byName.get(partsOf(stream).aggregate)
    if (aggregate === undefined) throw new TypeError(`no aggregate of this domain has the stream ${stream}`)
    const { initialState } = aggregate.decider
    const { state } = await store.aggregateStream(stream, {
      initialState: () => initialState,
      evolve: evolveOf(aggregate),
    })
    return view(state)
  }
  const views: Record<string, unknown> = {}
  for (const [name, request] of Object.entries(requests))
    views[name] = isRequest(request)
      ? await load(request)
      : new Map(await Promise.all([...request].map(async ([id, one]) => [id, await load(one)] as const)))
  return views
}

const isRequest = (request: ViewRequest | ReadonlyMap<string, ViewRequest>): request is ViewRequest =>
  'stream' in request
