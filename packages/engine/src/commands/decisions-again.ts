import { type ChangedViewsNeeded, type Day, type Domain, decideAgain, isSame, type ViewRequests } from '@skein/kernel'
import { instantAfter, recordedAtIn } from '../history/instants.js'
import type { Decision, DecisionOptions } from './decision.js'
import { callDomain, rulesOf } from './domain-calls.js'
import type { AddressedCommand } from './parse.js'
import { endOf, type Snapshot } from './snapshot.js'
import type { StreamCache } from './stream-cache.js'
import type { ObservedSnapshots, Revisions, ViewLoader } from './view-loader.js'

/** Streams that changed, and the first day from which others may see that. */
export interface ChangedStreams {
  readonly from: Day
  /** Their revisions before the change. */
  readonly before: Revisions
}

/** Decides entries again that looked at streams which have changed since. */
export class DecisionsAgain {
  readonly #domain: Domain
  readonly #streams: StreamCache
  readonly #views: ViewLoader

  constructor(domain: Domain, streams: StreamCache, views: ViewLoader) {
    this.#domain = domain
    this.#streams = streams
    this.#views = views
  }

  async decide(
    target: AddressedCommand,
    changed: ChangedStreams,
    before: Snapshot,
    options: DecisionOptions,
  ): Promise<Decision> {
    const { aggregate, stream } = target
    const { entries } = await this.#streams.history(aggregate, stream, before)
    const nextRevision = endOf(before) + 1
    const revisable = {
      aggregate,
      stream,
      entries,
      state: before.state,
      nextRevision,
      builtInRules: rulesOf(this.#domain),
    }
    const snapshots: ObservedSnapshots = new Map()
    const versions = new Map<number, number | undefined>()
    const walk = decideAgain(revisable, changed.from)
    let step = callDomain(target, 'propose or a rule', () => walk.next(undefined))
    while (step.done !== true) {
      const needed = step.value
      const views = await this.#viewsFor(target, needed, changed, options, snapshots)
      if (views !== undefined) versions.set(needed.point.origin, this.#domain.policyVersion?.(views.views))
      step = callDomain(target, 'propose or a rule', () => walk.next(views))
    }
    const observed = await Promise.all([...snapshots].map(async ([name, snapshot]) => [name, await snapshot] as const))
    const followed = observed.map(([, { metadata }]) => recordedAtIn(metadata))
    return {
      changes: step.value.map((change) => ({
        change,
        policyVersion: change.kind === 'entered' ? undefined : versions.get(change.entry.point.origin),
      })),
      observedRevisions: Object.fromEntries(observed.map(([name, { revision }]) => [name, revision])),
      recordedAt: instantAfter(options.now, [recordedAtIn(before.metadata), ...followed]),
      isLate: step.value.length > 0,
    }
  }

  /** The views of an entry now and before the change; `undefined` if it is decided as before. */
  async #viewsFor(
    { aggregate, stream, id }: AddressedCommand,
    { command, state, point, revision, byProcess, isStateChanged }: ChangedViewsNeeded,
    { before }: ChangedStreams,
    { today }: DecisionOptions,
    snapshots: ObservedSnapshots,
  ) {
    const { decider } = aggregate
    const requests = callDomain({ aggregate, stream, command }, 'views', () => decider.views(command, state))
    if (!isStateChanged && !streamsOf(requests).some((requested) => before.has(requested))) return undefined
    const observed = await this.#views.load(requests, snapshots)
    const { views } = await observed.viewsFrom(point)
    const { views: viewsBefore } = await observed.viewsFrom(point, before)
    if (!isStateChanged && isSame(views, viewsBefore)) return undefined
    const given = { id, recordedOn: today, revision, byProcess }
    const { absentViews } = decider
    return { views: { ...absentViews, ...views, ...given }, viewsBefore: { ...absentViews, ...viewsBefore, ...given } }
  }
}

const streamsOf = (requests: ViewRequests): readonly string[] =>
  Object.values(requests).flatMap((request) =>
    'stream' in request ? [request.stream] : [...request.values()].map(({ stream }) => stream),
  )
