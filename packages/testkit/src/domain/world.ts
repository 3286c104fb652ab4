// A domain at work in memory, without an engine and without waiting: for properties that decide many thousand times.
import {
  type AnyAggregate,
  type AnyCommand,
  type AnyEvent,
  type AnyProcess,
  type Cause,
  type Day,
  type Domain,
  decide,
  latest,
  partsOf,
  type Rejection,
  streamOf,
  type ViewRequest,
  type ViewRequests,
} from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'

/** An event as it was recorded: where, in answer to which command, and on what it was decided. */
export interface Recorded {
  readonly stream: string
  readonly revision: number
  readonly event: AnyEvent
  readonly commandId: string
  readonly recordedOn: Day
  readonly observedRevisions: Readonly<Record<string, number>>
}

/** The events, none where nothing changes, or the rule in the way. */
export type Answer = E.Either<Rejection, readonly AnyEvent[]>

interface Stream {
  readonly state: unknown
  /** -1 where there is no stream. */
  readonly revision: number
  readonly lastDay: Day | undefined
}

/** A command on its way: its id and, when a process sends it, whom a refusal is told. */
interface Sent {
  readonly id: string
  readonly command: AnyCommand
  readonly by?: { readonly process: AnyProcess; readonly cause: Cause }
}

/** What a decision looked at. */
interface Look {
  readonly aggregate: AnyAggregate
  readonly command: AnyCommand
  readonly id: string
  readonly stream: string
  readonly before: Stream
  readonly facts: object
  readonly saw: Readonly<Record<string, number>>
  readonly claim: string | undefined
}

const manySteps = 100_000

/**
 * Streams, decided on by the real deciders and kept in step by the real processes. Commands look first and decide
 * later, so that facts may be a moment old; `settle` does all of that in any order.
 */
export class World {
  readonly domain: Pick<Domain, 'aggregates' | 'processes'>
  /** Every event, in the order in which they were recorded. */
  readonly log: Recorded[]
  /** The day that decisions are recorded on. */
  today: Day
  readonly #streams: Map<string, Stream>
  readonly #written: Set<string>
  readonly #claims: Map<string, string>
  readonly #tasks: (() => void)[] = []
  #sent: number

  constructor(domain: Pick<Domain, 'aggregates' | 'processes'>, today: Day, from?: World) {
    this.domain = domain
    this.today = today
    this.log = from === undefined ? [] : [...from.log]
    this.#streams = new Map(from === undefined ? [] : from.#streams)
    this.#written = new Set(from === undefined ? [] : from.#written)
    this.#claims = new Map(from === undefined ? [] : from.#claims)
    this.#sent = from === undefined ? 0 : from.#sent
  }

  /** The same again, to go on with apart from this one. What is not settled stays behind. */
  fork(): World {
    return new World(this.domain, this.today, this)
  }

  /** The names of the streams of an aggregate, without the aggregate. */
  ids(aggregate: string): readonly string[] {
    return [...this.#streams.keys()].map(partsOf).flatMap((of) => (of.aggregate === aggregate ? of.id : []))
  }

  /** A stream through a view that its folder exports; an absent one shows as that. */
  see<View>({ stream, view }: ViewRequest<View>): View {
    return view(this.#stream(stream).state)
  }

  state(stream: string): unknown {
    return this.#stream(stream).state
  }

  /** The last revision of a stream; -1 where there is none. */
  revision(stream: string): number {
    return this.#stream(stream).revision
  }

  /** Decides and records at once, and leaves what processes do about it to be settled. */
  execute(command: unknown): Answer {
    this.#sent += 1
    const id = `caller/${this.#sent}`
    return this.#record(this.#look({ id, command: this.#addressed(command).command }), id)
  }

  /** Executes and settles, one after another; throws where a rule refuses. */
  must(...commands: readonly unknown[]): this {
    for (const command of commands) {
      const answer = this.execute(command)
      if (E.isLeft(answer)) {
        const { rule, evidence } = answer.left
        throw new Error(`${rule} refused ${JSON.stringify(command)}: ${JSON.stringify(evidence)}`)
      }
      this.settle()
    }
    return this
  }

  /** Leaves a command to be decided in the midst of what else there is to settle. */
  submit(command: unknown): void {
    this.#sent += 1
    const id = `caller/${this.#sent}`
    const { command: parsed } = this.#addressed(command)
    this.#tasks.push(() => this.#lookAndDecide({ id, command: parsed }))
  }

  /** Records an event whatever the rules say, and leaves what processes do about it to be settled. */
  force(stream: string, event: AnyEvent, observedRevisions: Recorded['observedRevisions'] = {}): void {
    this.#sent += 1
    this.#append(this.#aggregateOf(stream), stream, [event], `forced/${this.#sent}`, observedRevisions)
  }

  /** Works until nothing is left. `pick` says which of `n` things comes next: 0 to `n - 1`; the oldest by default. */
  settle(pick: (n: number) => number = () => 0): void {
    for (let step = 0; this.#tasks.length > 0; step += 1) {
      if (step > manySteps) throw new Error(`still busy after ${manySteps} steps`)
      this.#tasks.splice(pick(this.#tasks.length), 1)[0]?.()
    }
  }

  #aggregateOf(stream: string): AnyAggregate {
    const found = this.domain.aggregates.find(({ name }) => name === partsOf(stream).aggregate)
    if (found === undefined) throw new Error(`no aggregate of this domain has the stream ${stream}`)
    return found
  }

  #stream(stream: string): Stream {
    const { decider } = this.#aggregateOf(stream)
    return this.#streams.get(stream) ?? { state: decider.initialState, revision: -1, lastDay: undefined }
  }

