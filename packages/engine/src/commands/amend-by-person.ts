import {
  type AnyAggregate,
  type AnyCommand,
  builtInRules,
  type Day,
  day,
  type HistoryEntry,
  type Rejection,
} from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { eventAt } from '../integrity/event-at.js'
import { metadataOf } from '../integrity/metadata.js'
import type { EventStore, StoredEvent } from '../ports/index.js'
import { decryptAll } from '../privacy/decrypt.js'
import { encryptCommand, hasPersonalFields } from '../privacy/encrypt-command.js'
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
import type { AddressedAmendment, PreparedAmendment } from './amendment-attempt.js'
import type { AttemptContext } from './attempt-context.js'
import { type ClaimStatus, claimOf, claimStatusOf } from './claims.js'
import type { ExecuteError } from './outcome.js'

type Prepared = E.Either<ExecuteError, PreparedAmendment>

/** An annulment or a correction by a person. */
export const amendedByPerson = (
  kind: 'annul' | 'correct',
  amendment: Annul & Partial<Correct>,
  aggregate: AnyAggregate,
  id: string,
): AddressedAmendment => {
  const { stream, reason, by, on } = amendment
  const prepare: AddressedAmendment['prepare'] = async (history, context, vault, today) => {
    const rule = context.domain.builtInRules?.amendment ?? builtInRules.amendment
    const found = findEntry(history, amendment, rule)
    if (E.isLeft(found))
      return E.left({ _tag: 'Rejected', rejection: await withRootCause(found.left, context.storage.events) })
    const entry = found.right
    const released = await claimOfEntry(aggregate, id, entry, vault)
    const { withDependents = false } = amendment
    if (kind === 'annul')
      return E.right({ revising: { amendments: annulmentIn(history, entry), withDependents }, released })

    const refused = (evidence: Readonly<Record<string, string | boolean>>): Prepared =>
      E.left({
        _tag: 'Rejected',
        rejection: { rule: rule.id, message: rule.title, evidence: { eventId: amendment.eventId, ...evidence } },
      })
    const corrected = correctedCommand(aggregate, stream, entry, amendment.data ?? {})
    if (corrected === undefined) return refused({ event: entry.events[0]?.type ?? '', corrected: false })
    const { command, issues } = corrected
    if (issues.length > 0) return E.left({ _tag: 'Invalid', issues })
    if (isLater(command.data.on, today)) return refused({ on: command.data.on, recordedOn: today })
    const { command: encrypted, newKeys } = hasPersonalFields(command, aggregate)
      ? await encryptCommand(command, aggregate, stream, vault.keys)
      : { command, newKeys: [] }
    if (saysTheSame(aggregate, stream, entry, encrypted)) return refused({ changes: false })
    const claim = await claimOfCommand(aggregate, stream, command, context, vault)
    return E.right({
      revising: { amendments: correctionIn(history, entry, encrypted), withDependents },
      newKeys,
      claim,
      released,
    })
  }
  return { aggregate, stream, id, content: { kind, ...amendment }, why: { reason, by, on: day(on) }, prepare }
}

/** The refusal of a process's entry, with the entry of a person from which it follows: that one is to be amended. */
const withRootCause = async (rejection: Rejection, events: Pick<EventStore, 'readStream'>): Promise<Rejection> => {
  const { cause } = rejection.evidence
  if (typeof cause !== 'string') return rejection
  let root = cause
  let event = await eventAt(root, events)
  for (let next = causeOf(event); next !== undefined; next = causeOf(event)) {
    root = next
    event = await eventAt(root, events)
  }
  const { evidence } = rejection
  return { ...rejection, evidence: { ...evidence, root, rootEventId: event?.eventId ?? null } }
}

const causeOf = (event: StoredEvent | undefined): string | undefined => event && metadataOf(event).causedBy

const isLater = (on: Day, today: Day): boolean => on > today

/** What the command that recorded an entry claims; `undefined` also where its values were erased. */
const claimOfEntry = async (
  aggregate: AnyAggregate,
  id: string,
  { events: [first] }: Pick<HistoryEntry, 'events'>,
  { secrets, keys }: Vault,
) => {
  if (aggregate.claim === undefined || first === undefined) return undefined
  const recorder = Object.entries(aggregate.commands).find(([, { records }]) => records.includes(first.type))
  if (recorder === undefined) return undefined
  const [type, { target }] = recorder
  const data = await decryptAll({ ...first.data, [target]: id }, (persons) => keys.find(persons))
  // sound: an event has the fields of its command, and personal ones are decrypted
  return claimOf({ type, data } as AnyCommand, aggregate, secrets)
}

const claimOfCommand = async (
  aggregate: AnyAggregate,
  stream: string,
  command: AnyCommand,
  context: AttemptContext,
  { secrets, keys }: Vault,
): Promise<ClaimStatus | undefined> => {
  const plain = await decryptAll(command, (persons) => keys.find(persons))
  // sound: the same command, its personal fields decrypted
  const claim = claimOf(plain as AnyCommand, aggregate, secrets)
  const exists = async (other: string): Promise<boolean> => (await context.views.snapshot(other)).revision >= 0
  return claim && claimStatusOf(claim, stream, context, exists)
}
