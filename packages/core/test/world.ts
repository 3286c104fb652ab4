// The domain in memory, without an engine: streams are arrays of events, commands are decided on views that may be
// outdated, and processes run in any order until nothing is left to do.
import type {
  AnyAggregate,
  AnyCommand,
  AnyEvent,
  AnyProcess,
  Cause,
  Day,
  Rejection,
  ViewRequest,
  ViewRequests,
} from '@skein/kernel'
import { day, decide, latest, partsOf, streamOf } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'

export interface World {
  readonly streams: ReadonlyMap<string, readonly AnyEvent[]>
  /** Decides and records a command at once. Reactions of processes wait for `settle`. */
  execute(command: unknown): E.Either<Rejection, readonly AnyEvent[]>
  /** Like `execute`; throws if a rule refuses a command. */
  must(...commands: readonly unknown[]): void
  /** Adds commands to what `settle` works on. */
  submit(...commands: readonly unknown[]): void
  /** Works until nothing is left to do. `pick` chooses one of `n` tasks, from 0 to `n - 1`; by default the oldest. */
  settle(pick?: (n: number) => number): void
  /** The current view of a stream. */
  read<View>(request: ViewRequest<View>): View
  /** The ids of an aggregate's streams. */
  ids(aggregate: string): readonly string[]
}

export interface WorldOptions {
  readonly aggregates: readonly AnyAggregate[]
  readonly processes: readonly AnyProcess[]
  readonly today?: string
  /** How many runners react to every event; default 1. */
  readonly runners?: number
}

/** A command with its id; `by` is the process that sent it and gets its rejection. */
interface SentCommand {
  readonly id: string
  readonly command: AnyCommand
  readonly by?: { readonly process: AnyProcess; readonly cause: Cause }
}

type Task = () => void

const maxSteps = 100_000

