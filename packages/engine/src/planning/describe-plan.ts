import { type AnyEvent, type HistoryEvent, partsOf, type RecordedEntry } from '@skein/kernel'
import { affectedStreams } from '../check/affected.js'
import type { Plan, PlannedContradiction, PlannedEntry, PlannedStream } from '../commands/plan.js'
import { processOfActor } from '../primitives/process-actor.js'
import type { ChangedStream } from './settled-plan.js'

/** A plan as people see it, made of its streams one after another. */
export class PlanDescription {
  readonly #streams: PlannedStream[] = []
  readonly #affected = new Set<string>()

  add(changed: ChangedStream): void {
    this.#streams.push(plannedStream(changed))
    for (const stream of affectedIn(changed)) this.#affected.add(stream)
  }

  toPlan(contradictions: readonly PlannedContradiction[]): Plan {
    return { streams: this.#streams, contradictions, affected: [...this.#affected] }
  }
}

const plannedStream = ({ stream, revision, history: { recorded } }: ChangedStream): PlannedStream => ({
  stream,
  revision,
  entries: recorded
    .filter((entry) => entry.revision > revision && !isReplacedBelow(entry, recorded))
    .map((entry) => plannedEntry(entry, recorded)),
})

/** The annulment of an entry whose new events follow says nothing more than these. */
const isReplacedBelow = ({ about }: RecordedEntry, recorded: readonly RecordedEntry[]): boolean =>
  about?.type === 'EntryAnnulled' && recorded.some(({ replaces }) => replaces === about.data.eventId)

const plannedEntry = (entry: RecordedEntry, recorded: readonly RecordedEntry[]): PlannedEntry => {
  const { about, replaces, events, point, actor } = entry
  const named = recorded.find(({ id }) => id === (about?.data.eventId ?? replaces))
  // an annulment that is annulled: the entry that stands again is what people look for
  const reinstated = named?.about?.type === 'EntryAnnulled' ? named.about.data.eventId : undefined
  const shown = reinstated === undefined ? named : recorded.find(({ id }) => id === reinstated)
  const process = entry.causedBy === undefined ? undefined : processOfActor(actor)
  return {
    kind: kindOf(entry, named, recorded),
    on: point.on,
    // sound: entries of an earlier version are decoded into the newest one
    events: events as readonly (AnyEvent | HistoryEvent)[],
    ...(process === undefined ? {} : { process }),
    ...(shown === undefined ? {} : { about: entryNamed(shown) }),
  }
}

const kindOf = (
  { about, replaces, causedBy }: RecordedEntry,
  named: RecordedEntry | undefined,
  recorded: readonly RecordedEntry[],
): PlannedEntry['kind'] => {
  switch (about?.type) {
    case 'EntryContradicted':
      return 'contradicted'
    case 'ContradictionResolved':
      return 'resolved'
    case 'EntryAnnulled':
      return named?.about === undefined ? 'annulled' : 'reinstated'
    default:
      if (replaces !== undefined) return isByPerson(replaces, recorded) ? 'entered' : 'recomputed'
      return causedBy === undefined ? 'entered' : 'sent'
  }
}

/** Whether a person corrected the entry with that id; an earlier annulment of it may have been annulled itself. */
const isByPerson = (id: string, recorded: readonly RecordedEntry[]): boolean => {
  const last = recorded.findLast(({ about }) => about?.type === 'EntryAnnulled' && about.data.eventId === id)?.about
  return last?.type === 'EntryAnnulled' && last.data.by !== undefined
}

const entryNamed = ({ id, revision, events, point }: RecordedEntry) => ({
  eventId: id,
  event: events[0]?.type ?? '',
  on: events[0]?.data.on ?? point.on,
  revision,
  // sound: see above
  events: events as readonly (AnyEvent | HistoryEvent)[],
})

/** The streams whose figures differ by what a plan records in one stream. */
const affectedIn = ({ stream, aggregate, revision, history: { recorded } }: ChangedStream): readonly string[] =>
  recorded
    .filter((entry) => entry.revision > revision && !isReplacedBelow(entry, recorded))
    .flatMap(({ replaces, events }) => {
      const was = recorded.find(({ id }) => id === replaces)
      return was === undefined ? [stream] : affectedStreams(aggregate, stream, was.events, events)
    })
    .filter((affected) => partsOf(affected).id !== '')
