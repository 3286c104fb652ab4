// The whole domain in memory: streams as arrays of events, commands decided on facts that may be a moment old, and
// processes run in any order until nothing is left to do. It needs no engine, and shows what processes alone keep.
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
  /** Decides and records at once, and leaves its reactions to be settled. */
  execute(command: unknown): E.Either<Rejection, readonly AnyEvent[]>
  /** As `execute`; throws where a rule refuses. */
  must(...commands: readonly unknown[]): void
  /** Leaves a command to be decided in the midst of what else there is to settle. */
  submit(...commands: readonly unknown[]): void
  /** Works until nothing is left. `pick` says which of `n` things comes next: 0 to `n - 1`; the oldest by default. */
  settle(pick?: (n: number) => number): void
  /** What a view shows of a stream as it is. */
  look<View>(request: ViewRequest<View>): View
  /** The ids of an aggregate's streams. */
  ids(aggregate: string): readonly string[]
}

export interface WorldOptions {
  readonly aggregates: readonly AnyAggregate[]
  readonly processes: readonly AnyProcess[]
  readonly today?: string
  /** Every event is reacted to so often, as by so many runners; once by default. */
  readonly runners?: number
}

/** A command on its way: its id and, when a process sends it, whom a refusal is told. */
interface Sent {
  readonly id: string
  readonly command: AnyCommand
  readonly by?: { readonly process: AnyProcess; readonly cause: Cause }
}

type Task = () => void

const steps = 100_000

export const createWorld = ({ aggregates, processes, today = '2030-12-31', runners = 1 }: WorldOptions): World => {
  const streams = new Map<string, AnyEvent[]>()
  const written = new Set<string>()
  const claims = new Map<string, string>()
  const tasks: Task[] = []
  let sent = 0

  const aggregateOf = (stream: string): AnyAggregate => {
    const found = aggregates.find(({ name }) => name === partsOf(stream).aggregate)
    if (found === undefined) throw new Error(`no aggregate for ${stream}`)
    return found
  }

  const state = (stream: string): unknown => {
    const { decider } = aggregateOf(stream)
    return (streams.get(stream) ?? []).reduce((folded, event) => decider.evolve(folded, event), decider.initialState)
  }

  const seen = (requests: ViewRequests): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(requests).map(([name, request]) => [
        name,
        request instanceof Map
          ? new Map([...request].map(([id, { stream, view }]) => [id, view(state(stream))]))
          : 'stream' in request && request.view(state(request.stream)),
      ]),
    )

  const typeOf = (
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

  /** What the decision looks at, as it is now. */
  const looked = ({ command: input, by }: Sent) => {
    const { aggregate, command, id } = typeOf(input)
    const stream = streamOf(aggregate.name, id)
    const events = streams.get(stream) ?? []
    const before = state(stream)
    const on: Day =
      by === undefined ? command.data.on : latest(command.data.on, ...events.map((event) => event.data.on))
    const moved = { ...command, data: { ...command.data, on } }
    const claim = aggregate.claim?.(moved)
    const holder = claim && claims.get(`${claim.scope} ${claim.value}`)
    const facts = {
      ...aggregate.decider.absentViews,
      ...seen(aggregate.decider.views(moved, before)),
      id,
      recordedOn: day(today),
      ...(holder !== undefined && holder !== id && { claimedBy: holder }),
    }
    return { aggregate, command: moved, id, stream, revision: events.length, before, facts, claim }
  }

  const record = (look: ReturnType<typeof looked>, commandId: string): E.Either<Rejection, readonly AnyEvent[]> => {
    const { aggregate, command, id, stream, before, facts, claim } = look
    if (written.has(`${stream} ${commandId}`)) return E.right([])
    const decision = decide(aggregate, command, before, facts)
    if (E.isLeft(decision) || decision.right.length === 0) return decision
    written.add(`${stream} ${commandId}`)
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
    const commands = process.react(cause, seen(process.views?.(cause) ?? {}))
    send(commands, cause, process, cause.eventId)
  }

  const send = (commands: readonly AnyCommand[], cause: Cause, process: AnyProcess, of: string): void => {
    for (const [at, command] of commands.entries())
      tasks.push(() => look({ id: `${of}/${process.name}/${at}`, command, by: { process, cause } }))
  }

  /** Looks now, decides later: what was looked at may have moved on, the own stream must not have. */
  const look = (of: Sent): void => {
    const found = looked(of)
    tasks.push(() => {
      if ((streams.get(found.stream) ?? []).length !== found.revision) {
        tasks.push(() => look(of))
        return
      }
      const decision = record(found, of.id)
      if (E.isLeft(decision) && of.by !== undefined) {
        const { process, cause } = of.by
        send(process.refused?.(of.command, decision.left, cause) ?? [], cause, process, `${of.id}/refused`)
      }
    })
  }

  const execute = (input: unknown): E.Either<Rejection, readonly AnyEvent[]> => {
    sent += 1
    return record(looked({ id: `caller/${sent}`, command: typeOf(input).command }), `caller/${sent}`)
  }

  return {
    streams,
    look: ({ stream, view }) => view(state(stream)),
    ids: (aggregate) => [...streams.keys()].map(partsOf).flatMap((of) => (of.aggregate === aggregate ? of.id : [])),
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
        const { command } = typeOf(input)
        sent += 1
        const id = `caller/${sent}`
        tasks.push(() => look({ id, command }))
      }
    },
    settle: (pick = () => 0) => {
      for (let step = 0; tasks.length > 0; step += 1) {
        if (step > steps) throw new Error(`still busy after ${steps} steps`)
        tasks.splice(pick(tasks.length), 1)[0]?.()
      }
    },
  }
}

/** An order of things that a number stands for: the same number, the same order. */
export const shuffledBy = (seed: number): ((n: number) => number) => {
  let state = seed >>> 0
  return (n) => {
    // Numerical Recipes' generator; its high bits are good enough to pick with
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
}
