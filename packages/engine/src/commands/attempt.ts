import { type AnyCommand, type Day, type Domain, decide, latest, type Rejection } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { canonical } from '../integrity/canonical.js'
import type { Codec } from '../integrity/codec.js'
import type { AppendError, Appended, NewEvent, Storage } from '../ports/index.js'
import type { Observe } from '../ports/observe.js'
import { type EncryptedCommand, encryptCommand, hasPersonalFields } from '../privacy/encrypt-command.js'
import type { Vault } from '../privacy/vault.js'
import { appendWithRetry } from './append-with-retry.js'
import { acquireClaim, type ClaimStatus, claimOf, claimStatusOf } from './claims.js'
import { originalResult } from './duplicate-command.js'
import type { ExecuteError, ExecuteOptions, Outcome } from './outcome.js'
import type { AddressedCommand } from './parse.js'
import { revisionOf, type Snapshot, type StreamCache } from './stream-cache.js'
import type { ObservedViews, ViewLoader } from './view-loader.js'

/** What the execution of every command needs. */
export interface AttemptContext {
  readonly domain: Domain
  readonly storage: Storage
  readonly codec: Codec
  readonly streams: StreamCache
  readonly views: ViewLoader
  readonly vault: () => Vault | Promise<Vault>
  readonly clock: () => Date
  readonly dayOf: (instant: Date) => Day
  readonly observe: Observe | undefined
}

type Result = E.Either<ExecuteError, Outcome>

/** The events that were decided, and what the decision was based on. */
interface Decision extends ObservedViews {
  readonly events: readonly { readonly type: string; readonly data: { readonly on: Day } }[]
  readonly policyVersion: number | undefined
}

/**
 * Executes one command: encrypt, load, recognise a duplicate, decide, append. `run` is called again after a conflict.
 *
 * The first run decides on the cached snapshot, since the append detects an outdated one. A result that appends nothing
 * needs a fresh snapshot: without one, `run` returns `outdated`, and the next run reads the stream.
 */
export class Attempt {
  readonly #addressed: AddressedCommand
  readonly #options: ExecuteOptions
  readonly #context: AttemptContext
  #isFresh: boolean
  #isAppending = false

  constructor(addressed: AddressedCommand, options: ExecuteOptions, context: AttemptContext) {
    this.#addressed = addressed
    this.#options = options
    this.#context = context
    this.#isFresh = options.expected !== undefined || options.dryRun === true
  }

  /** Whether an append was begun and has not returned. */
  get isAppending(): boolean {
    return this.#isAppending
  }

  async run(): Promise<Result | 'outdated'> {
    const { vault: openVault, storage } = this.#context
    const { aggregate, stream, command } = this.#addressed
    const opening = openVault()
    const vault = opening instanceof Promise ? await opening : opening
    const encrypted = hasPersonalFields(command, aggregate)
      ? await encryptCommand(command, aggregate, stream, vault.keys)
      : { command, newKeys: [] }
    const commandHash = vault.secrets.commandHash(canonical(encrypted.command))
    const before = this.#cachedSnapshot() ?? (await this.#loadSnapshot())

    const from = before.commands.get(this.#options.commandId)
    // under a new key the same content has another hash
    if (from !== undefined) return this.#duplicate(from, encrypted.newKeys.length > 0 ? undefined : commandHash)
    const expected = this.#options.expected ?? revisionOf(before)
    if (expected !== revisionOf(before)) return E.left({ _tag: 'Conflict', expected, actual: revisionOf(before) })

    const claim = claimOf(command, aggregate, vault.secrets)
    const claimed = claim && (await claimStatusOf(claim, stream, storage.keys, this.#exists))
    const now = this.#context.clock()
    const decided = await this.#decide(this.#dated(encrypted.command, before), before, claimed?.heldBy, now)
    if (E.isLeft(decided)) return this.#ifFresh(E.left({ _tag: 'Rejected', rejection: decided.left }))
    const { events, observedRevisions, policyVersion } = decided.right
    if (events.length === 0 || this.#options.dryRun)
      return this.#ifFresh(E.right({ stream, revision: before.revision, events, duplicate: false }))

    const { commandId, actor, correlationId = commandId, causationId, traceparent } = this.#options
    const encoded = this.#context.codec.encode(events, {
      stream,
      revision: before.revision,
      previous: before.hash,
      recordedAt: now.toISOString(),
      actor,
      commandId,
      commandHash,
      correlationId,
      observedRevisions,
      ...(causationId === undefined ? {} : { causationId }),
      ...(traceparent === undefined ? {} : { traceparent }),
      ...(policyVersion === undefined ? {} : { policyVersion }),
    })
    return this.#record(encoded, before, vault, encrypted, claimed)
  }

  #cachedSnapshot(): Snapshot | undefined {
    return this.#isFresh ? undefined : this.#context.streams.cached(this.#addressed.stream)
  }

  #loadSnapshot(): Promise<Snapshot> {
    this.#isFresh = true
    return this.#context.streams.load(this.#addressed.aggregate, this.#addressed.stream)
  }

