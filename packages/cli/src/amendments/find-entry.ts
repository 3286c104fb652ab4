import { type Runtime, readEntries, type StreamEntry } from '@skein/engine'
import { streamOf } from '@skein/kernel'
import { failed } from '../failures/failure.js'
import { amendmentMessages as messages } from './messages.js'

/** Entries that are listed where the one that was named is not there. */
const listed = 5

interface Named {
  readonly stream: string
  readonly event: string
  readonly store: string
}

/**
 * The entry that has an event with this id, or with this revision in its stream. Throws a failure that lists the last
 * entries of the stream where there is none, or names the stream that was probably meant.
 */
export const findEntry = async (
  runtime: Pick<Runtime, 'domain' | 'storage'>,
  { stream, event, store }: Named,
): Promise<StreamEntry> => {
  const entries = await readEntries(runtime, stream)
  if (entries.length === 0)
    throw failed('unknownStream', messages.unknownStream(stream, store, await similarStream(stream, runtime)))
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

/** The stream of this id, whatever it is about; `undefined` if there is none. */
const similarStream = async (id: string, { domain, storage }: Pick<Runtime, 'domain' | 'storage'>) => {
  for (const { name } of domain.aggregates) {
    const stream = streamOf(name, id)
    for await (const [first] of storage.events.readStream(stream, { to: 0 })) if (first !== undefined) return stream
  }
  return undefined
}

/** `12 (2018-02-01 ContributionRecorded)`. */
const nameOf = ({ revision, events: [first] }: StreamEntry): string =>
  `${revision} (${first?.data.on ?? '–'} ${first?.type ?? '–'})`
