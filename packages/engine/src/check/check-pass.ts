import {
  type AnyAggregate,
  type AnyEvent,
  type Day,
  type Domain,
  type Metadata,
  partsOf,
  type Rule,
} from '@skein/kernel'
import { type Codec, codecOf } from '../integrity/codec.js'
import { metadataOf } from '../integrity/metadata.js'
import type { EventStore, StoredEvent } from '../ports/index.js'
import { isStorageError } from '../ports/storage-error.js'
import { dayIn } from '../primitives/local-day.js'
import { CheckError } from './check-error.js'
import { InvariantViews } from './invariants.js'
import { DecisionViews } from './observed-views.js'
import { StateHistory } from './state-history.js'
import { UnknownEvents } from './unknown-events.js'
import type { Violation } from './violation.js'

export interface JudgeOptions {
  /** Replaces the views that decisions were based on, such as the policy: which events would other rules affect? */
  readonly views?: (observed: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>
  /** Where days begin and end; default the domain's time zone, else UTC. */
  readonly timeZone?: string
}

type Views = Readonly<Record<string, unknown>>
type AnyRule = Rule<AnyEvent, unknown, object>

/** The command whose events are being checked, and the views that all of them are judged with. */
interface Decision {
  readonly stream: string
  readonly commandId: string
  readonly views: Views
}

/** One pass over a log. It is given the events in the order of the log. */
export class CheckPass {
  readonly #options: JudgeOptions
  readonly #codec: Codec
  readonly #dayOf: (instant: Date) => Day
  readonly #states: StateHistory
  readonly #decisionViews: DecisionViews
  readonly #invariantViews: InvariantViews
  readonly #rules: ReadonlyMap<string, readonly AnyRule[]>
  /** The last revision of every stream. */
  readonly #revisions = new Map<string, number>()
  readonly #unknownEvents = new UnknownEvents()
  #decision: Decision | undefined

  constructor(domain: Domain, events: EventStore, options: JudgeOptions) {
    this.#options = options
    this.#codec = codecOf(domain)
    this.#dayOf = dayIn(options.timeZone ?? domain.timeZone ?? 'UTC')
    this.#states = new StateHistory(events, this.#codec)
    this.#decisionViews = new DecisionViews(domain, this.#states)
    this.#invariantViews = new InvariantViews(domain.invariants ?? [])
    this.#rules = rulesByType(domain.aggregates)
  }

  async check(stored: StoredEvent): Promise<readonly Violation[]> {
    const { stream, revision, type } = stored
    const aggregate = this.#decisionViews.aggregateOf(stream)
    if (aggregate === undefined || !Object.hasOwn(aggregate.events, type)) {
      this.#unknownEvents.add(stored)
      return []
    }
    try {
      const event = this.#codec.decode(stored)
      const before = await this.#states.at(aggregate, stream, revision - 1)
      const violations = await this.#judge(aggregate, stored, event, before)
      const after = aggregate.decider.evolve(before, event)
      this.#states.keep(stream, revision, after)
      this.#revisions.set(stream, revision)
      this.#invariantViews.keep(aggregate, partsOf(stream).id, after)
      return violations
    } catch (cause) {
      // a store's error says what to do; any other comes from data that no codec of this domain wrote
      if (isStorageError(cause)) throw cause
      throw new CheckError(
        {
          en: `${stream}@${revision} (${type}) cannot be checked: its data does not fit its type. Verify the log first.`,
          zh: `${stream}@${revision}(${type})无法核查:其内容与类型不符。请先核对(verify)事件日志。`,
        },
        { cause },
      )
    }
  }

  /** The unknown events and the violated invariants, after the last event. */
  *end(): Iterable<Violation> {
    yield* this.#unknownEvents.violations()
    for (const { invariant, violation } of this.#invariantViews.violations()) {
      const { stream, evidence } = violation
      const revision = this.#revisions.get(stream) ?? -1
      yield { stream, revision, rule: invariant.id, message: invariant.title, evidence }
    }
  }

  async #judge(aggregate: AnyAggregate, stored: StoredEvent, event: AnyEvent, before: unknown): Promise<Violation[]> {
    const rules = this.#rules.get(event.type)
    if (rules === undefined) return []
    const metadata = metadataOf(stored)
    const views = await this.#viewsOf(aggregate, stored, event, before, metadata)
    const violations = new Map<string, Violation>()
    for (const rule of rules) {
      const { id, title } = rule
      if (violations.has(id)) continue
      const evidence = rule.breach(event, before, views)
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

  /** The views that the event's decision was based on; all events of one command have the same. */
  async #viewsOf(
    aggregate: AnyAggregate,
    { stream }: StoredEvent,
    event: AnyEvent,
    before: unknown,
    { commandId, recordedAt, observedRevisions }: Metadata,
  ): Promise<Views> {
    if (this.#decision?.stream === stream && this.#decision.commandId === commandId) return this.#decision.views
    // a stream whose revision was not recorded counts as observed at this position of the log
    const observed = await this.#decisionViews.of(
      aggregate,
      stream,
      event,
      before,
      (other) => observedRevisions?.[other] ?? this.#revisions.get(other) ?? -1,
    )
    const views = {
      ...aggregate.decider.absentViews,
      ...(this.#options.views?.(observed) ?? observed),
      id: partsOf(stream).id,
      recordedOn: this.#dayOf(new Date(recordedAt)),
    }
    this.#decision = { stream, commandId, views }
    return views
  }
}

const rulesByType = (aggregates: readonly AnyAggregate[]): ReadonlyMap<string, readonly AnyRule[]> => {
  const byType = new Map<string, AnyRule[]>()
  for (const rule of aggregates.flatMap(({ rules }) => rules))
    for (const type of rule.on) {
      const rules = byType.get(type)
      if (rules === undefined) byType.set(type, [rule])
      else rules.push(rule)
    }
  return byType
}
