import {
  type AnyAggregate,
  type BuiltInRules,
  builtInRules,
  commandOfEntry,
  compareEntries,
  type Day,
  type Domain,
  emptyHistory,
  extendHistory,
  type HistoryEntry,
  isHistoryEvent,
  isSame,
  type Metadata,
  partsOf,
} from '@skein/kernel'
import { emptyFold, evolved, type Folded, foldHistory, foldInOrder } from '../history/fold.js'
import { recordedEventOf } from '../history/recorded-event.js'
import { type Codec, codecOf } from '../integrity/codec.js'
import { metadataOf } from '../integrity/metadata.js'
import type { EventStore, StoredEvent } from '../ports/index.js'
import { isStorageError } from '../ports/storage-error.js'
import { dayIn } from '../primitives/local-day.js'
import { totalMemorySize } from '../primitives/memory-size.js'
import { CheckError } from './check-error.js'
import { EntryJudge, type JudgedEntry } from './entry-judge.js'
import { InvariantViews } from './invariants.js'
import { PastViews, type RevisionOf } from './past-views.js'
import { StreamRevisions } from './stream-revisions.js'
import { StreamStates } from './stream-states.js'
import { UnknownEvents } from './unknown-events.js'
import type { Violation } from './violation.js'

export interface JudgeOptions {
  /** Replaces the views that decisions were based on, such as the policy: which events would other rules affect? */
  readonly views?: (observed: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>
  /** Where days begin and end; default the domain's time zone, else UTC. */
  readonly timeZone?: string
}

/** The events of one append, in order. */
export type Append = readonly [StoredEvent, ...StoredEvent[]]

/** One pass over a log. It is given the appends in the order of the log. */
export class CheckPass {
  readonly #codec: Codec
  readonly #dayOf: (instant: Date) => Day
  readonly #states: StreamStates
  readonly #views: PastViews
  readonly #judge: EntryJudge
  readonly #invariantViews: InvariantViews
  readonly #revisions = new StreamRevisions()
  readonly #unknownEvents = new UnknownEvents()

  constructor(domain: Domain, events: EventStore, options: JudgeOptions) {
    this.#codec = codecOf(domain)
    this.#dayOf = dayIn(options.timeZone ?? domain.timeZone ?? 'UTC')
    this.#states = new StreamStates(events, this.#codec)
    this.#views = new PastViews(domain, this.#states, options.views)
    const rules: BuiltInRules = { ...builtInRules, ...domain.builtInRules }
    this.#judge = new EntryJudge(rules)
    this.#invariantViews = new InvariantViews(domain.invariants ?? [])
  }

