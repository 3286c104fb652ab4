import { EntryAnnulled, hasTag, isHistoryEvent, type Text } from '@skein/kernel'
import { assertProcessesOf, beginProcesses } from '../checkpoints/process-checkpoint.js'
import { metadataOf } from '../integrity/metadata.js'
import type { StoredEvent } from '../ports/index.js'
import { isStorageError } from '../ports/storage-error.js'
import { backOff } from '../primitives/backoff.js'
import { processOfActor } from '../primitives/process-actor.js'
import { Answers } from './answers.js'
import type { Batch, Counts, ReactorContext } from './batch.js'
import { ChangedStreams, groupsOf } from './changed-streams.js'
import type { ProcessCommandSender } from './command-sender.js'
import type { ProcessError } from './process-error.js'
import { type FailedReaction, ProcessQuarantine } from './process-quarantine.js'
import { Reactions } from './reactions.js'
import { ReactorProgress } from './reactor-progress.js'

const batchSize = 200

/**
 * Runs the processes of a domain over the log. The checkpoint is moved after a batch was handled. A batch that is handled
 * twice, or by two reactors, has no further effect: its commands have the same ids.
 */
export class Reactor {
  readonly #context: ReactorContext
  readonly #reactions: Reactions
  readonly #answers: Answers
  readonly #changes: ChangedStreams
  readonly #streamsAtOnce: number
  /** The last reason for which the processes could not go on. */
  #pausedBy = ''
  #failures: FailedReaction[] = []

  /** @param streamsAtOnce of how many streams events are handled at the same time */
  constructor(context: ReactorContext, sender: ProcessCommandSender, streamsAtOnce = batchSize) {
    this.#context = context
    this.#streamsAtOnce = streamsAtOnce
    this.#reactions = new Reactions(context, sender)
    this.#answers = new Answers(context, sender, this.#reactions)
    this.#changes = new ChangedStreams(context, sender, this.#reactions, this.#answers)
  }

