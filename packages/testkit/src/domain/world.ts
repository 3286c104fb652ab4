import {
  type AnyAggregate,
  type AnyCommand,
  type AnyEvent,
  type AnyProcess,
  builtInRules,
  type Cause,
  type Day,
  type DecisionViews,
  type Domain,
  type Point,
  type Proposal,
  partsOf,
  partsOfChange,
  placeOf,
  type Rejection,
  rankOfCommand,
  reviseWith,
  type ViewRequest,
  type ViewsNeeded,
} from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { type DomainLookup, lookupOf } from './domain-lookup.js'
import type { DecisionInput, PendingCommand, Reaction } from './pending-command.js'
import { type DecisionResult, instant, type RecordedEvent } from './recorded-event.js'
import { WorldAnswers } from './world-answers.js'
import { type StandingEvent, WorldStreams } from './world-streams.js'

/** What of a domain decides. */
type WorldDomain = Pick<Domain, 'aggregates' | 'processes' | 'builtInRules'>

const maxSteps = 100_000

/**
 * A domain at work in memory, without an engine, for properties that decide many thousands of commands. The real deciders
 * decide, and the real processes send commands; what they sent is not taken back. A pending command reads its views in one
 * step and is decided in a later one, so its views may be out of date; `settle` runs the steps in any order.
 *
 * @example
 * const world = new World(domain, day('2018-12-31'))
 * world.must(foundBase, commissionBase)
 * world.view(readView(Base.stream('b1'), Base.policyOn(day('2018-03-01'))))
 */
export class World {
  readonly domain: WorldDomain
  /** Every event, in the order of recording. */
  readonly log: RecordedEvent[]
  /** The day on which decisions are recorded. */
  today: Day
  readonly #lookup: DomainLookup
  readonly #streams: WorldStreams
  readonly #claims: Map<string, string>
  /** The stream and the id of every command that recorded events: its repetition records nothing. */
  readonly #recorded: Set<string>
  /** The reactions that stand in histories, by the id of their entry. */
  readonly #reactions: Map<string, PendingCommand>
  readonly #answers: WorldAnswers
  readonly #steps: (() => void)[] = []
  #commandCount: number

  constructor(domain: WorldDomain, today: Day, from?: World) {
    this.domain = domain
    this.today = today
    this.#lookup = from === undefined ? lookupOf(domain) : from.#lookup
    this.log = from === undefined ? [] : [...from.log]
    this.#streams = new WorldStreams(this.#lookup, from === undefined ? undefined : from.#streams)
    this.#claims = new Map(from === undefined ? [] : from.#claims)
    this.#recorded = new Set(from === undefined ? [] : from.#recorded)
    this.#reactions = new Map(from === undefined ? [] : from.#reactions)
    this.#answers = new WorldAnswers(from === undefined ? undefined : from.#answers)
    this.#commandCount = from === undefined ? 0 : from.#commandCount
  }

  /** An independent copy. Steps that are not settled are left out. */
  fork(): World {
    return new World(this.domain, this.today, this)
  }

  /** The ids of an aggregate's streams. */
  ids(aggregate: string): readonly string[] {
    return this.#streams
      .names()
      .map(partsOf)
      .flatMap((parts) => (parts.aggregate === aggregate ? parts.id : []))
  }