export const createWorld = ({ aggregates, processes, today = '2030-12-31', runners = 1 }: WorldOptions): World => {
  const streams = new Map<string, AnyEvent[]>()
  /** Stream and command id of every command that recorded events. */
  const recorded = new Set<string>()
  const claims = new Map<string, string>()
  const tasks: Task[] = []
  let callerCommands = 0

  const aggregateOf = (stream: string): AnyAggregate => {
    const found = aggregates.find(({ name }) => name === partsOf(stream).aggregate)
    if (found === undefined) throw new Error(`no aggregate for ${stream}`)
    return found
  }

  const stateOf = (stream: string): unknown => {
    const { decider } = aggregateOf(stream)
    return (streams.get(stream) ?? []).reduce((state, event) => decider.evolve(state, event), decider.initialState)
  }

  const readViews = (requests: ViewRequests): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(requests).map(([name, request]) => [
        name,
        request instanceof Map
          ? new Map([...request].map(([id, { stream, view }]) => [id, view(stateOf(stream))]))
          : 'stream' in request && request.view(stateOf(request.stream)),
      ]),
    )

  const parse = (
    input: unknown,
  ): { readonly aggregate: AnyAggregate; readonly command: AnyCommand; readonly id: string } => {
    const type = typeof input === 'object' && input !== null && 'type' in input ? String(input.type) : ''
    for (const aggregate of aggregates) {
      const known = aggregate.commands[type]
      if (known === undefined) continue
      // sound: a command's schema gives its type, and data with a day and its target's id
      const command = known.schema.parse(input) as unknown as AnyCommand
      return { aggregate, command, id: String(command.data[known.target]) }
    }
    throw new Error(`no command ${type}`)
  }

  /** The state and views that the decision gets, as they are now. */
  const prepare = ({ command: input, by }: SentCommand) => {
    const { aggregate, command, id } = parse(input)
    const stream = streamOf(aggregate.name, id)
    const events = streams.get(stream) ?? []
    const state = stateOf(stream)
    const on: Day =
      by === undefined ? command.data.on : latest(command.data.on, ...events.map((event) => event.data.on))
    const dated = { ...command, data: { ...command.data, on } }
    const claim = aggregate.claim?.(dated)
    const holder = claim && claims.get(`${claim.scope} ${claim.value}`)
    const views = {
      ...aggregate.decider.absentViews,
      ...readViews(aggregate.decider.views(dated, state)),
      id,
      recordedOn: day(today),
      ...(holder !== undefined && holder !== id && { claimedBy: holder }),
    }
    return { aggregate, command: dated, id, stream, revision: events.length, state, views, claim }
  }

  const decideAndRecord = (
    { aggregate, command, id, stream, state, views, claim }: ReturnType<typeof prepare>,
    commandId: string,
  ): E.Either<Rejection, readonly AnyEvent[]> => {
    if (recorded.has(`${stream} ${commandId}`)) return E.right([])
    const decision = decide(aggregate, command, state, views)
    if (E.isLeft(decision) || decision.right.length === 0) return decision
    recorded.add(`${stream} ${commandId}`)
    if (claim !== undefined) claims.set(`${claim.scope} ${claim.value}`, id)
    const log = streams.get(stream) ?? []
    for (const event of decision.right) {
      const cause: Cause = { event, eventId: `${stream}@${log.length}`, stream, id }
      log.push(event)
      for (const process of processes)
        if (process.on.includes(event.type))
          for (let runner = 0; runner < runners; runner += 1) tasks.push(() => react(process, cause))
    }
    streams.set(stream, log)
    return decision
  }

  const react = (process: AnyProcess, cause: Cause): void => {
    const commands = process.react(cause, readViews(process.views?.(cause) ?? {}))
    send(commands, cause, process, cause.eventId)
  }

  const send = (commands: readonly AnyCommand[], cause: Cause, process: AnyProcess, idPrefix: string): void => {
    for (const [at, command] of commands.entries())
      tasks.push(() => start({ id: `${idPrefix}/${process.name}/${at}`, command, by: { process, cause } }))
  }

  /** Reads now and decides in a later task: other streams may change in between. If the target does, it starts again. */
  const start = (sent: SentCommand): void => {
    const prepared = prepare(sent)
    tasks.push(() => {
      if ((streams.get(prepared.stream) ?? []).length !== prepared.revision) {
        tasks.push(() => start(sent))
        return
      }
      const decision = decideAndRecord(prepared, sent.id)
      if (E.isLeft(decision) && sent.by !== undefined) {
        const { process, cause } = sent.by
        send(process.refused?.(sent.command, decision.left, cause) ?? [], cause, process, `${sent.id}/refused`)
      }
    })
  }

  const execute = (input: unknown): E.Either<Rejection, readonly AnyEvent[]> => {
    callerCommands += 1
    const id = `caller/${callerCommands}`
    return decideAndRecord(prepare({ id, command: parse(input).command }), id)
  }

  return {
    streams,
    read: ({ stream, view }) => view(stateOf(stream)),
    ids: (aggregate) =>
      [...streams.keys()].map(partsOf).flatMap((parts) => (parts.aggregate === aggregate ? parts.id : [])),
    execute,
    must: (...commands) => {
      for (const command of commands) {
        const decision = execute(command)
        if (E.isLeft(decision))
          throw new Error(
            `${JSON.stringify(command)} refused by ${decision.left.rule}: ${JSON.stringify(decision.left.evidence)}`,
          )
      }
    },
    submit: (...commands) => {
      for (const input of commands) {
        const { command } = parse(input)
        callerCommands += 1
        const id = `caller/${callerCommands}`
        tasks.push(() => start({ id, command }))
      }
    },
    settle: (pick = () => 0) => {
      for (let step = 0; tasks.length > 0; step += 1) {
        if (step > maxSteps) throw new Error(`tasks left after ${maxSteps} steps`)
        tasks.splice(pick(tasks.length), 1)[0]?.()
      }
    },
  }
}

/** A function that picks tasks in a pseudo-random order: the same seed gives the same order. */
export const shuffledBy = (seed: number): ((n: number) => number) => {
  let state = seed >>> 0
  return (n) => {
    // the linear congruential generator of Numerical Recipes; its high bits are good enough here
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
}
