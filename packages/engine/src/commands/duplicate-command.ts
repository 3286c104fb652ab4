import type { Domain, Rejection } from '@skein/kernel'
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

type ReusedCommandId = NonNullable<Domain['reusedCommandId']>

const defaultRule: ReusedCommandId = {
  id: 'command-id-reused',
  title: {
    en: 'This command id already recorded another command in this stream; a new command needs a new id.',
    zh: '该命令编号已在本流中登记过内容不同的命令;新命令须使用新的编号。',
  },
}

/** Returns the original result of a duplicate command; rejects an id that is reused for another command. */
export const originalResult = async (
  { stream, commandId, from, commandHash }: DuplicateCommand,
  events: EventStore,
  codec: Codec,
  rule: ReusedCommandId = defaultRule,
): Promise<E.Either<Rejection, Outcome>> => {
  const recorded: StoredEvent[] = []
  reading: for await (const batch of events.readStream(stream, { from }))
    for (const event of batch) {
      const metadata = metadataOf(event)
      if (metadata.commandId !== commandId) break reading
      if (commandHash !== undefined && metadata.commandHash !== commandHash) {
        const evidence = { stream, commandId, revision: event.revision }
        return E.left({ rule: rule.id, message: rule.title, evidence })
      }
      recorded.push(event)
    }
  const last = recorded.at(-1)
  if (last === undefined) throw new Error(`${stream} has no event of command ${commandId} at revision ${from}`)
  return E.right({
    stream,
    revision: last.revision,
    position: last.position,
    events: recorded.map(codec.decode),
    duplicate: true,
  })
}
