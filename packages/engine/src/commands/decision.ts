import {
  type AnyAggregate,
  type AnyCommand,
  type Change,
  type Day,
  type DecisionViews,
  type Domain,
  decide,
  type Place,
  type Rejection,
  type Revising,
  rankOfCommand,
  revise,
  type ViewsNeeded,
} from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { instantAfter, recordedAtIn } from '../history/instants.js'
import { isAfterTail, isRecordedLateAfter } from '../history/tail.js'
import type { Environment } from '../ports/environment.js'
import { Turns } from '../primitives/turns.js'
import { callDomain, rulesOf } from './domain-calls.js'
import type { Reaction } from './outcome.js'
import type { AddressedCommand } from './parse.js'
import { endOf, type Snapshot } from './snapshot.js'
import type { StreamCache } from './stream-cache.js'
import type { ObservedSnapshots, ObservedViews, ViewLoader } from './view-loader.js'

/** A command to be decided. */
export interface ProposedCommand {
  readonly command: AnyCommand
  readonly commandId: string
  /** The stream that holds what the command claims. */
  readonly claimedBy: string | undefined
}

/** What decisions are made with. */
export interface DecisionOptions {
  readonly reaction: Reaction | undefined
  readonly now: Date
  readonly today: Day
  /** See `Revising.force`. */
  readonly force?: boolean | undefined
}

/** The command that is refused, by its index, and why. */
export interface RefusedProposal {
  readonly proposal: number
  readonly rejection: Rejection
}

/** One entry, or one event about an entry, that a decision records. */
export interface DecidedChange {
  readonly change: Change
  /** The version of the policy that it was decided with. */
  readonly policyVersion: number | undefined
}

/** What a command records, and what the decision was based on. */
export interface Decision {
  readonly changes: readonly DecidedChange[]
  readonly observedRevisions: Readonly<Record<string, number>>
  readonly recordedAt: string
  /** See `Metadata.late`. */
  readonly isLate: boolean
}

type Decided = E.Either<RefusedProposal, Decision>

/** Decides a command on a snapshot of its stream: at the end of the history, or at an earlier place in it. */
export class DecisionMaker {
  readonly #domain: Domain
  readonly #streams: StreamCache
  readonly #views: ViewLoader
  readonly #environment: Environment

  constructor(domain: Domain, streams: StreamCache, views: ViewLoader, environment: Environment) {
    this.#domain = domain
    this.#streams = streams
    this.#views = views
    this.#environment = environment
  }

  /** Decides commands of one stream: one after everything in it, or several, each at its own place. */
  async decide(
    target: AddressedCommand,
    proposed: readonly ProposedCommand[],
    before: Snapshot,
    options: DecisionOptions,
  ): Promise<Decided> {
    const { aggregate } = target
    const [first, ...others] = proposed
    if (first === undefined) throw new Error('there is no command to decide')
    const { command } = first
    const point = { on: command.data.on, rank: rankOfCommand(aggregate, command), place: options.reaction?.place }
    const isLast = aggregate.order === 'recorded' || isAfterTail(before.tail, point)
    return isLast && others.length === 0
      ? this.#decideLast({ ...target, command }, first, before, options)
      : this.#decideLate(target, proposed, before, options)
  }

