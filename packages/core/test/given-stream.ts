// The history of one stream in a test.
import {
  type AnyAggregate,
  type AnyEvent,
  type Change,
  type ChangePart,
  emptyHistory,
  extendHistory,
  type History,
  type Place,
  partsOfChange,
} from '@skein/kernel'

export interface GivenStream {
  readonly history: History
  readonly state: unknown
  readonly nextRevision: number
  /** The number of commands so far. */
  readonly commands: number
}

export const emptyStream = ({ decider }: AnyAggregate): GivenStream => ({
  history: emptyHistory,
  state: decider.initialState,
  nextRevision: 0,
  commands: 0,
})

const instant = ({ commands }: GivenStream): string => String(commands).padStart(6, '0')

/** The place of the next command. */
export const placeAfter = (stream: GivenStream): Place => ({
  at: instant(stream),
  id: instant(stream),
  entry: 0,
  depth: 0,
})

/** The stream after some events, recorded as the entry of one command. */
export const afterEntry = (stream: GivenStream, events: readonly AnyEvent[], aggregate: AnyAggregate): GivenStream =>
  afterParts(stream, [{ events }], aggregate)

/** The stream after a command. */
export const afterChanges = (stream: GivenStream, changes: readonly Change[], aggregate: AnyAggregate): GivenStream => {
  const replacements = new Map<string, string>()
  let revision = stream.nextRevision
  const parts: ChangePart[] = []
  for (const change of changes)
    for (const part of partsOfChange(change, {}, { replacements, becauseOf: idOf(revision) })) {
      if (part.replaces !== undefined) replacements.set(part.replaces, idOf(revision))
      revision += part.events.length
      parts.push(part)
    }
  return afterParts(stream, parts, aggregate)
}

const idOf = (revision: number): string => `e${revision}`

const afterParts = (stream: GivenStream, parts: readonly ChangePart[], aggregate: AnyAggregate): GivenStream => {
  const at = instant(stream)
  let revision = stream.nextRevision
  const recorded = parts.flatMap(({ events, place, replaces, causedBy }, entry) =>
    events.map((event) => {
      const special = { ...(place && { place }), ...(replaces && { replaces }), ...(causedBy && { causedBy }) }
      const metadata = { actor: '', commandId: at, recordedAt: at, entry, ...special }
      return { event, eventId: idOf(revision), revision: revision++, metadata }
    }),
  )
  const history = extendHistory(stream.history, recorded, aggregate)
  const { initialState, evolve } = aggregate.decider
  return {
    history,
    state: history.entries.flatMap(({ events }) => events).reduce(evolve, initialState),
    nextRevision: revision,
    commands: stream.commands + 1,
  }
}
