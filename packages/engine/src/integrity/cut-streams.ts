import { type Domain, partsOf } from '@skein/kernel'
import type { EventStore } from '../ports/index.js'
import { isStorageError, type StorageError } from '../ports/storage-error.js'

/**
 * The streams of a domain that lost events in a store that lets operators hide or delete some, each with the error of
 * reading it. None in other stores.
 */
export const cutStreams = async (
  { aggregates }: Pick<Domain, 'aggregates'>,
  events: Pick<EventStore, 'readStream' | 'suspectStreams'>,
): Promise<ReadonlyMap<string, StorageError>> => {
  const cut = new Map<string, StorageError>()
  for await (const stream of events.suspectStreams?.() ?? []) {
    const { aggregate } = partsOf(stream)
    if (!aggregates.some(({ name }) => name === aggregate)) continue
    const error = await errorOfReading(stream, events)
    if (error !== undefined) cut.set(stream, error)
  }
  return cut
}

const errorOfReading = async (
  stream: string,
  events: Pick<EventStore, 'readStream'>,
): Promise<StorageError | undefined> => {
  try {
    for await (const _ of events.readStream(stream, { from: 0, to: 0, batchSize: 1 })) break
    return undefined
  } catch (error) {
    if (isStorageError(error, 'corrupt')) return error
    throw error
  }
}
