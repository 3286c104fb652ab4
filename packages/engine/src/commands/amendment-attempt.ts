import type { AmendmentReason, AnyAggregate, Day, History, Revising } from '@skein/kernel'
import { day } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { canonical } from '../integrity/canonical.js'
import type { AppendError, Appended } from '../ports/index.js'
import type { PersonKey } from '../privacy/person-keys.js'
import type { Vault } from '../privacy/vault.js'
import { appendWithRetry } from './append-with-retry.js'
import type { AttemptContext, AttemptOptions } from './attempt-context.js'
import { acquireClaim, type ClaimStatus, releaseClaims } from './claims.js'
import type { ChangedStreams } from './decisions-again.js'
import { originalResult } from './duplicate-command.js'
import { encodeChanges } from './encode-changes.js'
import type { ExecuteError, ExecuteOptions, Outcome } from './outcome.js'
import { endOf, revisionOf, type Snapshot } from './snapshot.js'

type Result = E.Either<ExecuteError, Outcome>

/** The changes of a history that are asked for, and what they need besides. */
export interface PreparedAmendment {
  /** What is changed; or the streams that changed, so that what looked at them is decided again. */
  readonly revising: Revising | ChangedStreams
  readonly newKeys?: readonly PersonKey[]
  /** What the entry claims from now on. */
  readonly claim?: ClaimStatus | undefined
  /** What it claimed so far, if that is known. */
  readonly released?: ClaimStatus | undefined
}

/** What is changed of the entries of one stream. */
export interface AddressedAmendment {
  readonly aggregate: AnyAggregate
  readonly stream: string
  readonly id: string
  /** All that makes this amendment another one than others under the same command id. */
  readonly content: unknown
  readonly why: AmendmentReason
  /** The id of the event of another stream because of which it happens. */
  readonly becauseOf?: string
  /** Finds the entries in the history, and what changes; Left: why it cannot be done. */
  prepare(
    history: History,
    context: AttemptContext,
    vault: Vault,
    today: Day,
  ): Promise<E.Either<ExecuteError, PreparedAmendment>>
}

/** Amends entries of one stream. Like an attempt at a command, but always on the stream as the store has it now. */
export class AmendmentAttempt {
  readonly #addressed: AddressedAmendment
  readonly #options: AttemptOptions & Pick<ExecuteOptions, 'commandId'>
  readonly #context: AttemptContext
  #isAppending = false

  constructor(
    addressed: AddressedAmendment,
    options: AttemptOptions & Pick<ExecuteOptions, 'commandId'>,
    context: AttemptContext,
  ) {
    this.#addressed = addressed
    this.#options = options
    this.#context = context
  }

  /** Whether an append was begun and has not returned. */
  get isAppending(): boolean {
    return this.#isAppending
  }

  async run(): Promise<Result | 'outdated'> {
    const { storage, codec, streams, decisions, decisionsAgain, domain, clock, dayOf } = this.#context
    const { aggregate, stream, id, content, why, becauseOf } = this.#addressed
    const {
      commandId,
      actor,
      correlationId = commandId,
      causationId,
      traceparent,
      expected,
      dryRun,
      force,
    } = this.#options
    const vault = await this.#context.vault()
    const before = await streams.load(aggregate, stream)
    const commandHash = vault.secrets.commandHash(canonical(content))
    const from = before.commands.get(commandId)
    if (from !== undefined) {
      const duplicate = { stream, commandId, from, commandHash, envelopes: {} }
      const original = await originalResult(duplicate, storage.events, codec, domain.builtInRules?.reusedCommandId)
      if (original === 'lost') {
        streams.forget(stream)
        return 'outdated'
      }
      return E.isRight(original) ? original : E.left({ _tag: 'Rejected', rejection: original.left })
    }
    const actual = revisionOf(before)
    if (expected !== undefined && expected !== actual) return E.left({ _tag: 'Conflict', expected, actual })

    const now = clock()
    const today = dayOf(now)
    const history = await streams.history(aggregate, stream, before)
    const prepared = await this.#addressed.prepare(history, this.#context, vault, today)
    if (E.isLeft(prepared)) return prepared
    const { revising, newKeys = [], claim, released } = prepared.right
    // the day is that of no command: every entry is decided on its own
    const command = { type: 'Amend', data: { on: why.on ?? day(today) } }
    const target = { aggregate, stream, id, command, sent: command }
    const decisionOptions = { reaction: undefined, now, today }
    const decided =
      'before' in revising
        ? E.right(await decisionsAgain.decide(target, revising, before, decisionOptions))
        : await decisions.amend(target, force ? { ...revising, force } : revising, before, decisionOptions)
    if (E.isLeft(decided)) return E.left({ _tag: 'Rejected', rejection: decided.left.rejection })
    const { changes, observedRevisions, recordedAt, isLate } = decided.right
    const common = {
      stream,
      revision: endOf(before),
      previous: before.hash,
      recordedAt,
      actor,
      observedRevisions,
      ...(isLate && { late: true as const }),
      ...(causationId === undefined ? {} : { causationId }),
      ...(traceparent === undefined ? {} : { traceparent }),
    }
    const sent = [{ commandId, commandHash, correlationId }]
    const { encoded, origins } = encodeChanges(changes, common, sent, undefined, codec, why, becauseOf)
    const decode = (isEntered: boolean) =>
      encoded.filter((_, index) => origins[index]?.isEntered === isEntered).map(codec.decode)
    const outcome = { stream, events: decode(true), consequences: decode(false), duplicate: false }
    if (dryRun || encoded.length === 0) return E.right({ ...outcome, revision: before.revision })

    const { keys } = vault
    const areStored = await Promise.all([
      claim === undefined ? true : acquireClaim(claim, stream, storage.keys),
      ...newKeys.map((key) => keys.add(key)),
    ])
    if (areStored.includes(false)) return 'outdated'
    const appended = await this.#append(encoded, before)
    if (E.isLeft(appended)) {
      if (appended.left._tag === 'Conflict') streams.noteEnd(stream, appended.left.actual)
      return appended
    }
    // a claim belongs to the entry that made it, and counts while that stands
    if (released !== undefined && released.fingerprint !== claim?.fingerprint)
      await releaseClaims(
        () => storage.keys.unclaim(released.scope, released.fingerprint, stream),
        this.#context.environment,
      )
    const events = encoded.map((event) => ({ ...event, event: codec.decode(event), commandId }))
    streams.add(aggregate, stream, before, events)
    const { revision, position } = appended.right
    return E.right({ ...outcome, revision, ...(position === undefined ? {} : { position }) })
  }

  async #append(
    encoded: Parameters<typeof appendWithRetry>[2],
    before: Snapshot,
  ): Promise<E.Either<AppendError, Appended>> {
    const { storage, observe, environment } = this.#context
    const startedAt = environment.now()
    this.#isAppending = true
    const appended = await appendWithRetry(storage.events, this.#addressed.stream, encoded, before, environment)
    this.#isAppending = false
    observe?.({ kind: 'appended', events: encoded.length, milliseconds: environment.now() - startedAt })
    return appended
  }
}
