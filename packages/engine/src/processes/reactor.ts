import {
  type AnyCommand,
  type AnyProcess,
  type Cause,
  hasTag,
  isHistoryEvent,
  partsOf,
  type Rejection,
  streamOf,
  type Text,
} from '@skein/kernel'
import { assertProcessesOf, beginProcesses } from '../checkpoints/process-checkpoint.js'
import { metadataOf } from '../integrity/metadata.js'
import type { StoredEvent } from '../ports/index.js'
import { isStorageError } from '../ports/storage-error.js'
import { backOff } from '../primitives/backoff.js'
import type { Batch, Counts, ReactorContext } from './batch.js'
import { ChangedCauses } from './changed-causes.js'
import { ChangedViews } from './changed-views.js'
import type { ProcessCommandSender, SendContext } from './command-sender.js'
import type { ProcessError } from './process-error.js'
import { type FailedReaction, ProcessQuarantine } from './process-quarantine.js'
import { byStream, listOf, reactionTo, runProcess } from './reaction.js'
import { ReactorProgress } from './reactor-progress.js'
import { withdrawnReaction } from './withdrawn-reaction.js'

const batchSize = 200

/**
 * Runs the processes of a domain over the log. The checkpoint is moved after a batch was handled. A batch that is handled
 * twice, or by two reactors, has no further effect: its commands have the same ids.
 */
export class Reactor {
  readonly #context: ReactorContext
  readonly #sender: ProcessCommandSender
  readonly #processes = new Map<string, AnyProcess[]>()
  readonly #changes: ChangedCauses
  readonly #views: ChangedViews
  /** The last reason for which the processes could not go on. */
  #pausedBy = ''
  #failures: FailedReaction[] = []

