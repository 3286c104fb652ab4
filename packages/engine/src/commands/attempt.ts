import { type AnyCommand, type Day, type Domain, decide, latest, type Rejection } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { canonical } from '../integrity/canonical.js'
import type { Codec, EncodedEvent } from '../integrity/codec.js'
import type { AppendError, Appended, Storage } from '../ports/index.js'
import type { Observe } from '../ports/observe.js'
import { type EncryptedCommand, encryptCommand, isPersonal } from '../privacy/encrypt-command.js'
import type { Vault } from '../privacy/vault.js'
import { appendWithRetry } from './append-with-retry.js'
import { type ClaimStatus, claimantOf, claimOf, take } from './claims.js'
import { answerDuplicate } from './duplicate-command.js'
import type { ExecuteError, ExecuteOptions, Outcome } from './outcome.js'
import type { Addressed } from './parse.js'
import { revisionOf, type Snapshot, type StreamCache } from './stream-cache.js'
import type { ObservedViews, ViewLoader } from './view-loader.js'

/** What executing a command takes, the same for all. */
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

/** What was decided, and on what. */
interface Decision extends ObservedViews {
  readonly events: readonly { readonly type: string; readonly data: { readonly on: Day } }[]
  readonly policyVersion: number | undefined
}

/**
 * One command on its way: seal, load, recognise a repeat, decide, write.
 *
 * The target is decided on as it is remembered, because the append finds out when that is old; an answer that writes
 * nothing must stand on a fresh reading, so it is `outdated` until there was one.
 */
export class Attempt {
  readonly #addressed: Addressed
  readonly #options: ExecuteOptions
  readonly #context: AttemptContext
  #isFresh: boolean
  #isWriting = false

  constructor(addressed: Addressed, options: ExecuteOptions, context: AttemptContext) {
    this.#addressed = addressed
    this.#options = options
    this.#context = context
    this.#isFresh = options.expected !== undefined || options.dryRun === true
  }

  /** The store was asked to append, and has not answered. */
  get isWriting(): boolean {
    return this.#isWriting
  }

  async run(): Promise<Result | 'outdated'> {
    const { vault: open, storage } = this.#context
    const { aggregate, stream, command } = this.#addressed
    const opened = open()
    const vault = opened instanceof Promise ? await opened : opened
    const sealed = isPersonal(command)
      ? await encryptCommand(command, aggregate, stream, vault.keys)
      : { command, newKeys: [] }
    const commandHash = vault.secrets.commandHash(canonical(sealed.command))
    const before = this.#remembered() ?? (await this.#load())

    const from = before.commands.get(this.#options.commandId)
    if (from !== undefined) return this.#repeated(from, sealed.newKeys.length > 0 ? undefined : commandHash)
    const expected = this.#options.expected ?? revisionOf(before)
    if (expected !== revisionOf(before)) return E.left({ _tag: 'Conflict', expected, actual: revisionOf(before) })

    const claim = claimOf(command, aggregate, vault.secrets)
    const claimed = claim && (await claimantOf(claim, stream, storage.keys, this.#exists))
    const now = this.#context.clock()
    const decided = await this.#decide(this.#dated(sealed.command, before), before, claimed?.by, now)
    if (E.isLeft(decided)) return this.#unless(E.left({ _tag: 'Rejected', rejection: decided.left }))
    const { events, observedRevisions, policyVersion } = decided.right
    if (events.length === 0 || this.#options.dryRun)
      return this.#unless(E.right({ stream, revision: before.revision, events, duplicate: false }))

    const { commandId, actor, correlationId = commandId, causationId } = this.#options
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
      ...(policyVersion === undefined ? {} : { policyVersion }),
    })
    return this.#record(encoded, before, vault, sealed, claimed)
  }

  #remembered(): Snapshot | undefined {
    return this.#isFresh ? undefined : this.#context.streams.remembered(this.#addressed.stream)
  }

  #load(): Promise<Snapshot> {
    this.#isFresh = true
    return this.#context.streams.load(this.#addressed.aggregate, this.#addressed.stream)
  }

  /** An answer that writes nothing, unless what it stands on may be old. */
  #unless(result: Result): Result | 'outdated' {
    if (this.#isFresh) return result
    this.#isFresh = true
    return 'outdated'
  }

  async #repeated(from: number, commandHash: string | undefined): Promise<Result> {
    const { storage, codec } = this.#context
    const { commandId } = this.#options
    const answer = await answerDuplicate(
      { stream: this.#addressed.stream, commandId, from, commandHash },
      storage.events,
      codec,
    )
    return E.isRight(answer) ? answer : E.left({ _tag: 'Rejected', rejection: answer.left })
  }

  readonly #exists = async (stream: string): Promise<boolean> =>
    (await this.#context.views.snapshot(stream)).revision >= 0

  /** A process's command happens no earlier than the last day of its target. */
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
    encoded: readonly EncodedEvent[],
    before: Snapshot,
    { keys }: Vault,
    { newKeys }: EncryptedCommand,
    claimed: ClaimStatus | undefined,
  ): Promise<Result | 'outdated'> {
    const { storage, codec, streams } = this.#context
    const { aggregate, stream } = this.#addressed
    if (!keys.hasMasterKeyCheck) await keys.storeMasterKeyCheck()
    const isFree = claimed !== undefined && claimed.by === undefined
    // at once, so that a store may write them together
    const [taken, ...kept] = await Promise.all([
      isFree ? take(claimed, stream, storage.keys) : 'taken',
      ...newKeys.map((key) => keys.keep(key)),
    ])
    // somebody else made the claim, or a key for the person, meanwhile: seal under that one
    if (taken === 'lost' || kept.includes(false)) return 'outdated'

    const appended = await this.#append(encoded, before)
    if (E.isLeft(appended)) {
      this.#isFresh = true
      // after a conflict the stream may hold what it claims: whoever wrote there may have recorded it
      if (isFree && claimed.own === undefined && appended.left._tag === 'Unavailable' && appended.left.written === 'no')
        await storage.keys.unclaim(claimed.scope, claimed.fingerprint, stream)
      return appended
    }
    const { revision, position } = appended.right
    const events = encoded.map(codec.decode)
    const hash = encoded.at(-1)?.hash ?? ''
    streams.recorded(aggregate, stream, before, { events, commandId: this.#options.commandId, hash })
    return E.right({ stream, revision, events, ...(position === undefined ? {} : { position }), duplicate: false })
  }

  async #append(encoded: readonly EncodedEvent[], before: Snapshot): Promise<E.Either<AppendError, Appended>> {
    const { storage, observe } = this.#context
    const startedAt = observe === undefined ? 0 : performance.now()
    this.#isWriting = true
    const appended = await appendWithRetry(storage.events, this.#addressed.stream, encoded, revisionOf(before))
    this.#isWriting = false
    observe?.({ kind: 'appended', events: encoded.length, milliseconds: performance.now() - startedAt })
    return appended
  }
}
