import {
  type AnyAggregate,
  type AnyEvent,
  type Day,
  type Domain,
  type Evidence,
  type Metadata,
  partsOf,
  type Rule,
  type Text,
} from '@skein/kernel'
import { codecOf, metadataOf } from '../integrity/codec.js'
import type { EventStore, Position, StoredEvent } from '../ports/index.js'
import { dayIn } from '../primitives/local-day.js'
import { InvariantViews } from './invariants.js'
import { ViewsAt } from './observed-views.js'
import { StatesAt } from './states-at.js'

/** A recorded event that breaks a rule, or a stream of which an invariant does not hold at the end of the log. */
export interface Violation {
  readonly stream: string
  /** Of the event; of an invariant, the stream's last, and -1 where there is no such stream. */
  readonly revision: number
  /** The event's type; absent of an invariant. */
  readonly type?: string
  /** The event's day; absent of an invariant. */
  readonly on?: Day
  readonly rule: string
  readonly message: Text
  readonly evidence: Evidence
  /** The policy that the decision read, as the event says. */
  readonly policyVersion?: number
}

export interface CheckOptions {
  /** Changes what decisions are taken to have seen, such as the policy: who would be affected under other rules? */
  readonly views?: (seen: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>
  /** Where days begin and end; default Asia/Shanghai. */
  readonly timeZone?: string
  /** Only the log up to here; default the head at the moment of the call. */
  readonly until?: Position
  readonly signal?: AbortSignal
  /** Is told after every batch how many events were checked, of how many where the store can tell. */
  readonly onProgress?: (progress: { readonly events: number; readonly total: number | undefined }) => void
}

/** A log that can't be checked, because what it holds can't be read as the domain's events; `verify` says more. */
export class CheckError extends Error {
  readonly _tag = 'CheckError'
  override readonly name = 'CheckError'
}

/**
 * Judges a recorded log by the rules of its domain: folds it in one pass and asks of every event, of each rule on its
 * type, whether it was broken, on the state before it and with the facts at the revisions that the event says it saw.
 * At the end the invariants are judged; a log whose processes have not settled may break those for a moment.
 *
 * What only the engine knows (whose claim an ID number is) and what personal values say is not judged.
 * Memory is bounded by the number of streams, of each of which a few values are kept. Events whose type the domain does
 * not know are passed over. Throws `StorageError` and `CheckError`.
 *
 * @example
 * for await (const { stream, revision, rule, evidence } of check(domain, storage.events)) report(stream, revision, rule)
 */
export async function* check(
  domain: Domain,
  events: EventStore,
  options: CheckOptions = {},
): AsyncGenerator<Violation> {
  const { signal, onProgress, until } = options
  const pass = new CheckPass(domain, events, options)
  const total = onProgress && (await events.count())
  let checked = 0
  for await (const batch of events.readAll(until === undefined ? {} : { until })) {
    for (const stored of batch) {
      if (signal?.aborted) return
      yield* await pass.judge(stored)
    }
    checked += batch.length
    onProgress?.({ events: checked, total })
  }
  yield* pass.end()
}

type Judged = Readonly<Record<string, unknown>>

/** What the last command of a stream saw: its further events rest on the same. */
interface Deciding {
  readonly commandId: string
  readonly facts: Judged
}

class CheckPass {
  readonly #options: CheckOptions
  readonly #codec: ReturnType<typeof codecOf>
  readonly #dayOf: (instant: Date) => Day
  readonly #states: StatesAt
  readonly #seen: ViewsAt
  readonly #overviews: InvariantViews
  readonly #rules: ReadonlyMap<string, readonly Rule<AnyEvent, unknown, object>[]>
  /** The last revision of every stream. */
  readonly #revisions = new Map<string, number>()
  #deciding: (Deciding & { readonly stream: string }) | undefined

