import type { Rejection } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { type Codec, metadataOf } from '../integrity/codec.js'
import type { EventStore, StoredEvent } from '../ports/index.js'
import type { Outcome } from './outcome.js'

/** What a command's id wrote to a stream before, from the revision of its first event on. */
export interface DuplicateCommand {
  readonly stream: string
  readonly commandId: string
  readonly from: number
  /** `undefined` where the command can't be compared: a person it is about was forgotten since. */
  readonly commandHash: string | undefined
}

/** Answers a repeated command from the log; refuses an id that is used again for another command. */
export const answerDuplicate = async (
  { stream, commandId, from, commandHash }: DuplicateCommand,
  events: EventStore,
  codec: Codec,
): Promise<E.Either<Rejection, Outcome>> => {
  const written: StoredEvent[] = []
  reading: for await (const batch of events.readStream(stream, { from }))
    for (const event of batch) {
      const metadata = metadataOf(event)
      if (metadata.commandId !== commandId) break reading
      if (commandHash !== undefined && metadata.commandHash !== commandHash)
        return E.left(usedAgain(stream, commandId, event.revision))
      written.push(event)
    }
  const last = written.at(-1)
  if (last === undefined) throw new Error(`${stream} has no event of command ${commandId} at revision ${from}`)
  const { revision, position } = last
  return E.right({ stream, revision, position, events: written.map(codec.decode), duplicate: true })
}

const usedAgain = (stream: string, commandId: string, revision: number): Rejection => ({
  rule: 'G2',
  message: {
    en: 'This command id already recorded another command in this stream; a new command needs a new id.',
    zh: '该命令编号已在本流中登记过内容不同的命令;新命令须使用新的编号。',
  },
  evidence: { stream, commandId, revision },
})
