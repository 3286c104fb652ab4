import { type AnyCommand, type AnyProcess, partsOf } from '@skein/kernel'
import type { ChangedAnswers } from '../commands/amend-by-process.js'
import type { StoredEvent } from '../ports/index.js'
import { commandKey, targetOf } from './addressed-commands.js'
import { annulledEntry, formerEvents, reinstatedEntry, stillStands } from './annulled-entry.js'
import type { Batch, ReactorContext } from './batch.js'
import type { ProcessCommandSender, SendContext } from './command-sender.js'
import type { Reactions } from './reactions.js'
import { type Compensation, positionOf, type Sent } from './sent-index.js'

/** A cause that is answered again, and the event because of which it is. */
interface Again {
  readonly process: AnyProcess
  readonly context: SendContext
  /** Where it is, and where what it replaced was. */
  readonly former: readonly string[]
  /** `undefined` if it stands no more. */
  readonly cause: string | undefined
  readonly by: string
  readonly sent: Sent
}

/**
 * Answers causes again: those that changed, and those that rest on what changed. Only the difference is recorded: the same
 * answer stays, another content is corrected at its place, what is not sent any more is annulled, and what is new, or had
 * no effect so far, is sent.
 */
export class Answers {
  readonly #context: ReactorContext
  readonly #sender: ProcessCommandSender
  readonly #reactions: Reactions

  constructor(context: ReactorContext, sender: ProcessCommandSender, reactions: Reactions) {
    this.#context = context
    this.#sender = sender
    this.#reactions = reactions
  }

  /** Takes back what was sent for an annulled entry. */
  async retract(annulment: StoredEvent, batch: Batch): Promise<void> {
    const { storage, codec } = this.#context
    const annulled = await annulledEntry(annulment, storage.events, codec)
    for (const stored of annulled?.events ?? []) {
      // answered where the event that took its place is
      if (annulled?.replacedByTypes.has(stored.type)) continue
      const former = (annulled?.former ?? []).filter(({ type }) => type === stored.type).map(positionOf)
      for (const process of this.#reactions.processesOn(stored.type)) {
        const context = this.#reactions.contextOf(process.name, stored, batch)
        const sent = await batch.sent.sentFor(batch.generation, process.name, former)
        const again = { process, context, former, cause: undefined, by: annulment.eventId, sent }
        for (const stream of sent.streams) await this.#change(again, stream, [])
      }
    }
  }

  /** Answers an entry that stands again since its annulment was annulled. */
  async reinstated(annulment: StoredEvent, batch: Batch): Promise<void> {
    const { storage, codec } = this.#context
    for (const stored of (await reinstatedEntry(annulment, storage.events, codec)) ?? [])
      for (const process of this.#reactions.processesOn(stored.type))
        await this.again(process, stored, annulment.eventId, batch)
  }

  /** Answers a cause, if it stands, because of the event `by`: its own, if it took the place of another one. */
  async again(process: AnyProcess, stored: StoredEvent, by: string, batch: Batch): Promise<void> {
    if (!(await stillStands(positionOf(stored), this.#context))) return
    const context = { ...this.#reactions.contextOf(process.name, stored, batch), again: by }
    const earlier = await formerEvents(stored, this.#context.storage.events)
    const former = [...earlier.filter(({ type }) => type === stored.type), stored].map(positionOf)
    const cause = positionOf(stored)
    const sent = await batch.sent.sentFor(batch.generation, process.name, former)
    const again = { process, context, former, cause, by, sent }
    const commands = await this.#reactions.reactionOf(process, context, batch)
    const byStream = new Map<string, AnyCommand[]>([...sent.streams].map((stream) => [stream, []]))
    for (const command of commands) {
      const stream = targetOf(command, this.#context)
      batch.sent.add(cause, process.name, stream)
      byStream.set(stream, [...(byStream.get(stream) ?? []), command])
    }
    for (const [stream, toStream] of byStream) {
      if (context.signal?.aborted) return
      await this.#change(again, stream, toStream)
      const answered = await this.#answeredIn(again, stream)
      for (const command of toStream) {
        const isDone = answered.has(this.#keyOf(command))
        if (isDone) await this.#withdraw(again, this.#compensationsOf(command, sent))
        else await this.#offer(again, command, batch)
      }
    }
    const wanted = new Set(commands.map((command) => this.#keyOf(command)))
    await this.#withdraw(
      again,
      sent.compensations.filter(({ refused }) => !wanted.has(refused)),
    )
  }

  /**
   * Sends a command that has had no effect so far. What was done because it was refused is taken back if it has one now:
   * first, so that it finds things as they were.
   */
  async #offer(again: Again, command: AnyCommand, batch: Batch): Promise<void> {
    const { process, context, sent } = again
    const standing: Compensation[] = []
    for (const compensation of this.#compensationsOf(command, sent))
      if ((await this.#answeredIn(again, compensation.stream)).has(compensation.command)) standing.push(compensation)
    if (standing.length > 0) {
      const without = await this.#sender.send(command, { ...context, dryRun: true })
      if (without !== undefined) return
      await this.#withdraw(again, standing)
    }
    await this.#reactions.send(process, command, context, batch)
  }

  /** Changes the standing entries of one stream to what is sent now; compensations are left as they are. */
  async #change(again: Again, stream: string, commands: readonly AnyCommand[]): Promise<void> {
    const kept = again.cause === undefined ? [] : again.sent.compensations.map(({ command }) => command)
    const answers = this.#answersIn(again, stream)
    if (answers === undefined) return
    await this.#sender.changeAnswers({ ...answers, commands, kept: new Set(kept) }, again.by, again.context)
  }

  async #withdraw(again: Again, compensations: readonly Compensation[]): Promise<void> {
    for (const { stream, command } of compensations) {
      const answers = this.#answersIn(again, stream)
      if (answers === undefined || !(await this.#answeredIn(again, stream)).has(command)) continue
      await this.#sender.changeAnswers({ ...answers, commands: [], only: new Set([command]) }, again.by, again.context)
    }
  }

  async #answeredIn(again: Again, stream: string): Promise<ReadonlyMap<string, readonly string[]>> {
    const answers = this.#answersIn(again, stream)
    return answers === undefined ? new Map() : this.#sender.answeredIn(answers)
  }

  #answersIn(
    { process: { name }, former, cause }: Again,
    stream: string,
  ): Omit<ChangedAnswers, 'commands'> | undefined {
    const aggregate = this.#context.domain.aggregates.find((one) => one.name === partsOf(stream).aggregate)
    return aggregate && { process: name, aggregate, stream, formerCauses: new Set(former), cause }
  }

  #compensationsOf(command: AnyCommand, { compensations }: Sent): readonly Compensation[] {
    const key = this.#keyOf(command)
    return compensations.filter(({ refused }) => refused === key)
  }

  #keyOf(command: AnyCommand): string {
    return commandKey(command, this.#context)
  }
}
