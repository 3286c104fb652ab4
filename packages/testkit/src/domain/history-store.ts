// A history in a store in memory, whatever rules it breaks.
import { codecOf, type EventStore, eventIdOf, openMemory } from '@skein/engine'
import type { AnyEvent, Domain } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { type HistoryEvent, type ParsedEvent, parsedEvents } from './history-event.js'

/** The end of a stream. */
interface End {
  readonly revision: number
  readonly hash: string | null
}

/** An event of a history with the command that recorded it. */
interface Recorded extends ParsedEvent {
  readonly commandId: string
  readonly recordedAt: string
}

export const storeOf = async (history: readonly HistoryEvent[], domain: Domain): Promise<EventStore> => {
  const { events } = openMemory()
  const codec = codecOf(domain)
  const ends = new Map<string, End>()
  /** The ids of stored events, by stream and revision. */
  const eventIds = new Map<string, string>()
  const idOf = (reference: string): string => eventIds.get(reference) ?? reference
  for (const append of appendsOf(parsedEvents(history, domain).map(recorded))) {
    const [{ stream, commandId }] = append
    const end = ends.get(stream) ?? { revision: -1, hash: null }
    let { revision, hash } = end
    const encoded = entriesOf(append).flatMap(([first, ...others]) => {
      const { entry, place, replaces, causedBy, observedRevisions = {} } = first.entry
      const part = codec.encode(
        [first, ...others].map(({ event }) => withIds(event, idOf)),
        {
          stream,
          revision,
          previous: hash,
          recordedAt: first.recordedAt,
          actor: 'history',
          commandId,
          commandHash: '',
          correlationId: commandId,
          // `check` reads a stream that is left out as it was at that point of the log
          observedRevisions,
          entry,
          place,
          replaces: replaces === undefined ? undefined : idOf(replaces),
          causedBy,
        },
      )
      for (const event of part) eventIds.set(`${stream}@${++revision}`, eventIdOf(event.hash))
      hash = part.at(-1)?.hash ?? hash
      return part
    })
    const written = await events.append(stream, encoded, end.revision < 0 ? 'none' : end.revision)()
    if (E.isLeft(written)) throw new Error(`The history could not be stored: ${written.left._tag} on ${stream}.`)
    ends.set(stream, { revision, hash })
  }
  return events
}

const recorded = (parsed: ParsedEvent, index: number): Recorded => ({
  ...parsed,
  commandId: parsed.entry.commandId ?? `history-${index}`,
  // the end of the day in Shanghai, and no earlier than that day in any other time zone
  recordedAt:
    parsed.entry.recordedAt ?? `${parsed.event.data.on}T15:59:59.${String(index % 1_000_000).padStart(6, '0')}Z`,
})

type Group = readonly [Recorded, ...Recorded[]]

const groupsOf = (all: readonly Recorded[], isSameGroup: (a: Recorded, b: Recorded) => boolean): readonly Group[] => {
  const groups: [Recorded, ...Recorded[]][] = []
  for (const one of all) {
    const group = groups.at(-1)
    if (group !== undefined && isSameGroup(group[0], one)) group.push(one)
    else groups.push([one])
  }
  return groups
}

/** The events of one command in one stream are one append. */
const appendsOf = (all: readonly Recorded[]): readonly Group[] =>
  groupsOf(all, (a, b) => a.stream === b.stream && a.commandId === b.commandId)

const entriesOf = (append: Group): readonly Group[] =>
  groupsOf(append, (a, b) => (a.entry.entry ?? 0) === (b.entry.entry ?? 0))

/** What an event says about another one names it by its id in the store. */
const withIds = (event: AnyEvent, idOf: (reference: string) => string): AnyEvent => {
  const { data } = event
  const references = Object.entries(data).filter(([field]) => field === 'eventId' || field === 'becauseOf')
  return {
    ...event,
    data: { ...data, ...Object.fromEntries(references.map(([field, reference]) => [field, idOf(String(reference))])) },
  }
}
