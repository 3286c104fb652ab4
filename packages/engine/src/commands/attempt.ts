import type { Day, Domain } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { millisecondsBehind } from '../history/instants.js'
import { canonical } from '../integrity/canonical.js'
import type { Codec } from '../integrity/codec.js'
import type { AppendError, Appended, NewEvent, Storage } from '../ports/index.js'
import type { Observe } from '../ports/observe.js'
import { type EncryptedCommand, encryptCommand, hasPersonalFields, unencrypted } from '../privacy/encrypt-command.js'
import type { Vault } from '../privacy/vault.js'
import { appendWithRetry } from './append-with-retry.js'
import { acquireClaim, type ClaimStatus, claimOf, claimStatusOf } from './claims.js'
import type { DecisionMaker } from './decision.js'
import { originalResult } from './duplicate-command.js'
import { type EncodedChanges, encodeChanges } from './encode-changes.js'
import type { ExecuteError, ExecuteOptions, Outcome } from './outcome.js'
import type { AddressedCommand } from './parse.js'
import { revisionOf, type Snapshot, type StreamCache } from './stream-cache.js'
import type { ViewLoader } from './view-loader.js'

/** What the execution of every command needs. */
export interface AttemptContext {
  readonly domain: Domain
  readonly storage: Storage
  readonly codec: Codec
  readonly streams: StreamCache
  readonly views: ViewLoader
  readonly decisions: DecisionMaker
  readonly vault: () => Vault | Promise<Vault>
  readonly clock: () => Date
  readonly dayOf: (instant: Date) => Day
  readonly observe: Observe | undefined
}

type Result = E.Either<ExecuteError, Outcome>

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
      : unencrypted(command)
    const commandHash = vault.secrets.commandHash(sentText(this.#addressed, encrypted))
    const before = this.#cachedSnapshot() ?? (await this.#loadSnapshot())

    const from = before.commands.get(this.#options.commandId)
    if (from !== undefined) return this.#duplicate(from, commandHash, encrypted)
    const expected = this.#options.expected ?? revisionOf(before)
    if (expected !== revisionOf(before)) return E.left({ _tag: 'Conflict', expected, actual: revisionOf(before) })

    const claim = claimOf(command, aggregate, vault.secrets)
    const claimed = claim && (await claimStatusOf(claim, stream, storage.keys, this.#exists))
    const now = this.#context.clock()
    const decided = await this.#decide({ ...this.#addressed, command: encrypted.command }, before, claimed?.heldBy, now)
    if (E.isLeft(decided)) return this.#ifFresh(E.left({ _tag: 'Rejected', rejection: decided.left }))
    const { changes, observedRevisions, recordedAt } = decided.right
    const behind = millisecondsBehind(now, recordedAt)
    if (behind > 0) this.#context.observe?.({ kind: 'clockBehind', milliseconds: behind })
    const { commandId, actor, correlationId = commandId, causationId, traceparent, reaction } = this.#options
    const common = {
      stream,
      revision: before.revision,
      previous: before.hash,
      recordedAt,
      actor,
      commandId,
      commandHash,
      correlationId,
      observedRevisions,
      ...(causationId === undefined ? {} : { causationId }),
      ...(traceparent === undefined ? {} : { traceparent }),
    }
    const origin = { place: reaction?.place, causedBy: reaction?.causedBy }
    const encoded = encodeChanges(changes, common, origin, this.#context.codec)
    if (encoded.encoded.length > 0 && !this.#options.dryRun)
      return this.#record(encoded, before, vault, encrypted, claimed)
    return this.#ifFresh(E.right({ stream, revision: before.revision, ...this.#eventsOf(encoded), duplicate: false }))
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

  async #duplicate(from: number, commandHash: string, { envelopes }: EncryptedCommand): Promise<Result> {
    const { domain, storage, codec } = this.#context
    const { commandId } = this.#options
    const duplicate = { stream: this.#addressed.stream, commandId, from, commandHash, envelopes }
    const original = await originalResult(duplicate, storage.events, codec, domain.builtInRules?.reusedCommandId)
    return E.isRight(original) ? original : E.left({ _tag: 'Rejected', rejection: original.left })
  }

  readonly #exists = async (stream: string): Promise<boolean> =>
    (await this.#context.views.snapshot(stream)).revision >= 0

  #decide(addressed: AddressedCommand, before: Snapshot, claimedBy: string | undefined, now: Date) {
    const { decisions, dayOf } = this.#context
    const { commandId, reaction } = this.#options
    return decisions.decide(addressed, before, { commandId, reaction, claimedBy, now, today: dayOf(now) })
  }

  #eventsOf({ encoded, entered }: EncodedChanges): Pick<Outcome, 'events' | 'consequences'> {
    const { decode } = this.#context.codec
    const consequences = encoded.filter((event) => !entered.has(event))
    return {
      events: encoded.filter((event) => entered.has(event)).map(decode),
      ...(consequences.length > 0 && { consequences: consequences.map(decode) }),
    }
  }

  async #record(
    changes: EncodedChanges,
    before: Snapshot,
    { keys }: Vault,
    { newKeys }: EncryptedCommand,
    claimed: ClaimStatus | undefined,
  ): Promise<Result | 'outdated'> {
    const { storage, codec, streams } = this.#context
    const { aggregate, stream } = this.#addressed
    const { encoded } = changes
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
    const appendedEvents = encoded.map((event) => ({ ...event, event: codec.decode(event) }))
    streams.add(aggregate, stream, before, this.#options.commandId, appendedEvents)
    const outcome = { stream, revision, ...this.#eventsOf(changes), duplicate: false }
    return E.right(position === undefined ? outcome : { ...outcome, position })
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

/** What was sent, before its schema added defaults, with encrypted personal fields: the same in every version of the schema. */
const sentText = ({ sent }: AddressedCommand, { envelopes }: EncryptedCommand): string =>
  canonical({ ...sent, data: { ...sent.data, ...envelopes } })