  constructor(domain: Domain, events: EventStore, options: CheckOptions) {
    this.#options = options
    this.#codec = codecOf(domain)
    this.#dayOf = dayIn(options.timeZone ?? 'Asia/Shanghai')
    this.#states = new StatesAt(events, this.#codec)
    this.#seen = new ViewsAt(domain, this.#states)
    this.#overviews = new InvariantViews(domain.invariants ?? [])
    this.#rules = rulesByType(domain.aggregates)
  }

  async judge(stored: StoredEvent): Promise<readonly Violation[]> {
    const { stream, revision, type } = stored
    const aggregate = this.#seen.aggregateOf(stream)
    if (aggregate === undefined || !Object.hasOwn(aggregate.events, type)) return []
    try {
      const event = this.#codec.decode(stored)
      const before = await this.#states.at(aggregate, stream, revision - 1)
      const violations = await this.#broken(aggregate, stored, event, before)
      const after = aggregate.decider.evolve(before, event)
      this.#states.keep(stream, revision, after)
      this.#revisions.set(stream, revision)
      this.#overviews.keep(aggregate, partsOf(stream).id, after)
      return violations
    } catch (cause) {
      // a store's own error says what to do; anything else comes of data that no codec of this domain wrote
      if (cause instanceof Error && cause.name === 'StorageError') throw cause
      throw new CheckError(
        `${stream}@${revision} (${type}) can't be judged: it does not hold what its type says. Verify the log first.`,
        { cause },
      )
    }
  }

  *end(): Iterable<Violation> {
    for (const {
      invariant: { id, title },
      of: { stream, evidence },
    } of this.#overviews.violations())
      yield { stream, revision: this.#revisions.get(stream) ?? -1, rule: id, message: title, evidence }
  }

  async #broken(aggregate: AnyAggregate, stored: StoredEvent, event: AnyEvent, before: unknown): Promise<Violation[]> {
    const rules = this.#rules.get(event.type)
    if (rules === undefined) return []
    const metadata = metadataOf(stored)
    const facts = await this.#facts(aggregate, stored, event, before, metadata)
    const violations = new Map<string, Violation>()
    for (const rule of rules) {
      const { id, title } = rule
      if (violations.has(id)) continue
      const evidence = rule.breach(event, before, facts)
      if (evidence !== undefined)
        violations.set(id, {
          stream: stored.stream,
          revision: stored.revision,
          type: event.type,
          on: event.data.on,
          rule: id,
          message: title,
          evidence,
          ...(metadata.policyVersion === undefined ? {} : { policyVersion: metadata.policyVersion }),
        })
    }
    return [...violations.values()]
  }

  async #facts(
    aggregate: AnyAggregate,
    { stream }: StoredEvent,
    event: AnyEvent,
    before: unknown,
    { commandId, recordedAt, observedRevisions }: Metadata,
  ): Promise<Judged> {
    if (this.#deciding?.stream === stream && this.#deciding.commandId === commandId) return this.#deciding.facts
    // what the event does not say, it saw as it stood at this place of the log
    const seen = await this.#seen.of(
      aggregate,
      stream,
      event,
      before,
      (other) => observedRevisions?.[other] ?? this.#revisions.get(other) ?? -1,
    )
    const facts = {
      ...aggregate.decider.absentViews,
      ...(this.#options.views?.(seen) ?? seen),
      id: partsOf(stream).id,
      recordedOn: this.#dayOf(new Date(recordedAt)),
    }
    this.#deciding = { stream, commandId, facts }
    return facts
  }
}

const rulesByType = (aggregates: readonly AnyAggregate[]): Map<string, readonly Rule<AnyEvent, unknown, object>[]> => {
  const byType = new Map<string, Rule<AnyEvent, unknown, object>[]>()
  for (const { rules } of aggregates)
    for (const rule of rules)
      for (const type of rule.on) {
        const others = byType.get(type)
        if (others === undefined) byType.set(type, [rule])
        else others.push(rule)
      }
  return byType
}
