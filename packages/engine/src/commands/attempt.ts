import * as E from 'fp-ts/lib/Either.js'
import { millisecondsBehind } from '../history/instants.js'
import type { AppendError, Appended, NewEvent } from '../ports/index.js'
import { Turns } from '../primitives/turns.js'
import { type EncryptedCommand, encryptCommand, hasPersonalFields, unencrypted } from '../privacy/encrypt-command.js'
import type { PersonKey } from '../privacy/person-keys.js'
import type { Vault } from '../privacy/vault.js'
import { appendWithRetry } from './append-with-retry.js'
import type { AttemptContext, AttemptOptions, SentCommand } from './attempt-context.js'
import { acquireClaim, type ClaimStatus, claimOf, claimStatusOf } from './claims.js'
import type { Decision, RefusedProposal } from './decision.js'
import { originalResult } from './duplicate-command.js'
import { type EncodedChanges, encodeChanges } from './encode-changes.js'
import type { BundleError, Outcome } from './outcome.js'
import type { AddressedCommand } from './parse.js'
import { sentText } from './sent-text.js'
import { endOf, revisionOf, type Snapshot } from './snapshot.js'

type Result = E.Either<BundleError, Outcome>

/** A command of the attempt that did not record events before, as it is decided. */
interface NewCommand extends SentCommand {
  /** Its index among the commands of the attempt. */
  readonly index: number
  readonly encrypted: EncryptedCommand
  readonly commandHash: string
  readonly claimed: ClaimStatus | undefined
}

/**
 * Executes commands of one stream in one append: encrypt, load, recognise duplicates, decide, append. `run` is called
 * again after a conflict. It gives the result of each command; all of them are recorded, or none.
 *
 * The first run decides on the cached snapshot, since the append detects an outdated one. A result that appends nothing
 * needs a fresh snapshot: without one, `run` returns `outdated`, and the next run reads the stream.
 */
export class Attempt {
  readonly #commands: readonly SentCommand[]
  readonly #target: AddressedCommand
  readonly #options: AttemptOptions
  readonly #context: AttemptContext
  #isFresh: boolean
  #isAppending = false

  constructor(commands: readonly [SentCommand, ...SentCommand[]], options: AttemptOptions, context: AttemptContext) {
    this.#commands = commands
    this.#target = commands[0].addressed
    this.#options = options
    this.#context = context
    this.#isFresh = options.expected !== undefined || options.dryRun === true
  }

  /** Whether an append was begun and has not returned. */
  get isAppending(): boolean {
    return this.#isAppending
  }