  #addressed(input: unknown): { readonly aggregate: AnyAggregate; readonly command: AnyCommand; readonly id: string } {
    const type = typeof input === 'object' && input !== null && 'type' in input ? String(input.type) : ''
    for (const aggregate of this.domain.aggregates) {
      const known = Object.hasOwn(aggregate.commands, type) ? aggregate.commands[type] : undefined
      if (known === undefined) continue
      // sound: a command's schema gives its type, and data with a day and its target's id
      const command = known.schema.parse(input) as unknown as AnyCommand
      return { aggregate, command, id: String(command.data[known.target]) }
    }
    throw new Error(`no command of this domain: ${type}`)
  }

  #look({ command: input, by }: Sent): Look {
    const { aggregate, command, id } = this.#addressed(input)
    const stream = streamOf(aggregate.name, id)
    const before = this.#stream(stream)
    const on = by === undefined ? command.data.on : latest(command.data.on, before.lastDay)
    const dated = { ...command, data: { ...command.data, on } }
    const saw: Record<string, number> = {}
    const facts = this.#facts(aggregate.decider.views(dated, before.state), saw)
    const claimed = aggregate.claim?.(dated)
    const claim = claimed && JSON.stringify([claimed.scope, claimed.value])
    const holder = claim === undefined ? undefined : this.#claims.get(claim)
    const claimedBy = holder === undefined || holder === stream ? {} : { claimedBy: partsOf(holder).id }
    const given = { id, recordedOn: this.today, ...claimedBy }
    return {
      aggregate,
      command: dated,
      id,
      stream,
      before,
      facts: { ...aggregate.decider.absentViews, ...facts, ...given },
      saw,
      claim,
    }
  }

  #facts(requests: ViewRequests, saw: Record<string, number> = {}): Readonly<Record<string, unknown>> {
    const show = (request: ViewRequest): unknown => {
      saw[request.stream] = this.revision(request.stream)
      return this.see(request)
    }
    return Object.fromEntries(
      Object.entries(requests).map(([name, request]) => [
        name,
        isOne(request) ? show(request) : new Map([...request].map(([id, each]) => [id, show(each)])),
      ]),
    )
  }

  #record({ aggregate, command, stream, before, facts, saw, claim }: Look, commandId: string): Answer {
    if (this.#written.has(JSON.stringify([stream, commandId]))) return E.right([])
    const decision = decide(aggregate, command, before.state, facts)
    if (E.isLeft(decision) || decision.right.length === 0) return decision
    this.#written.add(JSON.stringify([stream, commandId]))
    if (claim !== undefined) this.#claims.set(claim, stream)
    this.#append(aggregate, stream, decision.right, commandId, saw)
    return decision
  }

  #append(
    { decider }: AnyAggregate,
    stream: string,
    events: readonly AnyEvent[],
    commandId: string,
    observedRevisions: Recorded['observedRevisions'],
  ): void {
    for (const event of events) {
      const { state, revision, lastDay } = this.#stream(stream)
      const next = revision + 1
      this.#streams.set(stream, {
        state: decider.evolve(state, event),
        revision: next,
        lastDay: latest(event.data.on, lastDay),
      })
      this.log.push({ stream, revision: next, event, commandId, recordedOn: this.today, observedRevisions })
      const cause: Cause = { event, eventId: `${stream}@${next}`, stream, id: partsOf(stream).id }
      for (const process of this.domain.processes)
        if (process.on.includes(event.type)) this.#tasks.push(() => this.#react(process, cause))
    }
  }

  #react(process: AnyProcess, cause: Cause): void {
    const commands = process.react(cause, this.#facts(process.views?.(cause) ?? {}))
    this.#send(commands, process, cause, cause.eventId)
  }

  #send(commands: readonly AnyCommand[], process: AnyProcess, cause: Cause, of: string): void {
    for (const [at, command] of commands.entries()) {
      const sent: Sent = { id: `${of}/${process.name}/${at}`, command, by: { process, cause } }
      this.#tasks.push(() => this.#lookAndDecide(sent))
    }
  }

  /** Looks now, decides later: what was looked at may have moved on, the own stream must not have. */
  #lookAndDecide(sent: Sent): void {
    const look = this.#look(sent)
    this.#tasks.push(() => {
      if (this.revision(look.stream) !== look.before.revision) {
        this.#tasks.push(() => this.#lookAndDecide(sent))
        return
      }
      const answer = this.#record(look, sent.id)
      if (E.isRight(answer) || sent.by === undefined) return
      const { process, cause } = sent.by
      this.#send(process.refused?.(sent.command, answer.left, cause) ?? [], process, cause, `${sent.id}/refused`)
    })
  }
}

const isOne = (request: ViewRequest | ReadonlyMap<string, ViewRequest>): request is ViewRequest => 'stream' in request
