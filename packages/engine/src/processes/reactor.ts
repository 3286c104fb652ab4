import {
  type AnyCommand,
  type AnyProcess,
  type Cause,
  hasTag,
  partsOf,
  type Rejection,
  streamOf,
  type Text,
} from '@skein/kernel'
import { divergedOf, divergedProcesses } from '../checkpoints/checkpoints.js'
import { beginProcesses } from '../checkpoints/process-checkpoint.js'
import { metadataOf } from '../integrity/metadata.js'
import type { Generation, Position, StoredEvent } from '../ports/index.js'
import { isStorageError } from '../ports/storage-error.js'
import { backOff } from '../primitives/backoff.js'
import { untilAborted } from '../primitives/until-aborted.js'
import type { Batch, Counts, ReactorContext } from './batch.js'
import { ChangedCauses } from './changed-causes.js'
import type { ProcessCommandSender, SendContext } from './command-sender.js'
import type { ProcessError } from './process-error.js'
import { type FailedReaction, ProcessQuarantine } from './process-quarantine.js'
import { byStream, listOf, reactionTo, runProcess } from './reaction.js'
import { SentIndex } from './sent-index.js'
import { withdrawnReaction } from './withdrawn-reaction.js'

const batchSize = 200

interface ReadAhead {
  readonly checkpoint: Position | undefined
  readonly to: Position
  /** Of the event there. */
  readonly hash: string | undefined
}

/**
 * Runs the processes of a domain over the log. The checkpoint is moved after a batch was handled. A batch that is handled
 * twice, or by two reactors, has no further effect: its commands have the same ids.
 */
export class Reactor {
  readonly quarantine: ProcessQuarantine
  readonly #context: ReactorContext
  readonly #sender: ProcessCommandSender
  readonly #processes = new Map<string, AnyProcess[]>()
  /** The types of the events that are handled. */
  readonly types: readonly string[]
  readonly #changes: ChangedCauses
  /** How far the log was read after a checkpoint without finding an event for any process. */
  #readAhead: ReadAhead | undefined
  /** The last reason for which the processes could not go on. */
  #pausedBy = ''
  #failures: FailedReaction[] = []

  constructor(context: ReactorContext, sender: ProcessCommandSender) {
    this.#context = context
    this.#sender = sender
    this.quarantine = new ProcessQuarantine(context.storage.readModels)
    this.#changes = new ChangedCauses(context, sender, this)
    for (const process of context.domain.processes)
      for (const type of process.on) this.#processes.set(type, [...(this.#processes.get(type) ?? []), process])
    const reactsTo = [...this.#processes.keys()]
    this.types = reactsTo.length === 0 ? [] : [...reactsTo, 'EntryAnnulled']
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
    while (this.types.length > 0 && !signal?.aborted) {
      const head = await events.head()
      const generation = await this.checkpoint()
      const { checkpoint } = generation
      const hashes = await events.hashesAt([head, this.#readAhead?.to].flatMap((position) => position ?? []))
      const after = this.#readAheadOf(checkpoint, hashes) ?? checkpoint
      if (head === undefined || (after !== undefined && events.comparePositions(after, head) >= 0)) break
      const batches = events.readAll({
        until: head,
        types: this.types,
        batchSize,
        ...(after === undefined ? {} : { after }),
      })
      let current: Generation | undefined = generation
      for await (const batch of batches) {
        current = await this.#handleBatch(batch, current, signal)
        if (current === undefined) break
        handled += batch.length
      }
      if (current !== undefined) this.#readAhead = { checkpoint: current.checkpoint, to: head, hash: hashes.get(head) }
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
   * Catches up, then handles events as they are appended, until the signal; without processes it only waits for that. An
   * unavailable store is tried again; so is a log that has lost events, until `restartProcesses` was called. Streams with
   * an event that cannot be handled are passed over until they are retried; `observe` gets the reason.
   */
  async follow(signal: AbortSignal): Promise<void> {
    if (this.types.length === 0) return untilAborted(signal)
    for (let failures = 0; !signal.aborted; ) {
      try {
        let current: Generation | undefined = await this.checkpoint()
        const after = current.checkpoint === undefined ? {} : { after: current.checkpoint }
        for await (const batch of this.#context.storage.events.subscribe({
          types: this.types,
          batchSize,
          signal,
          ...after,
        })) {
          failures = 0
          current = await this.#handleBatch(batch, current, signal)
          if (current === undefined) break
        }
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

  /** How far the log was read after the checkpoint, unless it has lost events since. */
  #readAheadOf(checkpoint: Position | undefined, hashes: ReadonlyMap<Position, string>): Position | undefined {
    const ahead = this.#readAhead
    const isValid = ahead !== undefined && ahead.checkpoint === checkpoint && hashes.get(ahead.to) === ahead.hash
    return isValid ? ahead.to : undefined
  }

  /** The checkpoint, which is of this log, and what is in quarantine there. */
  async checkpoint(): Promise<Generation> {
    const generation = await beginProcesses(this.#context.storage.readModels)
    await this.#assertOfLog(generation)
    await this.quarantine.load(generation)
    return generation
  }

  /** Throws if the log has lost events that were handled: the ones that take their place must not be passed over. */
  async #assertOfLog(generation: Generation): Promise<void> {
    if ((await divergedOf(this.#context.storage.events, [generation])).length > 0) throw divergedProcesses(generation)
  }

  /**
   * Handles a batch and moves the checkpoint after it.
   *
   * @returns the moved generation; `undefined` if another reactor moved it first, or the signal was aborted
   */
  async #handleBatch(
    batch: readonly StoredEvent[],
    generation: Generation,
    signal?: AbortSignal,
  ): Promise<Generation | undefined> {
    const { storage, observe } = this.#context
    const startedAt = performance.now()
    const counts: Counts = { commands: 0, refused: 0 }
    const handled: Batch = { counts, sent: new SentIndex(storage.readModels), generation, signal }
    // events of one stream in their order, streams concurrently
    const streams = [...byStream(batch)].map((events) => this.#handleInOrder(events, handled))
    for (const outcome of await Promise.allSettled(streams)) if (outcome.status === 'rejected') throw outcome.reason
    const last = batch.at(-1)
    if (signal?.aborted || last === undefined) return undefined
    await this.#assertOfLog(generation)
    const { position: to, hash } = last
    const puts = [...handled.sent.puts(), ...this.quarantine.puts()]
    const { checkpoint: from, events: eventsBefore } = generation
    const commit = { from, eventsBefore, to, hash, events: batch.length, puts, deletes: [] }
    if ((await storage.readModels.commit(generation.id, commit)) === 'stale') return undefined
    for (const failed of this.quarantine.written()) this.#onFailed(failed)
    observe?.({ kind: 'reacted', causes: batch.length, ...counts, milliseconds: performance.now() - startedAt })
    return { ...generation, checkpoint: to, checkpointHash: hash, events: eventsBefore + batch.length }
  }

  #onFailed(failed: FailedReaction): void {
    this.#failures.push(failed)
    const { stream, revision, reason } = failed.quarantined
    this.#context.observe?.({ kind: 'paused', stream, ...(revision === undefined ? {} : { revision }), reason })
  }

  async #handleInOrder(events: readonly StoredEvent[], batch: Batch): Promise<void> {
    for (const stored of events)
      try {
        if (!this.quarantine.passesOver(stored)) await this.handle(stored, batch)
      } catch (error) {
        this.quarantine.add(stored, error)
      }
  }

  /** Sends the reactions of all processes to one event. */
  async handle(stored: StoredEvent, batch: Batch): Promise<void> {
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
