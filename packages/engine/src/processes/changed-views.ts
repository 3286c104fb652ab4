import { type Cause, isHistoryEvent, partsOf, placeOf } from '@skein/kernel'
import { metadataOf } from '../integrity/metadata.js'
import type { StoredEvent } from '../ports/index.js'
import { annulledEntry, reinstatedEntry } from './annulled-entry.js'
import type { Batch, ReactorContext } from './batch.js'
import type { ProcessCommandSender } from './command-sender.js'
import { earlierOf, type SeenFrom } from './observer-index.js'

/** What one command recorded in a stream, as far as a batch has it. */
type Group = readonly [StoredEvent, ...StoredEvent[]]

/** Lets those streams decide again that looked at a stream before it changed there. */
export class ChangedViews {
  readonly #context: ReactorContext
  readonly #sender: ProcessCommandSender

  constructor(context: ReactorContext, sender: ProcessCommandSender) {
    this.#context = context
    this.#sender = sender
  }

  /** Handles the events of one stream, which are in the order of recording. */
  async changed(events: readonly StoredEvent[], batch: Batch): Promise<void> {
    for (const group of groupsOf(events)) {
      const [first] = group
      const { stream } = first
      if (this.#aggregateOf(stream)?.order === 'recorded') continue
      const from = await this.#firstPoint(group)
      if (from === undefined) continue
      const change = { stream, from, revision: first.revision }
      if (!batch.observers.isObserved(change)) continue
      const before = new Map([[stream, first.revision - 1]])
      for (const observer of await batch.observers.observersOf(batch.generation, change)) {
        const aggregate = this.#aggregateOf(observer)
        if (batch.signal?.aborted || aggregate === undefined || aggregate.order === 'recorded') continue
        const { eventId } = first
        const cause: Cause = { event: this.#context.codec.decode(first), eventId, stream, id: partsOf(stream).id }
        const { correlationId, traceparent } = metadataOf(first)
        await this.#sender.decideAgain(
          { aggregate, stream: observer, changed: { from: from.on, before }, becauseOf: eventId },
          { cause, correlationId, traceparent, signal: batch.signal },
        )
      }
    }
  }

  /** The first point of a history that the events change. */
  async #firstPoint(group: Group): Promise<SeenFrom | undefined> {
    const { codec, storage } = this.#context
    let first: SeenFrom | undefined
    for (const stored of group) {
      if (!isHistoryEvent(stored)) first = earlierOf(first, this.#pointOf(stored))
      if (stored.type !== 'EntryAnnulled') continue
      const annulled = (await annulledEntry(stored, storage.events, codec))?.events
      for (const one of annulled ?? (await reinstatedEntry(stored, storage.events, codec)) ?? [])
        first = earlierOf(first, this.#pointOf(one))
    }
    return first
  }

  #pointOf(stored: StoredEvent): SeenFrom {
    return { on: this.#context.codec.decode(stored).data.on, place: placeOf(metadataOf(stored)) }
  }

  #aggregateOf(stream: string) {
    return this.#context.domain.aggregates.find(({ name }) => name === partsOf(stream).aggregate)
  }
}

const groupsOf = (events: readonly StoredEvent[]): readonly Group[] => {
  const groups: [StoredEvent, ...StoredEvent[]][] = []
  let last = ''
  for (const event of events) {
    const { commandId } = metadataOf(event)
    const group = groups.at(-1)
    if (group === undefined || commandId !== last) groups.push([event])
    else group.push(event)
    last = commandId
  }
  return groups
}
