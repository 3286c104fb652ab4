import { type AnyCommand, describeValue, type Metadata, placeOf } from '@skein/kernel'
import type { Reaction } from '../commands/outcome.js'
import type { StoredEvent } from '../ports/index.js'
import type { SendContext } from './command-sender.js'
import { ProcessError } from './process-error.js'
import { positionOf } from './sent-index.js'

/** Runs a function of a process; what it throws becomes a `ProcessError`. */
export const runProcess = <Result>(context: SendContext, code: string, run: () => Result): Result => {
  try {
    return run()
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    const reason = { en: `its \`${code}\` failed: ${message}`, zh: `其 \`${code}\` 出错:${message}` }
    throw new ProcessError(context, reason, { cause })
  }
}

/** What a process returned, which must be a list of commands. */
export const listOf = (commands: unknown): readonly AnyCommand[] => {
  if (Array.isArray(commands)) return commands
  throw new TypeError(`it must return an array of commands, and returned ${describeValue(commands).en}`)
}

/** What the entries of commands that react to an event depend on: they stand right behind it in its day. */
export const reactionTo = ({ stream, revision }: StoredEvent, metadata: Metadata): Reaction => {
  const place = placeOf(metadata)
  return {
    causedBy: positionOf({ stream, revision }),
    place: { ...place, depth: place.depth + 1 },
    recordedAt: metadata.recordedAt,
  }
}

/** The events of each stream, in their order. */
export const byStream = (batch: readonly StoredEvent[]): ReadonlyMap<string, readonly StoredEvent[]> => {
  const streams = new Map<string, StoredEvent[]>()
  for (const event of batch) {
    const events = streams.get(event.stream)
    if (events === undefined) streams.set(event.stream, [event])
    else events.push(event)
  }
  return streams
}
