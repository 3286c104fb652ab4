import { type BuiltInRules, builtInRules, EntryAnnulled, isHistoryEvent, type Rejection } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import type { Codec } from '../integrity/codec.js'
import { metadataOf } from '../integrity/metadata.js'
import type { EventStore, StoredEvent } from '../ports/index.js'
import type { Outcome } from './outcome.js'

/** A command whose id already recorded events in its stream. */
export interface DuplicateCommand {
  readonly stream: string
  readonly commandId: string
  /** The revision of the first event that the id recorded. */
  readonly from: number
  readonly commandHash: string
  /** The encrypted fields of the repeated command. */
  readonly envelopes: Readonly<Record<string, unknown>>
}

/**
 * Returns the original result of a duplicate command; rejects an id that is reused for another command. `lost`: the
 * store no longer has the events of the command, after a failover or a restore.
 */
export const originalResult = async (
  { stream, commandId, from, commandHash, envelopes }: DuplicateCommand,
  events: EventStore,
  codec: Codec,
  rule: BuiltInRules['reusedCommandId'] = builtInRules.reusedCommandId,
): Promise<E.Either<Rejection, Outcome> | 'lost'> => {
  const recorded: StoredEvent[] = []
  const consequences: StoredEvent[] = []
  /** The entries that somebody annulled or corrected; what replaces them was entered, not computed again. */
  const amended = new Set<string>()
  let last: StoredEvent | undefined
  reading: for await (const batch of events.readStream(stream, { from }))
    for (const event of batch) {
      const metadata = metadataOf(event)
      if (metadata.commandId !== commandId) break reading
      if (metadata.commandHash !== commandHash && isUnderSameKeys(event, envelopes)) {
        const evidence = { stream, commandId, revision: event.revision }
        return E.left({ rule: rule.id, message: rule.title, evidence })
      }
      const annulment = event.type === 'EntryAnnulled' ? EntryAnnulled.parse(codec.decode(event)).data : undefined
      if (annulment?.by !== undefined) amended.add(annulment.eventId)
      const isConsequence =
        isHistoryEvent(event) || (metadata.replaces !== undefined && !amended.has(metadata.replaces))
      if (isConsequence) consequences.push(event)
      else recorded.push(event)
      last = event
    }
  if (last === undefined) return 'lost'
  return E.right({
    stream,
    revision: last.revision,
    position: last.position,
    events: recorded.map(codec.decode),
    ...(consequences.length > 0 && { consequences: consequences.map(codec.decode) }),
    duplicate: true,
  })
}

const keyIdField = /"keyId":"([^"]*)"/g

/**
 * Whether the hashes of a repeated command and of the recorded one can be compared: the same value has another envelope
 * under another key, and a person may have been forgotten since, and have a new key.
 */
const isUnderSameKeys = ({ data }: StoredEvent, envelopes: DuplicateCommand['envelopes']): boolean => {
  const current = new Set(keyIdsIn(JSON.stringify(envelopes)))
  return current.size === 0 || keyIdsIn(data).every((keyId) => current.has(keyId))
}

const keyIdsIn = (text: string): readonly string[] => [...text.matchAll(keyIdField)].map(([, keyId = '']) => keyId)