  /** A view of a stream as it is now; of the initial state if the stream has no events. */
  view<View>({ stream, view }: ViewRequest<View>): View {
    return view(this.#streams.get(stream).state)
  }

  state(stream: string): unknown {
    return this.#streams.get(stream).state
  }

  /** What stands in all streams, each in history order. */
  history(): readonly StandingEvent[] {
    return this.#streams.standing()
  }

  /** The last revision of a stream; -1 if it has no events. */
  revision(stream: string): number {
    return this.#streams.get(stream).revision
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
    this.#append(stream, [event], { commandId: this.#nextId('forced'), observedRevisions })
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

  #read(pending: PendingCommand): DecisionInput {
    const { command, aggregate, stream, sentBy } = pending
    const before = this.#streams.get(stream)
    const place = sentBy?.place ?? { at: instant(this.today, this.log.length), id: pending.id, entry: 0, depth: 0 }
    const byProcess = sentBy !== undefined || aggregate.commands[command.type]?.byProcess === true
    const proposal: Proposal = { command, place, byProcess }
    const rank = rankOfCommand(aggregate, command)
    const point: Point = { on: command.data.on, rank, place, origin: before.revision + 1 }
    const claimed = aggregate.claim?.(command)
    const claim = claimed && JSON.stringify([claimed.scope, claimed.value])
    const holder = claim === undefined ? undefined : this.#claims.get(claim)
    const claimedBy = holder === undefined || holder === stream ? {} : { claimedBy: partsOf(holder).id }
    const observedRevisions: Record<string, number> = {}
    const state = this.#streams.before(stream, point)
    const needed = { command, state, point, revision: point.origin, byProcess: proposal.byProcess, proposal: 0 }
    const views = { ...this.#viewsFor(aggregate, stream, needed, observedRevisions), ...claimedBy }
    return { pending, before, proposal, views, observedRevisions, claim }
  }

  #viewsFor(
    { decider, order }: AnyAggregate,
    stream: string,
    { command, state, point, revision, byProcess }: ViewsNeeded,
    observed: Record<string, number>,
  ): DecisionViews {
    const views = this.#streams.views(decider.views(command, state), order === 'recorded' ? undefined : point, observed)
    return { ...decider.absentViews, ...views, id: partsOf(stream).id, recordedOn: this.today, revision, byProcess }
  }

  #record({ pending, before, proposal, views, observedRevisions, claim }: DecisionInput): DecisionResult {
    const { aggregate, stream, id: commandId, sentBy } = pending
    const { history, state, revision } = before
    if (this.#isRecorded(pending)) return E.right([])
    const observed = { ...observedRevisions }
    const rules = { ...builtInRules, ...this.domain.builtInRules }
    const revised = reviseWith(
      { aggregate, stream, entries: history.entries, state, nextRevision: revision + 1, builtInRules: rules },
      { proposals: [proposal] },
      (needed) => (needed.proposal === undefined ? this.#viewsFor(aggregate, stream, needed, observed) : views),
    )
    if (E.isLeft(revised)) return E.left(revised.left.rejection)
    const { changes } = revised.right
    const [entered] = changes.filter((change) => change.kind === 'entered')
    if (entered === undefined || entered.events.length === 0) return E.right([])
    this.#recorded.add(`${stream} ${commandId}`)
    if (claim !== undefined) this.#claims.set(claim, stream)
    const origin = { place: sentBy && proposal.place, causedBy: sentBy?.cause.eventId }
    const replacements = new Map<string, string>()
    let becauseOf = ''
    let entry = 0
    for (const change of changes) {
      for (const { events, isEntered, ...special } of partsOfChange(change, origin, { replacements, becauseOf })) {
        const first = `${stream}@${this.revision(stream) + 1}`
        if (isEntered) becauseOf = first
        if (special.replaces !== undefined) replacements.set(special.replaces, first)
        const reaction = isEntered ? pending : this.#reactions.get(special.replaces ?? '')
        if (reaction?.sentBy !== undefined) this.#reactions.set(first, reaction)
        this.#append(stream, events, { commandId, observedRevisions: observed, entry, ...special })
        entry += 1
      }
      if (change.kind === 'removed') this.#withoutEffect(this.#reactions.get(change.entry.id), change.rejection)
    }
    return E.right(entered.events)
  }

  /** Lets the process that sent a command answer its rejection; otherwise it is offered again if its stream changes. */
  #withoutEffect(pending: PendingCommand | undefined, rejection?: Rejection): void {
    if (pending?.sentBy === undefined) return
    const { process, cause, command } = pending.sentBy
    const compensation = rejection === undefined ? [] : (process.refused?.(command, rejection, cause) ?? [])
    this.#send(compensation, process, pending.sentBy, `${pending.id}/refused`)
    if (compensation.length === 0) this.#answers.addWithoutEffect(pending)
  }

  #append(
    stream: string,
    events: readonly AnyEvent[],
    recording: Omit<RecordedEvent, 'stream' | 'revision' | 'event' | 'recordedOn' | 'recordedAt'>,
  ): void {
    const last = this.revision(stream)
    const { commandId, entry, place, replaces, causedBy } = recording
    const recordedAt = instant(this.today, this.log.length)
    const metadata = { actor: '', commandId, recordedAt, ...defined({ entry, place, replaces, causedBy }) }
    const recorded = events.map((event, index) => {
      const revision = last + 1 + index
      return { event, eventId: `${stream}@${revision}`, revision, metadata }
    })
    this.#streams.append(stream, recorded)
    for (const { event, eventId, revision } of recorded) {
      this.log.push({ ...recording, stream, revision, event, recordedOn: this.today, recordedAt })
      const cause: Cause = { event, eventId, stream, id: partsOf(stream).id }
      const behind = placeOf(metadata)
      const reaction = { cause, place: { ...behind, depth: behind.depth + 1 } }
      for (const process of this.#lookup.processesOn(event.type)) this.#steps.push(() => this.#react(process, reaction))
      const changed = this.#answers.changed(stream, { on: event.data.on, place: behind })
      for (const answer of changed.causes) this.#steps.push(() => this.#react(answer.process, answer.reaction, true))
      for (const pending of changed.commands)
        this.#steps.push(() => this.#readAndDecide({ ...pending, id: `${pending.id}/again` }))
    }
  }

  /** Sends what a process answers to a cause, as things stood at it; `again`: only what it has not sent for it yet. */
  #react(process: AnyProcess, reaction: Reaction, again = false): void {
    const { cause, place } = reaction
    const requests = process.views?.(cause) ?? {}
    const point = { on: cause.event.data.on, place: { ...place, depth: place.depth - 0.5 } }
    const commands = process.react(cause, this.#streams.views(requests, point))
    const fresh = this.#answers.addAnswer({ process, reaction, point, requests, commands })
    const id = again ? `${cause.eventId}/${this.log.length}` : cause.eventId
    this.#send(again ? fresh : commands, process, reaction, id)
  }

  #send(commands: readonly AnyCommand[], process: AnyProcess, { cause, place }: Reaction, idPrefix: string): void {
    for (const [index, command] of commands.entries()) {
      const id = `${idPrefix}/${process.name}/${index}`
      const pending = { ...this.#lookup.addressed(command), id, sentBy: { process, cause, command, place } }
      this.#steps.push(() => this.#readAndDecide(pending))
    }
  }

  #isRecorded({ stream, id }: PendingCommand): boolean {
    return this.#recorded.has(`${stream} ${id}`)
  }

  /** Reads now and decides in a later step: other streams may have changed by then, the command's own stream must not. */
  #readAndDecide(pending: PendingCommand): void {
    const input = this.#read(pending)
    this.#steps.push(() => {
      if (this.revision(pending.stream) !== input.before.revision) {
        this.#steps.push(() => this.#readAndDecide(pending))
        return
      }
      const result = this.#record(input)
      if (E.isLeft(result)) this.#withoutEffect(pending, result.left)
      else if (result.right.length === 0 && !this.#isRecorded(pending)) this.#withoutEffect(pending)
    })
  }
}

const defined = <Fields extends object>(
  fields: Fields,
): { [Field in keyof Fields]?: Exclude<Fields[Field], undefined> } =>
  // sound: fields that are undefined are left out
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Field in keyof Fields]?: Exclude<Fields[Field], undefined>
  }