  /** The results; `outdated` to run again; `plan` where what follows in other streams is to be decided before. */
  async run(): Promise<readonly Result[] | 'outdated' | 'plan'> {
    const { vault: openVault } = this.#context
    const opening = openVault()
    const vault = opening instanceof Promise ? await opening : opening
    const newKeys = new Map<string, PersonKey>()
    const encrypted: EncryptedCommand[] = []
    for (const { addressed } of this.#commands) encrypted.push(await this.#encrypted(addressed, vault, newKeys))
    const before = this.#cachedSnapshot() ?? (await this.#loadSnapshot())

    const results = new Map<number, Result>()
    const fresh: NewCommand[] = []
    const turns = this.#commands.length > 1 ? new Turns(this.#context.environment) : undefined
    for (const [index, sent] of this.#commands.entries()) {
      if (turns !== undefined) await turns.take()
      const own = encrypted[index] ?? unencrypted(sent.addressed.command)
      const commandHash = vault.secrets.commandHash(sentText(sent.addressed, own))
      const from = before.commands.get(sent.commandId)
      if (from !== undefined) {
        const result = await this.#duplicate(sent.commandId, from, commandHash, own)
        if (result === 'outdated') return result
        results.set(index, result)
      } else fresh.push({ ...sent, index, encrypted: own, commandHash, claimed: await this.#claimOf(sent, vault) })
    }
    const [refused] = [...results].filter(([, result]) => E.isLeft(result))
    if (refused !== undefined) return this.#allRefused(refused[0], results.get(refused[0]))
    if (fresh.length === 0) return this.#inOrder(results)

    const expected = this.#options.expected ?? revisionOf(before)
    const actual = revisionOf(before)
    if (expected !== actual) return this.#forAll(E.left({ _tag: 'Conflict', expected, actual }))
    const decided = await this.#decide(fresh, before)
    const mustPlan = this.#mustPlan(decided)
    if (mustPlan instanceof Promise ? await mustPlan : mustPlan) return 'plan'
    if (E.isLeft(decided)) {
      const { proposal, rejection } = decided.left
      return this.#ifFresh(this.#allRefused(fresh[proposal]?.index ?? 0, E.left({ _tag: 'Rejected', rejection })))
    }
    const encoded = this.#encode(decided.right, fresh, before)
    const isDecidedOnly = encoded.encoded.length === 0 || this.#options.dryRun === true
    const appended = isDecidedOnly
      ? E.right({ revision: before.revision })
      : await this.#record(encoded, before, vault, [...newKeys.values()], fresh)
    if (appended === 'outdated') return appended
    if (E.isLeft(appended)) return this.#forAll(appended)
    for (const [proposal, { index }] of fresh.entries())
      results.set(index, E.right(this.#outcomeOf(encoded, proposal, appended.right)))
    return isDecidedOnly ? this.#ifFresh(this.#inOrder(results)) : this.#inOrder(results)
  }

  /** Encrypts a command; all commands of the attempt share the keys that were generated for them. */
  async #encrypted(
    { aggregate, stream, command }: AddressedCommand,
    { keys }: Vault,
    newKeys: Map<string, PersonKey>,
  ): Promise<EncryptedCommand> {
    if (!hasPersonalFields(command, aggregate)) return unencrypted(command)
    const shared = {
      find: async (persons: readonly string[]) => new Map([...newKeys, ...(await keys.find(persons))]),
      generate: (person: string) => keys.generate(person),
    }
    const encrypted = await encryptCommand(command, aggregate, stream, shared)
    for (const key of encrypted.newKeys) newKeys.set(key.person, key)
    return encrypted
  }

  async #claimOf({ addressed }: SentCommand, { secrets }: Vault): Promise<ClaimStatus | undefined> {
    const { command, aggregate, stream } = addressed
    const claim = claimOf(command, aggregate, secrets)
    return claim && claimStatusOf(claim, stream, this.#context, this.#exists)
  }

  #cachedSnapshot(): Snapshot | undefined {
    return this.#isFresh ? undefined : this.#context.streams.cached(this.#target.stream)
  }

  #loadSnapshot(): Promise<Snapshot> {
    this.#isFresh = true
    return this.#context.streams.load(this.#target.aggregate, this.#target.stream)
  }

  /** A result that appends nothing counts only if it is based on a fresh snapshot; the next run reads one. */
  #ifFresh(results: readonly Result[]): readonly Result[] | 'outdated' {
    if (this.#isFresh) return results
    this.#isFresh = true
    return 'outdated'
  }

  #forAll(result: Result): readonly Result[] {
    return this.#commands.map(() => result)
  }

  #inOrder(results: ReadonlyMap<number, Result>): readonly Result[] {
    return [...results].sort(([a], [b]) => a - b).map(([, result]) => result)
  }