  /** Decides what comes after everything in its stream: on the state as it is. */
  async #decideLast(
    addressed: AddressedCommand,
    { commandId, claimedBy }: ProposedCommand,
    before: Snapshot,
    options: DecisionOptions,
  ): Promise<Decided> {
    const { aggregate, command, id } = addressed
    const { state, revision, metadata } = before
    const { decider } = aggregate
    const { now, today, reaction } = options
    const loading = this.#views.load(callDomain(addressed, 'views', () => decider.views(command, state)))
    const observed = loading instanceof Promise ? await loading : loading
    const recordedAt = instantAfter(now, [recordedAtIn(metadata), reaction?.recordedAt ?? '', ...observed.recordedAt])
    const place = reaction?.place ?? placeAt(recordedAt, commandId, 0)
    const seen = observed.viewsFrom(aggregate.order === 'recorded' ? undefined : { on: command.data.on, place })
    const { views, observedRevisions } = seen instanceof Promise ? await seen : seen
    const policyVersion = this.#domain.policyVersion?.(views)
    const given = {
      id,
      recordedOn: today,
      revision: revision + 1,
      byProcess: reaction !== undefined,
      ...(claimedBy === undefined ? {} : { claimedBy }),
    }
    const decided = callDomain(addressed, 'propose or a rule', () =>
      decide(aggregate, command, state, { ...decider.absentViews, ...views, ...given }, rulesOf(this.#domain)),
    )
    if (E.isLeft(decided)) return E.left({ proposal: 0, rejection: withPolicy(decided.left, policyVersion) })
    const events = decided.right
    if (events.length === 0) return E.right({ changes: [], observedRevisions, recordedAt, isLate: false })
    const change: Change = { kind: 'entered', proposal: 0, place, events }
    const isLate = isRecordedLateAfter(before.tail, [change], aggregate)
    return E.right({ changes: [{ change, policyVersion }], observedRevisions, recordedAt, isLate })
  }

  /** Decides what comes before something in its stream, and what lies after it again. */
  #decideLate(
    target: AddressedCommand,
    proposed: readonly ProposedCommand[],
    before: Snapshot,
    options: DecisionOptions,
  ): Promise<Decided> {
    const { reaction } = options
    const entries = entriesWithinDay(target.aggregate, proposed)
    const revising = (recordedAt: string): Revising => ({
      proposals: proposed.map(({ command }, index) => ({
        command,
        // all of a bundle have the id of its first command
        place: reaction?.place ?? placeAt(recordedAt, proposed[0]?.commandId ?? '', entries.get(index) ?? index),
        byProcess: reaction !== undefined,
      })),
      force: options.force ?? false,
    })
    return this.#revise(target, revising, proposed, before, options)
  }

  /** Decides on annulments and corrections of entries of one stream, and what lies after them again. */
  amend(target: AddressedCommand, revising: Revising, before: Snapshot, options: DecisionOptions): Promise<Decided> {
    return this.#revise(target, () => revising, [], before, options)
  }

  async #revise(
    target: AddressedCommand,
    revising: (recordedAt: string) => Revising,
    proposed: readonly ProposedCommand[],
    before: Snapshot,
    options: DecisionOptions,
  ): Promise<Decided> {
    const { aggregate, stream } = target
    const { now, reaction } = options
    const history = await this.#streams.history(aggregate, stream, before)
    const snapshots: ObservedSnapshots = new Map()
    const followed = new Set([recordedAtIn(before.metadata), reaction?.recordedAt ?? ''])
    for (;;) {
      const recordedAt = instantAfter(now, followed)
      const revisable = {
        aggregate,
        stream,
        entries: history.entries,
        state: before.state,
        nextRevision: endOf(before) + 1,
        builtInRules: rulesOf(this.#domain),
      }
      const versions = new Map<string, number | undefined>()
      const walk = revise(revisable, revising(recordedAt))
      const turns = new Turns(this.#environment)
      let step = callDomain(target, 'propose or a rule', () => walk.next())
      while (step.done !== true) {
        await turns.take()
        const needed = step.value
        const claimedBy = needed.proposal === undefined ? undefined : proposed[needed.proposal]?.claimedBy
        const { views } = await this.#viewsFor(target, needed, { ...options, claimedBy }, snapshots)
        versions.set(versionKey(needed.proposal, needed.point.origin), this.#domain.policyVersion?.(views))
        step = callDomain(target, 'propose or a rule', () => walk.next(views))
      }
      const size = followed.size
      for (const { metadata } of await Promise.all(snapshots.values())) followed.add(recordedAtIn(metadata))
      // a clock is behind what was observed: the entry takes a later place, from which it may see more
      if (followed.size > size && instantAfter(now, followed) !== recordedAt) continue
      const revised = step.value
      if (E.isLeft(revised)) {
        const { proposal, rejection } = revised.left
        return E.left({ proposal, rejection: withPolicy(rejection, versions.get(`proposal ${proposal}`)) })
      }
      const changes = revised.right.changes
        .filter((change) => change.kind !== 'entered' || change.events.length > 0)
        .map((change) => ({
          change,
          policyVersion: versions.get(
            change.kind === 'entered'
              ? versionKey(change.proposal, 0)
              : versionKey(undefined, change.entry.point.origin),
          ),
        }))
      const observedRevisions: Record<string, number> = {}
      for (const [observed, snapshot] of snapshots) observedRevisions[observed] = (await snapshot).revision
      const isLate = isRecordedLateAfter(before.tail, revised.right.changes, aggregate)
      return E.right({ changes, observedRevisions, recordedAt, isLate })
    }
  }

  async #viewsFor(
    addressed: AddressedCommand,
    { command, state, point, revision, byProcess }: ViewsNeeded,
    { today, claimedBy }: DecisionOptions & Pick<ProposedCommand, 'claimedBy'>,
    snapshots: ObservedSnapshots,
  ): Promise<ObservedViews & { readonly views: DecisionViews }> {
    const { aggregate, id } = addressed
    const { decider } = aggregate
    const requests = callDomain(addressed, 'views', () => decider.views(command, state))
    const observed = await this.#views.load(requests, snapshots)
    const { views, observedRevisions } = await observed.viewsFrom(point)
    const given = {
      id,
      recordedOn: today,
      revision,
      byProcess,
      ...(claimedBy === undefined ? {} : { claimedBy }),
    }
    return { views: { ...decider.absentViews, ...views, ...given }, observedRevisions }
  }
}

const placeAt = (at: string, id: string, entry: number): Place => ({ at, id, entry, depth: 0 })

/**
 * Numbers the commands of a bundle, by their indexes, as their entries stand within a day, whatever the order in which they
 * were sent: what opens the stream is then seen from all others, and what ends it from none.
 */
const entriesWithinDay = (
  aggregate: AnyAggregate,
  proposed: readonly ProposedCommand[],
): ReadonlyMap<number, number> => {
  const ranks = proposed.map(({ command }) => (aggregate.order === 'recorded' ? 0 : rankOfCommand(aggregate, command)))
  const sorted = [...ranks.entries()].sort(([, a], [, b]) => a - b)
  return new Map(sorted.map(([index], entry) => [index, entry]))
}

const versionKey = (proposal: number | undefined, origin: number): string =>
  proposal === undefined ? `entry ${origin}` : `proposal ${proposal}`

const withPolicy = (rejection: Rejection, policyVersion: number | undefined): Rejection =>
  policyVersion === undefined ? rejection : { policyVersion, ...rejection }