  /** Judges an append as it was known when it was recorded. */
  async check(append: Append): Promise<readonly Violation[]> {
    const [{ stream, revision }] = append
    const aggregate = this.#views.aggregateOf(stream)
    const known = append.filter(
      (stored) => aggregate !== undefined && (Object.hasOwn(aggregate.events, stored.type) || isHistoryEvent(stored)),
    )
    for (const stored of append) if (!known.includes(stored)) this.#unknownEvents.add(stored)
    if (aggregate === undefined || known.length === 0) return []
    return readable(append, async () => {
      const before = await this.#states.at(aggregate, stream, revision - 1)
      const recorded = known.map((stored) => ({
        ...recordedEventOf(this.#codec, stored),
        text: stored.metadata,
      }))
      const texts = recorded.map(({ event, text }) => ({ event, metadata: text }))
      const inOrder = foldInOrder(aggregate, stream, before, texts)
      const last = append.at(-1)?.revision ?? revision
      const { entries } = extendHistory(emptyHistory, recorded, aggregate)
      const observed = this.#revisionsObservedBy(metadataOf(append[0]))
      let violations: readonly Violation[]
      let after: Folded
      if (inOrder === undefined) {
        const history = await this.#states.history(aggregate, stream, revision - 1)
        const changed = extendHistory(history, recorded, aggregate).entries
        violations = await this.#judgeChange(aggregate, append, history.entries, changed, observed)
        after = foldHistory(aggregate, stream, changed)
      } else {
        violations = await this.#judgeInOrder(aggregate, append, entries, before, observed)
        after = inOrder
      }
      this.#states.keep(stream, last, { ...after, size: before.size + totalMemorySize(append) })
      this.#revisions.set(stream, last)
      this.#invariantViews.keep(aggregate, partsOf(stream).id, after.state)
      return violations
    })
  }

  /** Judges every entry of a stream that stands, as everything is known by now. */
  async checkNow(stream: string): Promise<readonly Violation[]> {
    const aggregate = this.#views.aggregateOf(stream)
    const revision = this.#revisions.last(stream)
    // a reservation is decided on what is recorded, and nothing that came later speaks against it
    if (aggregate === undefined || aggregate.order === 'recorded') return []
    const { entries } = await this.#states.history(aggregate, stream, revision)
    const violations: Violation[] = []
    let { state } = emptyFold(aggregate)
    for (const entry of entries) {
      const uncontradicted = { ...entry, contradictedBy: [] }
      const known: RevisionOf = (other) => this.#revisions.last(other)
      violations.push(...(await this.#judgeEntry(aggregate, stream, uncontradicted, state, known, undefined)))
      state = evolved(aggregate, stream, state, entry.events)
    }
    return violations
  }

  /** Whether this is the last event of its stream that was checked. */
  isLast({ stream, revision }: StoredEvent): boolean {
    return this.#revisions.last(stream) === revision
  }

  /** The unknown events and the violated invariants, after the last event. */
  *end(): Iterable<Violation> {
    yield* this.#unknownEvents.violations()
    for (const { invariant, violation } of this.#invariantViews.violations()) {
      const { stream, evidence } = violation
      const revision = this.#revisions.last(stream)
      yield { stream, revision, rule: invariant.id, message: invariant.title, evidence }
    }
  }

  async #judgeInOrder(
    aggregate: AnyAggregate,
    append: Append,
    entries: readonly HistoryEntry[],
    { state: before }: Folded,
    known: RevisionOf,
  ): Promise<readonly Violation[]> {
    const [{ stream }] = append
    const violations: Violation[] = []
    let state = before
    for (const entry of entries) {
      violations.push(...(await this.#judgeEntry(aggregate, stream, entry, state, known, append)))
      state = evolved(aggregate, stream, state, entry.events)
    }
    return violations
  }

  /** Judges what an append put in between, and whether it changed all that lies after it as it should. */
  async #judgeChange(
    aggregate: AnyAggregate,
    append: Append,
    before: readonly HistoryEntry[],
    changed: readonly HistoryEntry[],
    known: RevisionOf,
  ): Promise<readonly Violation[]> {
    const [{ stream, revision }] = append
    const violations: Violation[] = []
    const standing = new Set(changed.map(({ id }) => id))
    const withdrawn = before.filter(({ id }) => !standing.has(id))
    let state: unknown = aggregate.decider.initialState
    let without = state
    let isChanged = false
    for (const entry of [...changed, ...withdrawn].sort(compareEntries(aggregate))) {
      const isNew = entry.revision >= revision
      if (!standing.has(entry.id)) isChanged = true
      else if (isNew) {
        isChanged = true
        violations.push(...(await this.#judgeEntry(aggregate, stream, entry, state, known, append)))
        // reservations are decided in the order of recording: what lies behind is not decided again
      } else if (isChanged && aggregate.order !== 'recorded' && !isSame(state, without)) {
        const judged = await this.#judged(aggregate, stream, entry, state, known, append)
        if (judged !== undefined) violations.push(...this.#judge.judgeAgain(judged, without))
      }
      if (standing.has(entry.id)) state = evolved(aggregate, stream, state, entry.events)
      if (!isNew) without = evolved(aggregate, stream, without, entry.events)
    }
    return violations
  }

  async #judgeEntry(
    aggregate: AnyAggregate,
    stream: string,
    entry: HistoryEntry,
    before: unknown,
    known: RevisionOf,
    append: Append | undefined,
  ): Promise<readonly Violation[]> {
    const judged = await this.#judged(aggregate, stream, entry, before, known, append)
    return judged === undefined ? [] : this.#judge.judge(judged)
  }

  /** An entry with the views of its decision; `undefined` for one that no command of the domain records. */
  async #judged(
    aggregate: AnyAggregate,
    stream: string,
    entry: HistoryEntry,
    before: unknown,
    known: RevisionOf,
    append: Append | undefined,
  ): Promise<JudgedEntry | undefined> {
    const command = commandOfEntry(aggregate, stream, entry.events)
    if (command === undefined) return undefined
    const stored = append?.find(({ revision }) => revision === entry.revision) ?? append?.[0]
    const metadata = stored && metadataOf(stored)
    const given = {
      id: partsOf(stream).id,
      recordedOn: metadata === undefined ? entry.point.on : this.#dayOf(new Date(metadata.recordedAt)),
      revision: entry.point.origin,
      byProcess: entry.causedBy !== undefined,
    }
    // a reservation is decided on all that is recorded; what takes its place, on things as they stood then
    const isReplacement = entry.point.origin !== entry.revision
    const point = aggregate.order === 'recorded' && !isReplacement ? undefined : entry.point
    const views = await this.#views.of({ aggregate, command, before, point, known, given })
    return { aggregate, stream, entry, before, views, policyVersion: metadata?.policyVersion }
  }

  /** A stream whose revision was not recorded counts as known at this position of the log. */
  #revisionsObservedBy({ observedRevisions }: Partial<Metadata>): RevisionOf {
    return (stream) => observedRevisions?.[stream] ?? this.#revisions.last(stream)
  }
}

/** A store's error says what to do; any other comes from data that no codec of this domain wrote. */
const readable = async <Result>([{ stream, revision, type }]: Append, run: () => Promise<Result>): Promise<Result> => {
  try {
    return await run()
  } catch (cause) {
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