  /** One command is refused, so that none is recorded. */
  #allRefused(index: number, refusal: Result | undefined): readonly Result[] {
    const commandId = this.#commands[index]?.commandId ?? ''
    return this.#commands.map((_, at) =>
      at === index && refusal !== undefined ? refusal : E.left({ _tag: 'BundleRefused', commandId }),
    )
  }

  async #duplicate(
    commandId: string,
    from: number,
    commandHash: string,
    { envelopes }: EncryptedCommand,
  ): Promise<Result | 'outdated'> {
    const { domain, storage, codec, streams } = this.#context
    const duplicate = { stream: this.#target.stream, commandId, from, commandHash, envelopes }
    const original = await originalResult(duplicate, storage.events, codec, domain.builtInRules?.reusedCommandId)
    if (original === 'lost') {
      streams.forget(this.#target.stream)
      return 'outdated'
    }
    return E.isRight(original) ? original : E.left({ _tag: 'Rejected', rejection: original.left })
  }

  readonly #exists = async (stream: string): Promise<boolean> =>
    (await this.#context.views.snapshot(stream)).revision >= 0

  #decide(fresh: readonly NewCommand[], before: Snapshot): Promise<E.Either<RefusedProposal, Decision>> {
    const { decisions, dayOf, clock } = this.#context
    const now = clock()
    const proposals = fresh.map(({ encrypted: { command }, claimed, commandId }) => ({
      command,
      commandId,
      claimedBy: claimed?.heldBy,
    }))
    return decisions.decide(this.#target, proposals, before, {
      reaction: this.#options.reaction,
      now,
      today: dayOf(now),
      force: this.#options.force,
    })
  }

  /** What a process sends is recorded at once: a plan has it already, or there is none. */
  #mustPlan(decided: E.Either<RefusedProposal, Decision>): boolean | Promise<boolean> {
    const { mustPlan, dayOf, clock } = this.#context
    if (mustPlan === undefined || this.#options.reaction !== undefined) return false
    // what is in the way now may not be when everything has settled
    if (E.isLeft(decided)) return decided.left.rejection.blocked !== undefined
    return mustPlan(decided.right, this.#target, dayOf(clock()))
  }

  #encode(decision: Decision, fresh: readonly NewCommand[], before: Snapshot): EncodedChanges {
    const { recordedAt, observedRevisions, isLate } = decision
    const behind = millisecondsBehind(this.#context.clock(), recordedAt)
    if (behind > 0) this.#context.observe?.({ kind: 'clockBehind', milliseconds: behind })
    const { actor, correlationId, causationId, traceparent, reaction } = this.#options
    const common = {
      stream: this.#target.stream,
      revision: endOf(before),
      previous: before.hash,
      recordedAt,
      actor,
      observedRevisions,
      ...(isLate && { late: true as const }),
      ...(causationId === undefined ? {} : { causationId }),
      ...(traceparent === undefined ? {} : { traceparent }),
    }
    const sent = fresh.map(({ commandId, commandHash }) => ({
      commandId,
      commandHash,
      correlationId: correlationId ?? commandId,
    }))
    return encodeChanges(decision.changes, common, sent, reaction, this.#context.codec)
  }

  /** What one of the new commands recorded, and what followed from it. */
  #outcomeOf({ encoded, origins }: EncodedChanges, proposal: number, { revision, position }: Appended): Outcome {
    const { decode } = this.#context.codec
    const own = encoded.filter((_, index) => origins[index]?.proposal === proposal)
    const [events, consequences] = [true, false].map((isEntered) =>
      own.filter((event) => origins[encoded.indexOf(event)]?.isEntered === isEntered).map(decode),
    )
    return {
      stream: this.#target.stream,
      revision,
      events: events ?? [],
      ...(consequences !== undefined && consequences.length > 0 && { consequences }),
      duplicate: false,
      ...(position === undefined ? {} : { position }),
    }
  }

  async #record(
    { encoded, origins }: EncodedChanges,
    before: Snapshot,
    { keys }: Vault,
    newKeys: readonly PersonKey[],
    fresh: readonly NewCommand[],
  ): Promise<E.Either<AppendError, Appended> | 'outdated'> {
    const { storage, codec, streams } = this.#context
    const { aggregate, stream } = this.#target
    const toAcquire = fresh.flatMap(({ claimed }) =>
      claimed === undefined || claimed.heldBy !== undefined ? [] : [claimed],
    )
    // concurrently, so that a store may write them in one transaction
    const areStored = await Promise.all([
      ...toAcquire.map((claim) => acquireClaim(claim, stream, storage.keys)),
      ...newKeys.map((key) => keys.add(key)),
    ])
    // meanwhile another command acquired the claim, or stored a key for the person: encrypt under that one
    if (areStored.includes(false)) return 'outdated'

    const appended = await this.#append(encoded, before)
    if (E.isLeft(appended)) {
      this.#isFresh = true
      if (appended.left._tag === 'Conflict') streams.noteEnd(stream, appended.left.actual)
      // after a conflict another attempt at this command may have recorded the claim, so only a failed append releases it
      if (appended.left._tag === 'Unavailable' && appended.left.written === 'no')
        for (const { isOwn, scope, fingerprint } of toAcquire)
          if (!isOwn) await storage.keys.unclaim(scope, fingerprint, stream)
      return appended
    }
    streams.add(
      aggregate,
      stream,
      before,
      encoded.map((event, index) => ({
        ...event,
        event: codec.decode(event),
        commandId: fresh[origins[index]?.proposal ?? 0]?.commandId ?? '',
      })),
    )
    return appended
  }

  async #append(encoded: readonly NewEvent[], before: Snapshot): Promise<E.Either<AppendError, Appended>> {
    const { storage, observe, environment } = this.#context
    const startedAt = environment.now()
    this.#isAppending = true
    const appended = await appendWithRetry(storage.events, this.#target.stream, encoded, before, environment)
    this.#isAppending = false
    observe?.({ kind: 'appended', events: encoded.length, milliseconds: environment.now() - startedAt })
    return appended
  }
}