  /** A result that appends nothing counts only if it is based on a fresh snapshot; the next run reads one. */
  #ifFresh(result: Result): Result | 'outdated' {
    if (this.#isFresh) return result
    this.#isFresh = true
    return 'outdated'
  }

  async #duplicate(from: number, commandHash: string | undefined): Promise<Result> {
    const { domain, storage, codec } = this.#context
    const { commandId } = this.#options
    const duplicate = { stream: this.#addressed.stream, commandId, from, commandHash }
    const original = await originalResult(duplicate, storage.events, codec, domain.reusedCommandId)
    return E.isRight(original) ? original : E.left({ _tag: 'Rejected', rejection: original.left })
  }

  readonly #exists = async (stream: string): Promise<boolean> =>
    (await this.#context.views.snapshot(stream)).revision >= 0

  /** Moves a process's command to the last day of its target, where that is later. */
  #dated(command: AnyCommand, { lastDay }: Snapshot): AnyCommand {
    if (!this.#options.asProcess) return command
    return { ...command, data: { ...command.data, on: latest(command.data.on, lastDay) } }
  }

  async #decide(
    command: AnyCommand,
    { state }: Snapshot,
    claimedBy: string | undefined,
    now: Date,
  ): Promise<E.Either<Rejection, Decision>> {
    const { domain, dayOf, views: loader } = this.#context
    const { aggregate, id } = this.#addressed
    const { decider } = aggregate
    const loading = loader.load(decider.views(command, state))
    const { views, observedRevisions } = loading instanceof Promise ? await loading : loading
    const policyVersion = domain.policyVersion?.(views)
    const given = { id, recordedOn: dayOf(now), ...(claimedBy === undefined ? {} : { claimedBy }) }
    const decided = decide(aggregate, command, state, { ...decider.absentViews, ...views, ...given })
    if (E.isRight(decided)) return E.right({ events: decided.right, views, observedRevisions, policyVersion })
    const rejection = decided.left
    return E.left(policyVersion === undefined ? rejection : { policyVersion, ...rejection })
  }

  async #record(
    encoded: readonly NewEvent[],
    before: Snapshot,
    { keys }: Vault,
    { newKeys }: EncryptedCommand,
    claimed: ClaimStatus | undefined,
  ): Promise<Result | 'outdated'> {
    const { storage, codec, streams } = this.#context
    const { aggregate, stream } = this.#addressed
    if (!keys.hasMasterKeyCheck) await keys.storeMasterKeyCheck()
    const canAcquire = claimed !== undefined && claimed.heldBy === undefined
    // concurrently, so that a store may write them in one transaction
    const [isAcquired, ...areStored] = await Promise.all([
      canAcquire ? acquireClaim(claimed, stream, storage.keys) : true,
      ...newKeys.map((key) => keys.add(key)),
    ])
    // meanwhile another command acquired the claim, or stored a key for the person: encrypt under that one
    if (!isAcquired || areStored.includes(false)) return 'outdated'

    const appended = await this.#append(encoded, before)
    if (E.isLeft(appended)) {
      this.#isFresh = true
      // after a conflict another attempt at this command may have recorded the claim, so only a failed append releases it
      const isUnwritten = appended.left._tag === 'Unavailable' && appended.left.written === 'no'
      if (canAcquire && !claimed.isOwn && isUnwritten)
        await storage.keys.unclaim(claimed.scope, claimed.fingerprint, stream)
      return appended
    }
    const { revision, position } = appended.right
    const events = encoded.map((event) => codec.decode(event))
    const hash = encoded.at(-1)?.hash ?? ''
    streams.add(aggregate, stream, before, { events, commandId: this.#options.commandId, hash })
    return E.right({ stream, revision, events, ...(position === undefined ? {} : { position }), duplicate: false })
  }

  async #append(encoded: readonly NewEvent[], before: Snapshot): Promise<E.Either<AppendError, Appended>> {
    const { storage, observe } = this.#context
    const startedAt = observe === undefined ? 0 : performance.now()
    this.#isAppending = true
    const appended = await appendWithRetry(storage.events, this.#addressed.stream, encoded, revisionOf(before))
    this.#isAppending = false
    observe?.({ kind: 'appended', events: encoded.length, milliseconds: performance.now() - startedAt })
    return appended
  }
}
