import { type AnyCommand, commandOfEntry, EntryAnnulled, partsOf } from '@skein/kernel'
import { metadataOf } from '../integrity/metadata.js'
import type { StoredEvent } from '../ports/index.js'
import { processOfActor } from '../primitives/process-actor.js'
import { eventsOf, standingEventFor } from './annulled-entry.js'
import type { ReactorContext } from './batch.js'

/** What a process had entered, and what does not stand any more although its cause may. */
export interface WithdrawnReaction {
  readonly process: string
  readonly command: AnyCommand
  /** A rule refuses it now; otherwise it has no effect any more, or a person annulled what it descends from. */
  readonly isRefused: boolean
  /** The event to which the process had reacted, or that took its place. */
  readonly cause: StoredEvent
}

/**
 * Finds what the annulment of an entry takes back, if a process entered it and nothing took its place; `undefined` for
 * any other annulment, and for one by which a process itself takes back what it does not send any more.
 */
export const withdrawnReaction = async (
  annulment: StoredEvent,
  context: Pick<ReactorContext, 'domain' | 'storage' | 'codec'>,
): Promise<WithdrawnReaction | undefined> => {
  const { domain, storage, codec } = context
  const { data } = EntryAnnulled.parse(codec.decode(annulment))
  if (data.reason === 'withdrawn') return undefined
  const { stream } = annulment
  const aggregate = domain.aggregates.find(({ name }) => name === partsOf(stream).aggregate)
  const log = await eventsOf(stream, storage.events)
  const entry = log.find(({ eventId }) => eventId === data.eventId)
  const isReplaced = log.some((stored) => metadataOf(stored).replaces === data.eventId)
  const command = aggregate && entry && !isReplaced && commandOfEntry(aggregate, stream, [codec.decode(entry)])
  if (aggregate === undefined || entry === undefined || !command) return undefined
  const { actor } = metadataOf(originalOf(entry, log))
  const { causedBy } = metadataOf(entry)
  const cause = causedBy === undefined ? undefined : await standingEventFor(causedBy, context)
  const process = processOfActor(actor)
  if (cause === undefined || process === undefined) return undefined
  return { process, command, cause, isRefused: data.reason === 'refused' }
}

/** The event as the process entered it, before anything was computed again. */
const originalOf = (event: StoredEvent, log: readonly StoredEvent[]): StoredEvent => {
  const { replaces } = metadataOf(event)
  const replaced = log.find(({ eventId }) => eventId === replaces)
  return replaced === undefined ? event : originalOf(replaced, log)
}
