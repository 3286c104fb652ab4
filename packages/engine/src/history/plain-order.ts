import { type AnyEvent, type Day, type HistoryOrder, isHistoryEvent, type Rank, rankOf } from '@skein/kernel'
import { comesAfter } from './tail.js'

/** An event in its newest version, and its stored metadata. */
interface WithMetadata {
  readonly event: AnyEvent
  readonly stored: { readonly metadata: string }
}

interface PlainEntry<Event> {
  readonly on: Day
  readonly rank: Rank
  readonly metadata: string
  readonly events: Event[]
}

/**
 * Events in history order, as `extendHistory` has them, or `undefined` where one of them is about an entry: an entry may
 * then not stand, or not as it was recorded. Metadata are parsed only where two entries have the same day and rank, and a
 * process entered one of them.
 *
 * @param recorded the first events of a stream, in the order of recording
 */
export const inPlainOrder = <Event extends WithMetadata>(
  recorded: readonly Event[],
  order: HistoryOrder,
): readonly Event[] | undefined => {
  if (recorded.some(({ event }) => isHistoryEvent(event))) return undefined
  if (order.order === 'recorded') return recorded
  const entries: PlainEntry<Event>[] = []
  for (const entry of entriesOf(recorded, order)) {
    let at = entries.length
    while (at > 0 && !isBehind(entry, entries[at - 1] ?? entry)) at -= 1
    entries.splice(at, 0, entry)
  }
  return entries.flatMap(({ events }) => events)
}

/** Whether an entry comes after one that was recorded before it. */
const isBehind = <Event>(entry: PlainEntry<Event>, earlier: PlainEntry<Event>): boolean => {
  if (entry.on !== earlier.on) return entry.on > earlier.on
  if (entry.rank !== earlier.rank) return entry.rank > earlier.rank
  return comesAfter(earlier.metadata, entry.metadata)
}

/** The events of one entry have the same metadata, and those of no other entry. */
const entriesOf = <Event extends WithMetadata>(
  recorded: readonly Event[],
  order: HistoryOrder,
): readonly PlainEntry<Event>[] => {
  const entries: PlainEntry<Event>[] = []
  for (const one of recorded) {
    const { metadata } = one.stored
    const last = entries.at(-1)
    if (last?.metadata === metadata) last.events.push(one)
    else entries.push({ on: one.event.data.on, rank: rankOf(order, one.event.type), metadata, events: [one] })
  }
  return entries
}
