import { type BuiltInRules, builtInRules, isHistoryEvent, type Rejection } from '@skein/kernel'
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
  /** `undefined` where the contents cannot be compared: the key of a person in the command was destroyed since. */
  readonly commandHash: string | undefined
}

/** Returns the original result of a duplicate command; rejects an id that is reused for another command. */
export const originalResult = async (
  { stream, commandId, from, commandHash }: DuplicateCommand,
  events: EventStore,
  codec: Codec,
  rule: BuiltInRules['reusedCommandId'] = builtInRules.reusedCommandId,
): Promise<E.Either<Rejection, Outcome>> => {
  const recorded: StoredEvent[] = []
  const consequences: StoredEvent[] = []
  let last: StoredEvent | undefined
  reading: for await (const batch of events.readStream(stream, { from }))
    for (const event of batch) {
      const metadata = metadataOf(event)
      if (metadata.commandId !== commandId) break reading
      if (commandHash !== undefined && metadata.commandHash !== commandHash) {
        const evidence = { stream, commandId, revision: event.revision }
        return E.left({ rule: rule.id, message: rule.title, evidence })
      }
      const isConsequence = isHistoryEvent(event) || metadata.replaces !== undefined
      if (isConsequence) consequences.push(event)
      else recorded.push(event)
      last = event
    }
  if (last === undefined) throw new Error(`${stream} has no event of command ${commandId} at revision ${from}`)
  return E.right({
    stream,
    revision: last.revision,
    position: last.position,
    events: recorded.map(codec.decode),
    ...(consequences.length > 0 && { consequences: consequences.map(codec.decode) }),
    duplicate: true,
  })
}
