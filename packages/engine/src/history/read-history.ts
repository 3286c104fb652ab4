import { extendHistory, type History, type HistoryOrder, type RecordedEvent } from '@skein/kernel'
import type { Codec } from '../integrity/codec.js'
import type { StoredEvent } from '../ports/index.js'
import { recordedEventOf } from './recorded-event.js'

/**
 * A history after more events of its stream, up to the end of an append. They are added at once, because a batch may end
 * in the middle of an entry.
 */
export const readHistory = async (
  before: History,
  batches: AsyncIterable<readonly StoredEvent[]>,
  codec: Pick<Codec, 'decode'>,
  order: HistoryOrder,
): Promise<History> => {
  const recorded: RecordedEvent[] = []
  for await (const batch of batches) for (const stored of batch) recorded.push(recordedEventOf(codec, stored))
  return extendHistory(before, recorded, order)
}
