import {
  type AnyCommand,
  type AnyProcess,
  type Cause,
  describeValue,
  type Metadata,
  partsOf,
  placeOf,
  type Rejection,
  streamOf,
  type Text,
} from '@skein/kernel'
import type { Reaction } from '../commands/outcome.js'
import { metadataOf } from '../integrity/metadata.js'
import type { Generation, Position, StoredEvent } from '../ports/index.js'
import { isStorageError } from '../ports/storage-error.js'
import { backOff } from '../primitives/backoff.js'
import { untilAborted } from '../primitives/until-aborted.js'
import { divergedOf, divergedProcesses } from '../projections/checkpoints.js'
import type { Batch, Counts, ReactorContext } from './batch.js'
import { ChangedCauses } from './changed-causes.js'
import { beginProcesses } from './checkpoint.js'
import type { ProcessCommandSender, SendContext } from './command-sender.js'
import { ProcessError } from './process-error.js'
import { positionOf, SentIndex } from './sent-index.js'
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
  readonly #context: ReactorContext
  readonly #sender: ProcessCommandSender
  readonly #processes = new Map<string, AnyProcess[]>()
  readonly #types: readonly string[]
  readonly #changes: ChangedCauses
  /** How far the log was read after a checkpoint without finding an event for any process. */
  #readAhead: ReadAhead | undefined
  /** The last reason for which the processes could not go on. */
  #pausedBy = ''

  constructor(context: ReactorContext, sender: ProcessCommandSender) {
    this.#context = context
    this.#sender = sender
    this.#changes = new ChangedCauses(context, sender, this)
    for (const process of context.domain.processes)
      for (const type of process.on) this.#processes.set(type, [...(this.#processes.get(type) ?? []), process])
    const reactsTo = [...this.#processes.keys()]
    this.#types = reactsTo.length === 0 ? [] : [...reactsTo, 'EntryAnnulled']
  }

  /**
   * Handles all events up to the end of the log, including those that its own commands record.
   *
   * @returns the number of events that were handled
   */
  async catchUp(signal?: AbortSignal): Promise<number> {
    const { events } = this.#context.storage
    let handled = 0
    while (this.#types.length > 0 && !signal?.aborted) {
      const head = await events.head()
      const generation = await this.#checkpoint()
      const { checkpoint } = generation
      const hashes = await events.hashesAt([head, this.#readAhead?.to].flatMap((position) => position ?? []))
      const after = this.#readAheadOf(checkpoint, hashes) ?? checkpoint
      if (head === undefined || (after !== undefined && events.comparePositions(after, head) >= 0)) break
      const batches = events.readAll({
        until: head,
        types: this.#types,
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

  /**
   * Catches up, then handles events as they are appended, until the signal; without processes it only waits for that. An
   * unavailable store is tried again; so is a log that has lost events, until `restartProcesses` was called.
   */
  async follow(signal: AbortSignal): Promise<void> {
    if (this.#types.length === 0) return untilAborted(signal)
    for (let failures = 0; !signal.aborted; ) {
      try {
        let current: Generation | undefined = await this.#checkpoint()
        const after = current.checkpoint === undefined ? {} : { after: current.checkpoint }
        for await (const batch of this.#context.storage.events.subscribe({
          types: this.#types,
          batchSize,
          signal,
          ...after,
        })) {
          failures = 0
          current = await this.#handleBatch(batch, current, signal)
          if (current === undefined) break
        }
      } catch (error) {
        if (isStorageError(error, 'diverged')) this.#observePaused(error.text)
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

  async #checkpoint(): Promise<Generation> {
    const generation = await beginProcesses(this.#context.storage.readModels)
    await this.#assertOfLog(generation)
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
    await Promise.all([...byStream(batch)].map((events) => this.#handleInOrder(events, handled)))
    const last = batch.at(-1)
    if (signal?.aborted || last === undefined) return undefined
    await this.#assertOfLog(generation)
    const { position: to, hash } = last
    const puts = handled.sent.puts()
    const commit = { from: generation.checkpoint, to, hash, events: batch.length, puts, deletes: [] }
    if ((await storage.readModels.commit(generation.id, commit)) === 'stale') return undefined
    observe?.({ kind: 'reacted', causes: batch.length, ...counts, milliseconds: performance.now() - startedAt })
    return { ...generation, checkpoint: to, checkpointHash: hash }
  }

  async #handleInOrder(events: readonly StoredEvent[], batch: Batch): Promise<void> {
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

const byStream = (batch: readonly StoredEvent[]): Iterable<readonly StoredEvent[]> => {
  const streams = new Map<string, StoredEvent[]>()
  for (const event of batch) {
    const events = streams.get(event.stream)
    if (events === undefined) streams.set(event.stream, [event])
    else events.push(event)
  }
  return streams.values()
}
