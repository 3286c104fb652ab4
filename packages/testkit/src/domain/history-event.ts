import { type AnyEvent, type Domain, historyEventTypes, type Place, partsOf } from '@skein/kernel'

/** An event of a history. */
export interface HistoryEvent {
  /** The stream, `<aggregate>-<id>`, such as `journey-t1`. */
  readonly stream: string
  readonly type: string
  /** The event's data, as its schema takes it. */
  readonly data: unknown
  /** The instant of recording, ISO 8601 in UTC; default the end of the day on which it happened. */
  readonly recordedAt?: string
  /** The revisions of other streams that the decision read; default those before it in the history. */
  readonly observedRevisions?: Readonly<Record<string, number>>
  /**
   * The command that recorded it. Events of one command that follow each other are one entry; default an entry of its
   * own. Events about entries, such as `EntryAnnulled`, name an event as `<stream>@<revision>`.
   */
  readonly commandId?: string
  /** Which entry of its command it belongs to, where there is more than one; the first one is 0. */
  readonly entry?: number | undefined
  /** Its place within its day; default the instant of recording. */
  readonly place?: Place | undefined
  /** The first event of the entry that this one replaces, `<stream>@<revision>`. */
  readonly replaces?: string | undefined
  /** For what a process entered: its cause, `<stream>@<revision>`. */
  readonly causedBy?: string | undefined
}

/** An event as its schema reads it, and the one of the history that it is made from. */
export interface ParsedEvent {
  readonly stream: string
  readonly event: AnyEvent
  readonly entry: HistoryEvent
}

/**
 * The events as their schemas read them. Throws an `Error` that names every event that the aggregate of its stream does
 * not have, an `Error` for a stream name that is no `<aggregate>-<id>`, and a `ZodError` for data that does not fit.
 */
export const parsedEvents = (
  history: readonly HistoryEvent[],
  { aggregates }: Pick<Domain, 'aggregates'>,
): readonly ParsedEvent[] => {
  const eventsOf = new Map(aggregates.map(({ name, events }) => [name, events]))
  const typeOf = ({ stream, type }: HistoryEvent) => {
    const { aggregate, id } = partsOf(stream)
    if (id === '') throw new Error(`"${stream}" is no stream name: expected <aggregate>-<id>.`)
    const events = eventsOf.get(aggregate) ?? {}
    if (Object.hasOwn(historyEventTypes, type)) return historyEventTypes[type]
    return Object.hasOwn(events, type) ? events[type] : undefined
  }
  const unknown = history.filter((entry) => typeOf(entry) === undefined)
  if (unknown.length > 0) throw new Error(unknownEventsText(unknown))
  return history.map((entry) => {
    const { stream, type, data } = entry
    // sound: the schema of an event gives its type and data with a day
    return { stream, event: typeOf(entry)?.schema.parse({ type, data }) as AnyEvent, entry }
  })
}

const shown = 5

const unknownEventsText = (unknown: readonly HistoryEvent[]): string => {
  const names = [...new Set(unknown.map(({ stream, type }) => `${type} in ${stream}`))]
  const more = names.length > shown ? `, and ${names.length - shown} more` : ''
  return `This domain does not have these events: ${names.slice(0, shown).join(', ')}${more}. Check the spelling of the type and the stream, or pass the domain that has them as { domain }.`
}

/** One event as its schema reads it; see `parsedEvents`. */
export const parsedEvent = (entry: HistoryEvent, domain: Pick<Domain, 'aggregates'>): AnyEvent => {
  const [parsed] = parsedEvents([entry], domain)
  if (parsed === undefined) throw new Error('one event gives one parsed event')
  return parsed.event
}