  constructor(context: ReactorContext, sender: ProcessCommandSender) {
    this.#context = context
    this.#sender = sender
    this.#changes = new ChangedCauses(context, sender, this)
    this.#views = new ChangedViews(context, sender)
    for (const process of context.domain.processes)
      for (const type of process.on) this.#processes.set(type, [...(this.#processes.get(type) ?? []), process])
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
      try {
        const progress = await this.begin()
        const { checkpoint } = progress.generation
        const after = checkpoint === undefined ? {} : { after: checkpoint }
        for await (const batch of this.#context.storage.events.subscribe({ batchSize, signal, ...after })) {
          failures = 0
          if (!(await this.#handleBatch(batch, progress, signal))) break
        }
        await progress.flush()
      } catch (error) {
        if (isStorageError(error, 'diverged') || hasTag<ProcessError>(error, 'ProcessError'))
          this.#observePaused(error.text)
        else if (!isStorageError(error, 'unavailable')) throw error
        await backOff(failures++, 50, signal)
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
    return new ReactorProgress(this.#context.storage, generation, quarantine, (failed) => {
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
    const { observe, storage } = this.#context
    const { readModels } = storage
    return progress.advance(events, async () => {
      const startedAt = performance.now()
      const counts: Counts = { commands: 0, refused: 0 }
      const { generation, sent, observers, quarantine } = progress
      await this.handle(events, { counts, sent, observers, quarantine, readModels, generation, signal })
      if (signal?.aborted) return 'aborted'
      const causes = events.filter(({ type }) => this.#isHandled(type)).length
      if (causes === 0) return 'nothing'
      observe?.({ kind: 'reacted', causes, ...counts, milliseconds: performance.now() - startedAt })
      return 'reacted'
    })
  }

  /** Handles events, and leaves the checkpoint where it is. Throws for one that cannot be handled, without a quarantine. */
  async handle(events: readonly StoredEvent[], batch: Batch): Promise<void> {
    const { observers, generation } = batch
    for (const stored of events) this.#addObserved(stored, batch)
    const streams = byStream(events)
    await observers.load(generation, [...streams.keys()])
    // events of one stream in their order, streams concurrently
    const handled = [...streams.values()].map((ofStream) => this.#handleInOrder(ofStream, batch))
    for (const outcome of await Promise.allSettled(handled)) if (outcome.status === 'rejected') throw outcome.reason
  }

  #addObserved(stored: StoredEvent, { observers, quarantine }: Batch): void {
    if (isHistoryEvent(stored) || quarantine?.isSkipped(stored)) return
    try {
      observers.add(stored, this.#context.codec.decode(stored).data.on)
    } catch (error) {
      if (quarantine === undefined) throw error
      quarantine.add(stored, error)
    }
  }

  #isHandled(type: string): boolean {
    return type === 'EntryAnnulled' || this.#processes.has(type)
  }

  async #handleInOrder(ofStream: readonly StoredEvent[], batch: Batch): Promise<void> {
    const { quarantine } = batch
    const events = quarantine === undefined ? ofStream : ofStream.filter((stored) => !quarantine.passesOver(stored))
    let current = events[0]
    try {
      await this.#views.changed(events, batch)
      for (const stored of events) {
        current = stored
        await this.#handleOne(stored, batch)
      }
    } catch (error) {
      if (quarantine === undefined || current === undefined) throw error
      quarantine.add(current, error)
    }
  }

  async #handleOne(stored: StoredEvent, batch: Batch): Promise<void> {
    if (stored.type === 'EntryAnnulled') {
      await this.#compensateWithdrawn(stored, batch)
      await this.#changes.annulled(stored, batch)
    }
    for (const process of this.processesOn(stored.type)) {
      const context = this.contextOf(process.name, stored, batch)
      if (metadataOf(stored).replaces === undefined) await this.react(process, context, batch)
      else await this.#changes.replaced(process, stored, context, batch)
    }
  }

  processesOn(type: string): readonly AnyProcess[] {
    return this.#processes.get(type) ?? []
  }

  /** An event as the cause of commands of a process. */
  contextOf(process: string, stored: StoredEvent, { signal }: Batch): SendContext {
    const { stream, eventId } = stored
    const cause: Cause = { event: this.#context.codec.decode(stored), eventId, stream, id: partsOf(stream).id }
    const metadata = metadataOf(stored)
    const { correlationId, traceparent } = metadata
    return { process, cause, reaction: reactionTo(stored, metadata), correlationId, traceparent, signal }
  }

  /** Compensates for what a process had entered and a later decision took out, as if it had been refused at once. */
  async #compensateWithdrawn(annulment: StoredEvent, batch: Batch): Promise<void> {
    const { domain, storage, codec } = this.#context
    const withdrawn = await withdrawnReaction(annulment, domain, storage.events, codec)
    const process = domain.processes.find(({ name }) => name === withdrawn?.process)
    if (withdrawn === undefined || process === undefined) return
    const { command, rejection, cause } = withdrawn
    const context = this.contextOf(process.name, cause, batch)
    batch.counts.refused += 1
    await this.#compensate(process, command, rejection, context, batch)
  }

  /** Sends the reaction of one process to one event. */
  async react(process: AnyProcess, context: SendContext, batch: Batch): Promise<void> {
    for (const command of await this.reactionOf(process, context)) {
      if (context.signal?.aborted) return
      await this.send(process, command, context, batch)
    }
  }

  async reactionOf(process: AnyProcess, context: SendContext): Promise<readonly AnyCommand[]> {
    const { cause } = context
    const requests = runProcess(context, 'views', () => process.views?.(cause))
    const views = requests && (await (await this.#context.views.load(requests)).viewsFrom()).views
    return runProcess(context, 'react', () => listOf(process.react(cause, views ?? {})))
  }

  /** Sends a command. A rejected one is compensated; a compensation is not. */
  async send(process: AnyProcess, command: AnyCommand, context: SendContext, batch: Batch): Promise<void> {
    const { counts } = batch
    counts.commands += 1
    batch.sent.add(context.reaction.causedBy, process.name, this.targetOf(command))
    const rejection = await this.#sender.send(command, context)
    if (rejection === undefined) return
    counts.refused += 1
    await this.#compensate(process, command, rejection, context, batch)
  }

  async #compensate(
    process: AnyProcess,
    command: AnyCommand,
    rejection: Rejection,
    context: SendContext,
    { counts, sent }: Batch,
  ): Promise<void> {
    const refused = () => listOf(process.refused?.(command, rejection, context.cause) ?? [])
    for (const compensation of runProcess(context, 'refused', refused)) {
      counts.commands += 1
      sent.add(context.reaction.causedBy, process.name, this.targetOf(compensation))
      if ((await this.#sender.send(compensation, context)) !== undefined) counts.refused += 1
    }
  }

  /** The stream that a command changes. */
  targetOf({ type, data }: AnyCommand): string {
    for (const { name, commands } of this.#context.domain.aggregates) {
      const target = Object.hasOwn(commands, type) ? commands[type]?.target : undefined
      if (target !== undefined) return streamOf(name, String(data[target]))
    }
    return type
  }
}
