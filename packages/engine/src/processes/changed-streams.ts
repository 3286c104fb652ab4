import { type Cause, firstSeenAt, isHistoryEvent, isSame, isSeenFrom, partsOf, placeOf, rankOf } from '@skein/kernel'
import { metadataOf } from '../integrity/metadata.js'
import type { StoredEvent } from '../ports/index.js'
import { isRecordedLate } from '../ports/late-events.js'
import { annulledEntry, eventsOf, reinstatedEntry, standingEventFor, standingEvents } from './annulled-entry.js'
import type { Answers } from './answers.js'
import type { Batch, ReactorContext } from './batch.js'
import type { ProcessCommandSender } from './command-sender.js'
import type { HandledRevisions } from './handled-revisions.js'
import { earlierOf, laterOf, type ObservedChange, type SeenFrom } from './observer-index.js'
import { answerOf, type Reactions } from './reactions.js'

/** What one command recorded in a stream, as far as a batch has it. */
export type Group = readonly [StoredEvent, ...StoredEvent[]]

/**
 * Carries the change of a stream on: to other streams whose decisions saw it, which decide again, and to the causes whose
 * answers rest on it, which are answered again.
 */
export class ChangedStreams {
  readonly #context: ReactorContext
  readonly #sender: ProcessCommandSender
  readonly #reactions: Reactions
  readonly #answers: Answers

  constructor(context: ReactorContext, sender: ProcessCommandSender, reactions: Reactions, answers: Answers) {
    this.#context = context
    this.#sender = sender
    this.#reactions = reactions
    this.#answers = answers
  }

  /** Handles what one command recorded in a stream. */
  async changed(group: Group, batch: Batch): Promise<void> {
    const [first] = group
    const { stream, revision } = first
    const from = await this.#firstPoint(group)
    if (from === undefined) return
    const seenFrom = await this.#firstPoint(group, this.#isSeen)
    if (seenFrom !== undefined) await this.#decideAgain(first, { stream, from: seenFrom, revision }, batch)
    await this.#answerAgain(group, { stream, from, revision }, batch)
  }

  /**
   * Lets decisions be made again that were recorded behind a change of another stream without having seen it, where that
   * was handled in an earlier batch: nothing was known of them then.
   *
   * @param handled all before this batch
   */
  async overtaken(events: readonly StoredEvent[], batch: Batch, handled: HandledRevisions): Promise<void> {
    const passesOver = (stored: StoredEvent) => batch.quarantine?.passesOver(stored) === true
    for (const stored of events.filter((one) => !passesOver(one)))
      for (const [observed, revision] of Object.entries(metadataOf(stored).observedRevisions)) {
        const isItself = observed === stored.stream
        if (isItself || this.#isInOrderOfRecording(observed) || this.#isInOrderOfRecording(stored.stream)) continue
        const unseen = await handled.unseen(observed, revision)
        const [first, ...others] = unseen.filter((one) => !passesOver(one))
        if (first === undefined) continue
        const from = await this.#firstPoint([first, ...others], this.#isSeen)
        if (from === undefined) continue
        const change = { stream: observed, from, revision: revision + 1 }
        await this.#decideOneAgain(stored.stream, first, change, batch, stored.eventId)
      }
  }

  /** Lets those streams decide again whose decisions saw a stream before it changed there. */
  async #decideAgain(first: StoredEvent, change: ObservedChange, batch: Batch): Promise<void> {
    if (this.#isInOrderOfRecording(change.stream) || !batch.observers.isObserved(change)) return
    for await (const observer of this.#observersOf(change, batch))
      await this.#decideOneAgain(observer, first, change, batch)
  }

  /** The streams for which a changed stream shows something else. */
  async *#observersOf(change: ObservedChange, { observers, generation }: Batch): AsyncIterable<string> {
    const { stream, revision } = change
    const firstSeen = new Map<unknown, SeenFrom | undefined>([[undefined, change.from]])
    for (const aggregate of this.#context.domain.aggregates) {
      if (aggregate.order === 'recorded') continue
      // sound: what an aggregate sees of another one takes the states of that
      const show = aggregate.sees?.[partsOf(stream).aggregate] as ((state: unknown) => unknown) | undefined
      if (show !== undefined && !firstSeen.has(show))
        firstSeen.set(show, await this.#context.views.firstDifference(stream, revision - 1, show))
      const from = firstSeen.get(show)
      if (from === undefined) continue
      const seen = { ...change, from: laterOf(from, change.from) }
      for (const observer of await observers.observersOf(generation, seen, `${aggregate.name}-`)) yield observer
    }
  }

  /** @param overtaken the decision, where it was recorded after the change */
  async #decideOneAgain(
    observer: string,
    first: StoredEvent,
    { stream, from, revision }: ObservedChange,
    batch: Batch,
    overtaken?: string,
  ): Promise<void> {
    const aggregate = this.#aggregateOf(observer)
    if (batch.signal?.aborted || aggregate === undefined || aggregate.order === 'recorded') return
    const before = new Map([[stream, revision - 1]])
    const { eventId } = first
    const cause: Cause = { event: this.#context.codec.decode(first), eventId, stream, id: partsOf(stream).id }
    const { correlationId, traceparent } = metadataOf(first)
    await this.#sender.decideAgain(
      { aggregate, stream: observer, changed: { from: from.on, before }, becauseOf: eventId },
      { cause, correlationId, traceparent, signal: batch.signal, ...(overtaken !== undefined && { again: overtaken }) },
    )
  }

  #isInOrderOfRecording(stream: string): boolean {
    return this.#aggregateOf(stream)?.order === 'recorded'
  }

