import {
  type AmendmentReason,
  type AnyAggregate,
  type AnyCommand,
  builtInRules,
  day,
  type Revising,
} from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { canonical } from '../integrity/canonical.js'
import type { AppendError, Appended } from '../ports/index.js'
import { encryptCommand, hasPersonalFields } from '../privacy/encrypt-command.js'
import { decryptAll } from '../privacy/envelope.js'
import type { PersonKey } from '../privacy/person-keys.js'
import type { Vault } from '../privacy/vault.js'
import {
  type Annul,
  annulmentIn,
  type Correct,
  correctedCommand,
  correctionIn,
  findEntry,
  saysTheSame,
} from './amendment.js'
import { appendWithRetry } from './append-with-retry.js'
import type { AttemptContext } from './attempt.js'
import { acquireClaim, type ClaimStatus, claimOf, claimStatusOf } from './claims.js'
import { originalResult } from './duplicate-command.js'
import { encodeChanges } from './encode-changes.js'
import type { ExecuteError, ExecuteOptions, Outcome } from './outcome.js'
import type { AddressedCommand } from './parse.js'
import { revisionOf, type Snapshot } from './stream-cache.js'

type Result = E.Either<ExecuteError, Outcome>

/** An annulment or a correction, and its stream. */
export interface AddressedAmendment {
  readonly kind: 'annul' | 'correct'
  readonly amendment: Annul & Partial<Correct>
  readonly aggregate: AnyAggregate
  readonly id: string
}

/** The changes of a history that are asked for, and what they need besides. */
interface Prepared {
  readonly revising: Revising
  readonly newKeys: readonly PersonKey[]
  /** What the entry claims from now on. */
  readonly claim: ClaimStatus | undefined
  /** What it claimed so far, if that is known. */
  readonly released: ClaimStatus | undefined
}

/** Annuls or corrects one entry. Like an attempt at a command, but always on the stream as the store has it now. */
export class AmendmentAttempt {
  readonly #addressed: AddressedAmendment
  readonly #options: ExecuteOptions
  readonly #context: AttemptContext
  #isAppending = false

  constructor(addressed: AddressedAmendment, options: ExecuteOptions, context: AttemptContext) {
    this.#addressed = addressed
    this.#options = options
    this.#context = context
  }

  /** Whether an append was begun and has not returned. */
  get isAppending(): boolean {
    return this.#isAppending
  }

