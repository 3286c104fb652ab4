import {
  type AnyCommand,
  type AnyProcess,
  type Cause,
  describeValue,
  isHistoryEvent,
  type Metadata,
  partsOf,
  placeOf,
  type Rejection,
  streamOf,
} from '@skein/kernel'
import type { Reaction } from '../commands/outcome.js'
import { metadataOf } from '../integrity/metadata.js'
import type { Generation, StoredEvent } from '../ports/index.js'
import { isStorageError } from '../ports/storage-error.js'
import { backOff } from '../primitives/backoff.js'
import type { Batch, Counts, ReactorContext } from './batch.js'
import { ChangedCauses } from './changed-causes.js'
import { ChangedViews } from './changed-views.js'
import type { ProcessCommandSender, SendContext } from './command-sender.js'
import { ProcessError } from './process-error.js'
import { ReactorProgress } from './reactor-progress.js'
import { positionOf } from './sent-index.js'
import { withdrawnReaction } from './withdrawn-reaction.js'

// Permanent: the checkpoint of all processes is that of a read model without documents; its rows are the sent index.
export const checkpointModel = { name: '$process', version: 1 }
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

  constructor(context: ReactorContext, sender: ProcessCommandSender) {
    this.#context = context
    this.#sender = sender
    this.#changes = new ChangedCauses(context, sender, this)
    this.#views = new ChangedViews(context, sender)
    for (const process of context.domain.processes)
      for (const type of process.on) this.#processes.set(type, [...(this.#processes.get(type) ?? []), process])
  }

  /**
   * Handles all events up to the end of the log, including those that its own commands record.
   *
   * @returns the number of events that were handled
   */
  async catchUp(signal?: AbortSignal): Promise<number> {
    const { events } = this.#context.storage
    let handled = 0
    while (!signal?.aborted) {
      const head = await events.head()
      const generation = await this.#checkpoint()
      const { checkpoint: after } = generation
      if (head === undefined || (after !== undefined && events.comparePositions(after, head) >= 0)) break
      const batches = events.readAll({ until: head, batchSize, ...(after === undefined ? {} : { after }) })
      const progress = new ReactorProgress(this.#context.storage.readModels, generation)
      for await (const batch of batches) {
        if (!(await this.#handleBatch(batch, progress, signal))) break
        handled += batch.length
      }
      await progress.flush()
    }
    return handled
  }

  /**
   * Catches up, then handles events as they are appended, until the signal. An unavailable store is tried again.
   */
  async follow(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted; ) {
      try {
        const generation = await this.#checkpoint()
        const progress = new ReactorProgress(this.#context.storage.readModels, generation)
        const after = generation.checkpoint === undefined ? {} : { after: generation.checkpoint }
        for await (const batch of this.#context.storage.events.subscribe({ batchSize, signal, ...after })) {
          failures = 0
          if (!(await this.#handleBatch(batch, progress, signal))) break
        }
        await progress.flush()
      } catch (error) {
        if (!isStorageError(error, 'unavailable')) throw error
        await backOff(failures++, 50, signal)
      }
    }
  }

  #checkpoint(): Promise<Generation> {
    return this.#context.storage.readModels.begin(checkpointModel.name, checkpointModel.version)
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
      const { generation, sent, observers } = progress
      await this.handle(events, { counts, sent, observers, readModels, generation, signal })
      if (signal?.aborted) return 'aborted'
      const causes = events.filter(({ type }) => this.#isHandled(type)).length
      if (causes === 0) return 'nothing'
      observe?.({ kind: 'reacted', causes, ...counts, milliseconds: performance.now() - startedAt })
      return 'reacted'
    })
  }

  /** Handles events, and leaves the checkpoint where it is. */
  async handle(events: readonly StoredEvent[], batch: Batch): Promise<void> {
    const { observers, generation } = batch
    for (const stored of events)
      if (!isHistoryEvent(stored)) observers.add(stored, this.#context.codec.decode(stored).data.on)
    const streams = byStream(events)
    await observers.load(generation, [...streams.keys()])
    // events of one stream in their order, streams concurrently
    await Promise.all([...streams.values()].map((ofStream) => this.#handleInOrder(ofStream, batch)))
  }

  #isHandled(type: string): boolean {
    return type === 'EntryAnnulled' || this.#processes.has(type)
  }

  async #handleInOrder(events: readonly StoredEvent[], batch: Batch): Promise<void> {
    await this.#views.changed(events, batch)
    for (const stored of events) {
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

/** Runs a function of a process; what it throws becomes a `ProcessError`. */
const runProcess = <Result>(context: SendContext, code: string, run: () => Result): Result => {
  try {
    return run()
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    const reason = { en: `its \`${code}\` failed: ${message}`, zh: `其 \`${code}\` 出错:${message}` }
    throw new ProcessError(context, reason, { cause })
  }
}

const listOf = (commands: unknown): readonly AnyCommand[] => {
  if (Array.isArray(commands)) return commands
  throw new TypeError(`it must return an array of commands, and returned ${describeValue(commands).en}`)
}

/** What the entries of commands that react to an event depend on: they stand right behind it in its day. */
const reactionTo = ({ stream, revision }: StoredEvent, metadata: Metadata): Reaction => {
  const place = placeOf(metadata)
  return {
    causedBy: positionOf({ stream, revision }),
    place: { ...place, depth: place.depth + 1 },
    recordedAt: metadata.recordedAt,
  }
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
