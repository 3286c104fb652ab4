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
  type ViewRequest,
  type ViewRequests,
} from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { type AddressedCommand, type DomainLookup, lookupOf } from './domain-lookup.js'
import type { DecisionResult, RecordedEvent } from './recorded-event.js'

interface StreamState {
  readonly state: unknown
  /** -1 for a stream without events. */
  readonly revision: number
  readonly lastDay: Day | undefined
}

/** A command that is still to be decided. */
interface PendingCommand extends AddressedCommand {
  readonly id: string
  readonly sentBy?: CommandOrigin
}

/** The process that sent a command, to compensate for a rejection. */
interface CommandOrigin {
  readonly process: AnyProcess
  readonly cause: Cause
  readonly command: AnyCommand
}

/** Everything that a decision reads. */
interface DecisionInput {
  readonly aggregate: AnyAggregate
  readonly command: AnyCommand
  readonly commandId: string
  readonly stream: string
  readonly before: StreamState
  readonly views: object
  readonly observedRevisions: Readonly<Record<string, number>>
  readonly claim: string | undefined
}

const maxSteps = 100_000

/**
 * A domain at work in memory, without an engine, for properties that decide many thousands of commands. The real deciders
 * decide, and the real processes send commands. A pending command reads its views in one step and is decided in a later
 * one, so its views may be out of date; `settle` runs the steps in any order.
 *
 * @example
 * const world = new World(domain, day('2018-12-31'))
 * world.must(foundBase, commissionBase)
 * world.view(readView(Base.stream('b1'), Base.policyOn(day('2018-03-01'))))
 */
export class World {
  readonly domain: Pick<Domain, 'aggregates' | 'processes'>
  /** Every event, in the order of recording. */
  readonly log: RecordedEvent[]
  /** The day on which decisions are recorded. */
  today: Day
  readonly #lookup: DomainLookup
  readonly #streams: Map<string, StreamState>
  readonly #claims: Map<string, string>
  readonly #steps: (() => void)[] = []
  #commandCount: number

  constructor(domain: Pick<Domain, 'aggregates' | 'processes'>, today: Day, from?: World) {
    this.domain = domain
    this.today = today
    this.#lookup = from === undefined ? lookupOf(domain) : from.#lookup
    this.log = from === undefined ? [] : [...from.log]
    this.#streams = new Map(from === undefined ? [] : from.#streams)
    this.#claims = new Map(from === undefined ? [] : from.#claims)
    this.#commandCount = from === undefined ? 0 : from.#commandCount
  }

  /** An independent copy. Steps that are not settled are left out. */
  fork(): World {
    return new World(this.domain, this.today, this)
  }