  async run(): Promise<Result | 'outdated'> {
    const { storage, codec, streams, decisions, domain, clock, dayOf } = this.#context
    const { aggregate, amendment } = this.#addressed
    const { stream, reason, by, on } = amendment
    const { commandId, actor, correlationId = commandId, causationId, traceparent, expected, dryRun } = this.#options
    const vault = await this.#context.vault()
    const before = await streams.load(aggregate, stream)
    const commandHash = vault.secrets.commandHash(canonical({ kind: this.#addressed.kind, ...amendment }))
    const from = before.commands.get(commandId)
    if (from !== undefined) {
      const duplicate = { stream, commandId, from, commandHash }
      const original = await originalResult(duplicate, storage.events, codec, domain.builtInRules?.reusedCommandId)
      return E.isRight(original) ? original : E.left({ _tag: 'Rejected', rejection: original.left })
    }
    const actual = revisionOf(before)
    if (expected !== undefined && expected !== actual) return E.left({ _tag: 'Conflict', expected, actual })

    const now = clock()
    const today = dayOf(now)
    const prepared = await this.#prepare(before, vault, today)
    if (E.isLeft(prepared)) return prepared
    const { revising, newKeys, claim, released } = prepared.right
    const target = this.#target()
    const options = { reaction: undefined, now, today, claimedBy: claim?.heldBy }
    const decided = await decisions.amend(target, revising, before, options)
    if (E.isLeft(decided)) return E.left({ _tag: 'Rejected', rejection: decided.left.rejection })
    const { changes, observedRevisions, recordedAt, isLate } = decided.right
    const common = {
      stream,
      revision: before.revision,
      previous: before.hash,
      recordedAt,
      actor,
      observedRevisions,
      ...(isLate && { late: true as const }),
      ...(causationId === undefined ? {} : { causationId }),
      ...(traceparent === undefined ? {} : { traceparent }),
    }
    const why: AmendmentReason = { reason, by, on: day(on) }
    const sent = [{ commandId, commandHash, correlationId }]
    const { encoded, origins } = encodeChanges(changes, common, sent, undefined, codec, why)
    const decode = (isEntered: boolean) =>
      encoded.filter((_, index) => origins[index]?.isEntered === isEntered).map(codec.decode)
    const outcome = { stream, events: decode(true), consequences: decode(false), duplicate: false }
    if (dryRun) return E.right({ ...outcome, revision: before.revision })

    const { keys } = vault
    if (!keys.hasMasterKeyCheck) await keys.storeMasterKeyCheck()
    const areStored = await Promise.all([
      claim === undefined ? true : acquireClaim(claim, stream, storage.keys),
      ...newKeys.map((key) => keys.add(key)),
    ])
    if (areStored.includes(false)) return 'outdated'
    const appended = await this.#append(encoded, before)
    if (E.isLeft(appended)) return appended
    // a claim belongs to the entry that made it, and counts while that stands
    if (released !== undefined && released.fingerprint !== claim?.fingerprint)
      await storage.keys.unclaim(released.scope, released.fingerprint, stream)
    streams.add(
      aggregate,
      stream,
      before,
      encoded.map((event) => ({ ...event, event: codec.decode(event), commandId })),
    )
    const { revision, position } = appended.right
    return E.right({ ...outcome, revision, ...(position === undefined ? {} : { position }) })
  }

  /** Finds the entry, and what its annulment or correction changes. */
  async #prepare(before: Snapshot, vault: Vault, today: string): Promise<E.Either<ExecuteError, Prepared>> {
    const { streams, domain } = this.#context
    const { aggregate, amendment, kind } = this.#addressed
    const { stream, withDependents = false, data = {} } = amendment
    const rule = domain.builtInRules?.amendment ?? builtInRules.amendment
    const refused = (evidence: Readonly<Record<string, string | boolean>>) =>
      E.left({
        _tag: 'Rejected' as const,
        rejection: { rule: rule.id, message: rule.title, evidence: { eventId: amendment.eventId, ...evidence } },
      })
    const history = await streams.history(aggregate, stream, before)
    const found = findEntry(history, amendment, rule)
    if (E.isLeft(found)) return E.left({ _tag: 'Rejected', rejection: found.left })
    const entry = found.right
    const released = await this.#claimOf(entry.events, vault)
    if (kind === 'annul')
      return E.right({
        revising: { amendments: annulmentIn(history, entry), withDependents },
        newKeys: [],
        claim: undefined,
        released,
      })

    const corrected = correctedCommand(aggregate, stream, entry, data)
    if (corrected === undefined) return refused({ event: entry.events[0]?.type ?? '', corrected: false })
    if (corrected.issues.length > 0) return E.left({ _tag: 'Invalid', issues: corrected.issues })
    const { command } = corrected
    if (command.data.on > today) return refused({ on: command.data.on, recordedOn: today })
    const { command: encrypted, newKeys } = hasPersonalFields(command)
      ? await encryptCommand(command, aggregate, stream, vault.keys)
      : { command, newKeys: [] }
    if (saysTheSame(aggregate, stream, entry, encrypted)) return refused({ changes: false })
    return E.right({
      revising: { amendments: correctionIn(history, entry, encrypted), withDependents },
      newKeys,
      claim: await this.#claimedBy(command, vault),
      released,
    })
  }

  /** What the command that recorded an entry claims; `undefined` also where its values were erased. */
  async #claimOf(events: Parameters<typeof correctedCommand>[2]['events'], { secrets, keys }: Vault) {
    const { aggregate } = this.#addressed
    const [first] = events
    if (aggregate.claim === undefined || first === undefined) return undefined
    const type = Object.entries(aggregate.commands).find(([, { records }]) => records.includes(first.type))
    if (type === undefined) return undefined
    const data = await decryptAll({ ...first.data, [type[1].target]: this.#addressed.id }, (persons) =>
      keys.find(persons),
    )
    // sound: an event has the fields of its command, and personal ones are decrypted
    return claimOf({ type: type[0], data } as AnyCommand, aggregate, secrets)
  }

  async #claimedBy(command: AnyCommand, vault: Vault): Promise<ClaimStatus | undefined> {
    const { aggregate, amendment } = this.#addressed
    const { storage, views } = this.#context
    const plain = await decryptAll(command, (persons) => vault.keys.find(persons))
    // sound: the same command, its personal fields decrypted
    const claim = claimOf(plain as AnyCommand, aggregate, vault.secrets)
    const exists = async (stream: string): Promise<boolean> => (await views.snapshot(stream)).revision >= 0
    return claim && claimStatusOf(claim, amendment.stream, storage.keys, exists)
  }

  /** The stream, as decisions address it. */
  #target(): AddressedCommand {
    const { aggregate, amendment, id, kind } = this.#addressed
    return { aggregate, stream: amendment.stream, id, command: { type: kind, data: { on: day(amendment.on) } } }
  }

  async #append(
    encoded: Parameters<typeof appendWithRetry>[2],
    before: Snapshot,
  ): Promise<E.Either<AppendError, Appended>> {
    const { storage, observe } = this.#context
    const startedAt = observe === undefined ? 0 : performance.now()
    this.#isAppending = true
    const { stream } = this.#addressed.amendment
    const appended = await appendWithRetry(storage.events, stream, encoded, revisionOf(before))
    this.#isAppending = false
    observe?.({ kind: 'appended', events: encoded.length, milliseconds: performance.now() - startedAt })
    return appended
  }
}