  /** Whether others may see an event. */
  readonly #isSeen = ({ stream, type }: StoredEvent): boolean =>
    this.#aggregateOf(stream)?.events[type]?.internal !== true

  /** Answers those causes again that stand later in the stream, looked at it, or sent something to it without effect. */
  async #answerAgain(group: Group, change: ObservedChange, batch: Batch): Promise<void> {
    const [{ eventId: by, revision }] = group
    if (group.some((stored) => isHistoryEvent(stored) || isRecordedLate(stored.metadata)))
      for (const stored of await this.#laterCauses(change))
        for (const process of this.#reactions.processesOn(stored.type)) {
          if (batch.signal?.aborted) return
          const context = this.#reactions.contextOf(process.name, stored, batch)
          const before = await this.#reactions.reactionOf(process, context, batch, revision - 1)
          const now = await this.#reactions.reactionOf(process, context, batch)
          if (!isSame(before, now)) await this.#answers.again(process, stored, by, batch)
        }
    if (!batch.answers.isObserved(change)) return
    for (const key of await batch.answers.observersOf(batch.generation, change)) {
      if (batch.signal?.aborted) return
      const { cause, process: name } = answerOf(key)
      const process = this.#context.domain.processes.find((one) => one.name === name)
      const stored = await standingEventFor(cause, this.#context)
      if (process !== undefined && stored !== undefined) await this.#answers.again(process, stored, by, batch)
    }
  }

  /** The events that were recorded before the change, and stand behind it. */
  async #laterCauses({ stream, from, revision }: ObservedChange): Promise<readonly StoredEvent[]> {
    const isCause = (type: string): boolean => this.#reactions.processesOn(type).length > 0
    if (!Object.keys(this.#aggregateOf(stream)?.events ?? {}).some(isCause)) return []
    const causes = (await eventsOf(stream, this.#context.storage.events)).filter(
      (stored) => isCause(stored.type) && stored.revision < revision && isSeenFrom(from, this.#pointOf(stored)),
    )
    if (causes.length === 0) return []
    const standing = new Set((await standingEvents(stream, this.#context)).map(({ eventId }) => eventId))
    return causes.filter(({ eventId }) => standing.has(eventId))
  }

  /** The first point of a history that the events change, as far as `counts` says. */
  async #firstPoint(
    group: Group,
    counts: (stored: StoredEvent) => boolean = () => true,
  ): Promise<SeenFrom | undefined> {
    const { codec, storage } = this.#context
    let first: SeenFrom | undefined
    for (const stored of group) {
      if (!isHistoryEvent(stored) && counts(stored)) first = earlierOf(first, this.#firstSeenAt(stored))
      if (stored.type !== 'EntryAnnulled') continue
      const annulled = (await annulledEntry(stored, storage.events, codec))?.events
      for (const one of annulled ?? (await reinstatedEntry(stored, storage.events, codec)) ?? [])
        if (counts(one)) first = earlierOf(first, this.#firstSeenAt(one))
    }
    return first
  }

  #firstSeenAt(stored: StoredEvent): SeenFrom {
    const rank = rankOf(this.#aggregateOf(stored.stream) ?? { events: {} }, stored.type)
    return firstSeenAt({ ...this.#pointOf(stored), rank })
  }

  #pointOf(stored: StoredEvent): SeenFrom {
    return { on: this.#context.codec.decode(stored).data.on, place: placeOf(metadataOf(stored)) }
  }

  #aggregateOf(stream: string) {
    return this.#context.domain.aggregates.find(({ name }) => name === partsOf(stream).aggregate)
  }
}

/** The events of one stream, by the command that recorded them. */
export const groupsOf = (events: readonly StoredEvent[]): readonly Group[] => {
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
