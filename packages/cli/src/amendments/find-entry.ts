import type { StreamEntry } from '@skein/engine'
import { failed } from '../failures/failure.js'
import { amendmentMessages as messages } from './messages.js'

/** Entries that are listed where the one that was named is not there. */
const listed = 5

/**
 * The entry that has an event with this id, or with this revision in its stream. Throws a failure that lists the last
 * entries of the stream where there is none.
 */
export const findEntry = (
  entries: readonly StreamEntry[],
  { stream, event, store }: { readonly stream: string; readonly event: string; readonly store: string },
): StreamEntry => {
  if (entries.length === 0) throw failed('unknownStream', messages.unknownStream(stream, store))
  const revision = /^\d{1,10}$/.test(event) ? Number(event) : undefined
  const found = entries.find(
    (entry) =>
      entry.eventIds.includes(event) ||
      (revision !== undefined && revision >= entry.revision && revision < entry.revision + entry.events.length),
  )
  if (found === undefined)
    throw failed('unknownEntry', messages.unknownEntry(event, stream, entries.slice(-listed).map(nameOf).join(', ')))
  return found
}

/** `12 (2018-02-01 ContributionRecorded)`. */
const nameOf = ({ revision, events: [first] }: StreamEntry): string =>
  `${revision} (${first?.data.on ?? '–'} ${first?.type ?? '–'})`