  /** The ids of an aggregate's streams. */
  ids(aggregate: string): readonly string[] {
    return [...this.#streams.keys()].map(partsOf).flatMap((parts) => (parts.aggregate === aggregate ? parts.id : []))
  }

  /** A view of a stream as it is now; of the initial state if the stream has no events. */
  view<View>({ stream, view }: ViewRequest<View>): View {
    return view(this.#stream(stream).state)
  }

  state(stream: string): unknown {
    return this.#stream(stream).state
  }

  /** The last revision of a stream; -1 if it has no events. */
  revision(stream: string): number {
    return this.#stream(stream).revision
  }

  /** Decides and records a command now. The reactions of processes wait for `settle`. */
  execute(command: unknown): DecisionResult {
    return this.#record(this.#read({ ...this.#lookup.addressed(command), id: this.#nextId('caller') }))
  }

  /** Executes and settles one command after another; throws if a rule rejects one. */
  must(...commands: readonly unknown[]): this {
    for (const command of commands) {
      const result = this.execute(command)
      if (E.isLeft(result)) {
        const { rule, evidence } = result.left
        throw new Error(`${rule} rejects ${JSON.stringify(command)}: ${JSON.stringify(evidence)}`)
      }
      this.settle()
    }
    return this
  }

  /** Leaves a command to `settle`, which decides it among the other steps. */
  submit(command: unknown): void {
    const pending = { ...this.#lookup.addressed(command), id: this.#nextId('caller') }
    this.#steps.push(() => this.#readAndDecide(pending))
  }

  /** Records an event without asking the rules. The reactions of processes wait for `settle`. */
  force(stream: string, event: AnyEvent, observedRevisions: RecordedEvent['observedRevisions'] = {}): void {
    this.#append(this.#lookup.aggregateOf(stream), stream, [event], this.#nextId('forced'), observedRevisions)
  }

  /**
   * Runs steps until none is left.
   *
   * @param pick chooses the next of `n` steps, as a number from 0 to `n - 1`; the oldest by default
   */
  settle(pick: (n: number) => number = () => 0): void {
    for (let step = 0; this.#steps.length > 0; step += 1) {
      if (step > maxSteps) throw new Error(`The processes are still busy after ${maxSteps} steps.`)
      this.#steps.splice(pick(this.#steps.length), 1)[0]?.()
    }
  }

  #nextId(kind: string): string {
    this.#commandCount += 1
    return `${kind}/${this.#commandCount}`
  }

  #stream(stream: string): StreamState {
    const known = this.#streams.get(stream)
    if (known !== undefined) return known
    return { state: this.#lookup.aggregateOf(stream).decider.initialState, revision: -1, lastDay: undefined }
  }

  #read({ id: commandId, command: sent, aggregate, stream, sentBy }: PendingCommand): DecisionInput {
    const before = this.#stream(stream)
    const on = sentBy === undefined ? sent.data.on : latest(sent.data.on, before.lastDay)
    const command = on === sent.data.on ? sent : { ...sent, data: { ...sent.data, on } }
    const observedRevisions: Record<string, number> = {}
    const views = this.#readViews(aggregate.decider.views(command, before.state), observedRevisions)
    const claimed = aggregate.claim?.(command)
    const claim = claimed && JSON.stringify([claimed.scope, claimed.value])
    const holder = claim === undefined ? undefined : this.#claims.get(claim)
    const claimedBy = holder === undefined || holder === stream ? {} : { claimedBy: partsOf(holder).id }
    const context = { id: partsOf(stream).id, recordedOn: this.today, ...claimedBy }
    return {
      aggregate,
      command,
      commandId,
      stream,
      before,
      views: { ...aggregate.decider.absentViews, ...views, ...context },
      observedRevisions,
      claim,
    }
  }

  #readViews(requests: ViewRequests, observed: Record<string, number> = {}): Readonly<Record<string, unknown>> {
    const read = (request: ViewRequest): unknown => {
      const { state, revision } = this.#stream(request.stream)
      observed[request.stream] = revision
      return request.view(state)
    }
    const views: Record<string, unknown> = {}
    for (const [name, request] of Object.entries(requests))
      views[name] = isOne(request) ? read(request) : new Map([...request].map(([id, each]) => [id, read(each)]))
    return views
  }

  #record({ aggregate, command, commandId, stream, before, views, observedRevisions, claim }: DecisionInput) {
    const result = decide(aggregate, command, before.state, views)
    if (E.isLeft(result) || result.right.length === 0) return result
    if (claim !== undefined) this.#claims.set(claim, stream)
    this.#append(aggregate, stream, result.right, commandId, observedRevisions)
    return result
  }

  #append(
    { decider }: AnyAggregate,
    stream: string,
    events: readonly AnyEvent[],
    commandId: string,
    observedRevisions: RecordedEvent['observedRevisions'],
  ): void {
    let { state, revision, lastDay } = this.#stream(stream)
    const { id } = partsOf(stream)
    for (const event of events) {
      state = decider.evolve(state, event)
      revision += 1
      lastDay = latest(event.data.on, lastDay)
      this.log.push({ stream, revision, event, commandId, recordedOn: this.today, observedRevisions })
      const cause: Cause = { event, eventId: `${stream}@${revision}`, stream, id }
      for (const process of this.#lookup.processesOn(event.type)) this.#steps.push(() => this.#react(process, cause))
    }
    this.#streams.set(stream, { state, revision, lastDay })
  }

  #react(process: AnyProcess, cause: Cause): void {
    const commands = process.react(cause, this.#readViews(process.views?.(cause) ?? {}))
    this.#send(commands, process, cause, cause.eventId)
  }

  #send(commands: readonly AnyCommand[], process: AnyProcess, cause: Cause, idPrefix: string): void {
    for (const [index, command] of commands.entries()) {
      const id = `${idPrefix}/${process.name}/${index}`
      const pending = { ...this.#lookup.addressed(command), id, sentBy: { process, cause, command } }
      this.#steps.push(() => this.#readAndDecide(pending))
    }
  }

  /** Reads now and decides in a later step: other streams may have changed by then, the command's own stream must not. */
  #readAndDecide(pending: PendingCommand): void {
    const input = this.#read(pending)
    this.#steps.push(() => {
      if (this.revision(input.stream) !== input.before.revision) {
        this.#steps.push(() => this.#readAndDecide(pending))
        return
      }
      const result = this.#record(input)
      if (E.isRight(result) || pending.sentBy === undefined) return
      const { process, cause, command } = pending.sentBy
      const compensation = process.refused?.(command, result.left, cause) ?? []
      this.#send(compensation, process, cause, `${pending.id}/refused`)
    })
  }
}

const isOne = (request: ViewRequest | ReadonlyMap<string, ViewRequest>): request is ViewRequest => 'stream' in request
