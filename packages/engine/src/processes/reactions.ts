import {
  type AnyCommand,
  type AnyProcess,
  type Cause,
  describeValue,
  type Metadata,
  type Place,
  partsOf,
  placeOf,
  type Rejection,
  type ViewRequests,
} from '@skein/kernel'
import type { Reaction } from '../commands/outcome.js'
import { metadataOf } from '../integrity/metadata.js'
import type { StoredEvent } from '../ports/index.js'
import { commandKey, targetOf } from './addressed-commands.js'
import { stillStands } from './annulled-entry.js'
import type { Batch, ReactorContext } from './batch.js'
import type { ProcessCommandSender, SendContext } from './command-sender.js'
import { ProcessError } from './process-error.js'
import { positionOf } from './sent-index.js'
import { withdrawnReaction } from './withdrawn-reaction.js'

/** What the processes of a domain send for an event. */
export class Reactions {
  readonly #context: ReactorContext
  readonly #sender: ProcessCommandSender
  readonly #processes = new Map<string, AnyProcess[]>()

  constructor(context: ReactorContext, sender: ProcessCommandSender) {
    this.#context = context
    this.#sender = sender
    for (const process of context.domain.processes)
      for (const type of process.on) this.#processes.set(type, [...(this.#processes.get(type) ?? []), process])
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

  /**
   * Sends the reaction of one process to one event, if that stands: another reactor, or this one before its checkpoint was
   * lost, may have handled the annulment, and would take nothing back a second time.
   */
  async react(process: AnyProcess, context: SendContext, batch: Batch): Promise<void> {
    const commands = await this.reactionOf(process, context, batch)
    if (commands.length === 0 || !(await stillStands(context.reaction.causedBy, this.#context))) return
    for (const command of commands) {
      if (context.signal?.aborted) return
      await this.send(process, command, context, batch)
    }
  }

  /**
   * The commands of a process for an event: on things as they stood at the event, without what followed from it.
   *
   * @param until the last revision that is seen of the event's own stream; default everything
   */
  async reactionOf(
    process: AnyProcess,
    context: SendContext,
    batch: Batch,
    until?: number,
  ): Promise<readonly AnyCommand[]> {
    const { cause, reaction } = context
    const from = { on: cause.event.data.on, place: behind(reaction.place) }
    const requests = runProcess(context, 'views', () => process.views?.(cause)) ?? {}
    for (const stream of streamsOf(requests))
      if (stream !== cause.stream)
        batch.answers.add(stream, { observer: answerKey(reaction.causedBy, process.name), from, revision: -1 })
    const observed = await this.#context.views.load(requests)
    const { views } = await observed.viewsFrom(from, until === undefined ? undefined : new Map([[cause.stream, until]]))
    return runProcess(context, 'react', () => listOf(process.react(cause, views)))
  }

  /** Sends a command. A rejected one is compensated; a compensation is not. */
  async send(process: AnyProcess, command: AnyCommand, context: SendContext, batch: Batch): Promise<void> {
    const { counts, sent } = batch
    const { causedBy } = context.reaction
    counts.commands += 1
    const stream = targetOf(command, this.#context)
    sent.add(causedBy, process.name, stream)
    const without = await this.#sender.send(command, context)
    if (without === undefined) return
    this.#noteWithoutEffect(command, stream, context, batch)
    const { rejection } = without
    if (rejection === undefined) return
    counts.refused += 1
    const isCompensated = await this.#compensate(process, command, rejection, context, batch)
    // what nothing compensates for is carried through: what people entered later is contradicted
    if (!isCompensated && rejection.blocked !== undefined) await this.#sender.send(command, { ...context, force: true })
  }

  /** Notes that what a process had entered has no effect any more, so that it is offered again; `undefined` for the rest. */
  async noteWithdrawn(annulment: StoredEvent, batch: Batch) {
    const withdrawn = await withdrawnReaction(annulment, this.#context)
    const process = this.#context.domain.processes.find(({ name }) => name === withdrawn?.process)
    if (withdrawn === undefined || process === undefined) return undefined
    const { command, cause, isRefused } = withdrawn
    this.#noteWithoutEffect(command, annulment.stream, this.contextOf(process.name, cause, batch), batch)
    return { process, cause, isRefused }
  }

  /** @returns whether there is a compensation */
  async #compensate(
    process: AnyProcess,
    command: AnyCommand,
    rejection: Rejection,
    context: SendContext,
    { counts, sent }: Batch,
  ): Promise<boolean> {
    const compensations = runProcess(context, 'refused', () =>
      listOf(process.refused?.(command, rejection, context.cause) ?? []),
    )
    for (const compensation of compensations) {
      counts.commands += 1
      sent.addCompensation(context.reaction.causedBy, process.name, {
        refused: commandKey(command, this.#context),
        stream: targetOf(compensation, this.#context),
        command: commandKey(compensation, this.#context),
      })
      const without = await this.#sender.send(compensation, { ...context, force: true })
      if (without?.rejection !== undefined) counts.refused += 1
    }
    return compensations.length > 0
  }

  /** A command without effect is offered again when its stream changes before it. */
  #noteWithoutEffect({ data: { on } }: AnyCommand, stream: string, { process, reaction }: SendContext, batch: Batch) {
    const { place, causedBy } = reaction
    batch.answers.add(stream, { observer: answerKey(causedBy, process), from: { on, place }, revision: -1 })
  }
}

/** A cause and the process that answers it, as the index of answers names them. */
const answerKey = (cause: string, process: string): string => JSON.stringify([cause, process])

/** The inverse of `answerKey`. */
export const answerOf = (key: string): { readonly cause: string; readonly process: string } => {
  // sound: `answerKey` made it
  const [cause, process] = JSON.parse(key) as [string, string]
  return { cause, process }
}

/** Between a cause and what follows from it. */
const behind = (place: Place): Place => ({ ...place, depth: place.depth - 0.5 })

const streamsOf = (requests: ViewRequests): readonly string[] =>
  Object.values(requests).flatMap((request) =>
    'stream' in request ? [request.stream] : [...request.values()].map(({ stream }) => stream),
  )

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