  /**
   * Handles all events up to the end of the log, including those that its own commands record. Streams with an event that
   * cannot be handled are passed over; see `takeFailures`.
   *
   * @returns the number of events that were handled
   */
  async catchUp(signal?: AbortSignal): Promise<number> {
    const { events } = this.#context.storage
    let handled = 0
    while (!signal?.aborted) {
      const head = await events.head()
      const progress = await this.begin()
      const { checkpoint: after } = progress.generation
      if (head === undefined || (after !== undefined && events.comparePositions(after, head) >= 0)) break
      const batches = events.readAll({ until: head, batchSize, ...(after === undefined ? {} : { after }) })
      for await (const batch of batches) {
        if (!(await this.#handleBatch(batch, progress, signal))) break
        handled += batch.length
      }
      await progress.flush()
    }
    return handled
  }

  /** What could not be handled since the last call. */
  takeFailures(): readonly FailedReaction[] {
    const taken = this.#failures
    this.#failures = []
    return taken
  }

  /**
   * Catches up, then handles events as they are appended, until the signal. An unavailable store is tried again; so is a
   * log that has lost events, until `restartProcesses` was called. Streams with an event that cannot be handled are passed
   * over until they are retried; `observe` gets the reason.
   */
  async follow(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted; ) {
      let progress: ReactorProgress | undefined
      try {
        progress = await this.begin()
        const { checkpoint } = progress.generation
        const after = checkpoint === undefined ? {} : { after: checkpoint }
        const until = AbortSignal.any([signal, progress.ended])
        for await (const batch of this.#context.storage.events.subscribe({ batchSize, signal: until, ...after })) {
          failures = 0
          if (!(await this.#handleBatch(batch, progress, signal))) break
        }
        await progress.flush()
      } catch (error) {
        progress?.end()
        if (isStorageError(error, 'diverged') || hasTag<ProcessError>(error, 'ProcessError'))
          this.#observePaused(error.text)
        else if (!isStorageError(error, 'unavailable')) throw error
        await backOff(this.#context.environment, failures++, 50, signal)
      }
    }
  }

  /** Once for each reason. */
  #observePaused(reason: Text): void {
    if (reason.en === this.#pausedBy) return
    this.#pausedBy = reason.en
    this.#context.observe?.({ kind: 'paused', reason })
  }

  /** Goes on from the checkpoint, which is of this log. */
  async begin(): Promise<ReactorProgress> {
    const { events, readModels } = this.#context.storage
    const generation = await beginProcesses(readModels)
    await assertProcessesOf(events, generation)
    const quarantine = await ProcessQuarantine.of(readModels, generation)
    return new ReactorProgress(this.#context, generation, quarantine, (failed) => {
      const { stream, revision, reason } = failed.quarantined
      this.#failures.push(failed)
      this.#context.observe?.({ kind: 'paused', stream, ...(revision === undefined ? {} : { revision }), reason })
    })
  }

  /**
   * Handles a batch and moves the checkpoint after it.
   *
   * @returns `false` if another reactor moved it first, or the signal was aborted
   */
  #handleBatch(events: readonly StoredEvent[], progress: ReactorProgress, signal?: AbortSignal): Promise<boolean> {
    const { observe, storage, environment } = this.#context
    const { readModels } = storage
    return progress.advance(events, async () => {
      const startedAt = environment.now()
      const counts: Counts = { commands: 0, refused: 0 }
      const { generation, indexes, quarantine } = progress
      const batch = { counts, ...indexes, quarantine, readModels, generation, signal }
      await this.handle(events, batch)
      await this.#changes.overtaken(events, batch, progress.handled)
      progress.handled.add(events)
      if (signal?.aborted) return 'aborted'
      const causes = events.filter(({ type }) => this.#isHandled(type)).length
      if (causes === 0) return 'nothing'
      observe?.({ kind: 'reacted', causes, ...counts, milliseconds: environment.now() - startedAt })
      return 'reacted'
    })
  }

  /** Handles events, and leaves the checkpoint where it is. Throws for one that cannot be handled, without a quarantine. */
  async handle(events: readonly StoredEvent[], batch: Batch): Promise<void> {
    const { observers, answers, generation } = batch
    for (const stored of events) this.#addObserved(stored, batch)
    const streams = byStream(events)
    for (const index of [observers, answers]) await index.load(generation, [...streams.keys()])
    // events of one stream in their order, streams concurrently
    // when the store fails for one, the others end with the stream that they are at
    const remaining = inTurn(streams)
    const worker = async () => {
      for (const ofStream of remaining) await this.#handleInOrder(ofStream, batch)
    }
    const workers = Array.from({ length: Math.min(this.#streamsAtOnce, streams.size) }, worker)
    for (const outcome of await Promise.allSettled(workers)) if (outcome.status === 'rejected') throw outcome.reason
  }

  /**
   * Notes what the decision of an event observed, and of what a process entered, that it was sent: perhaps by a plan, which
   * leaves no notes. What may be a compensation is left to the reaction itself.
   */
  #addObserved(stored: StoredEvent, { observers, quarantine, sent }: Batch): void {
    if (isHistoryEvent(stored) || quarantine?.isSkipped(stored)) return
    try {
      const { actor, causedBy } = metadataOf(stored)
      const process = this.#context.domain.processes.find(({ name }) => name === processOfActor(actor))
      if (causedBy !== undefined && process !== undefined && process.refused === undefined)
        sent.add(causedBy, process.name, stored.stream)
      observers.addDecision(stored, this.#context.codec.decode(stored).data.on)
    } catch (error) {
      if (quarantine === undefined) throw error
      quarantine.add(stored, error)
    }
  }

  #isHandled(type: string): boolean {
    return type === 'EntryAnnulled' || this.#reactions.processesOn(type).length > 0
  }

  async #handleInOrder(ofStream: readonly StoredEvent[], batch: Batch): Promise<void> {
    const { quarantine } = batch
    const events = quarantine === undefined ? ofStream : ofStream.filter((stored) => !quarantine.passesOver(stored))
    let current = events[0]
    try {
      for (const group of groupsOf(events)) {
        current = group[0]
        // what goes with an entry that a person annulled is offered again as the change is carried on
        for (const stored of group) if (this.#isByPerson(stored)) await this.#reactions.noteWithdrawn(stored, batch)
        // first, so that what follows from an annulled entry elsewhere is not offered again
        for (const stored of group) if (stored.type === 'EntryAnnulled') await this.#answers.retract(stored, batch)
        await this.#changes.changed(group, batch)
        for (const stored of group) {
          current = stored
          await this.#handleEvent(stored, batch)
        }
      }
    } catch (error) {
      if (quarantine === undefined || current === undefined) throw error
      quarantine.add(current, error)
    }
  }

  #isByPerson(stored: StoredEvent): boolean {
    return (
      stored.type === 'EntryAnnulled' && EntryAnnulled.parse(this.#context.codec.decode(stored)).data.by !== undefined
    )
  }

  async #handleEvent(stored: StoredEvent, batch: Batch): Promise<void> {
    if (stored.type === 'EntryAnnulled') {
      const withdrawn = await this.#reactions.noteWithdrawn(stored, batch)
      // as if it had been refused at once: there may be something to compensate for
      if (withdrawn?.isRefused) await this.#answers.again(withdrawn.process, withdrawn.cause, stored.eventId, batch)
      await this.#answers.reinstated(stored, batch)
    }
    for (const process of this.#reactions.processesOn(stored.type))
      if (metadataOf(stored).replaces === undefined)
        await this.#reactions.react(process, this.#reactions.contextOf(process.name, stored, batch), batch)
      else await this.#answers.again(process, stored, stored.eventId, batch)
  }
}

/** Unlike those of a map, its iterators end for all who share one when somebody leaves the loop. */
const inTurn = function* <Value>(map: ReadonlyMap<string, Value>): Generator<Value> {
  yield* map.values()
}

const byStream = (batch: readonly StoredEvent[]): ReadonlyMap<string, readonly StoredEvent[]> => {
  const streams = new Map<string, StoredEvent[]>()
  for (const event of batch) {
    const events = streams.get(event.stream)
    if (events === undefined) streams.set(event.stream, [event])
    else events.push(event)
  }
  return streams
}
