import { type AnyCommand, type AnyProcess, partsOf } from '@skein/kernel'
import type { ChangedAnswers } from '../commands/amend-by-process.js'
import type { StoredEvent } from '../ports/index.js'
import { annulledEntry, formerEvents, reinstatedEntry } from './annulled-entry.js'
import type { Batch, ReactorContext } from './batch.js'
import type { ProcessCommandSender, SendContext } from './command-sender.js'
import { positionOf } from './sent-index.js'

/** What a reactor does with one event. */
interface Reactions {
  processesOn(type: string): readonly AnyProcess[]
  contextOf(process: string, stored: StoredEvent, batch: Batch): SendContext
  reactionOf(process: AnyProcess, context: SendContext): Promise<readonly AnyCommand[]>
  react(process: AnyProcess, context: SendContext, batch: Batch): Promise<void>
  send(process: AnyProcess, command: AnyCommand, context: SendContext, batch: Batch): Promise<void>
  targetOf(command: AnyCommand): string
}

/** Answers causes again that were annulled, replaced, or stand again: only the difference is sent. */
export class ChangedCauses {
  readonly #context: ReactorContext
  readonly #sender: ProcessCommandSender
  readonly #reactions: Reactions

  constructor(context: ReactorContext, sender: ProcessCommandSender, reactions: Reactions) {
    this.#context = context
    this.#sender = sender
    this.#reactions = reactions
  }

  /** Takes back what was sent for an annulled entry, or answers one that stands again since its annulment was annulled. */
  async annulled(annulment: StoredEvent, batch: Batch): Promise<void> {
    const { events } = this.#context.storage
    const { codec } = this.#context
    const annulled = await annulledEntry(annulment, events, codec)
    if (annulled === undefined) await this.#answerReinstated(annulment, batch)
    for (const stored of annulled?.events ?? []) {
      // answered where the event that took its place is
      if (annulled?.replacedByTypes.has(stored.type)) continue
      const former = (annulled?.former ?? []).filter(({ type }) => type === stored.type).map(positionOf)
      for (const process of this.#reactions.processesOn(stored.type)) {
        const context = this.#reactions.contextOf(process.name, stored, batch)
        for (const stream of await batch.sent.streamsOf(batch.generation, process.name, former)) {
          const answers = this.#changedAnswers(process, stream, former, undefined, [])
          if (answers !== undefined) await this.#sender.changeAnswers(answers, annulment.eventId, context)
        }
      }
    }
  }

  /** Answers an event that took the place of another one: what was sent for that is changed, and the rest is sent. */
  async replaced(process: AnyProcess, stored: StoredEvent, context: SendContext, batch: Batch): Promise<void> {
    const events = await formerEvents(stored, this.#context.storage.events)
    const former = events.filter(({ type }) => type === stored.type).map(positionOf)
    const byStream = new Map<string, AnyCommand[]>()
    for (const stream of await batch.sent.streamsOf(batch.generation, process.name, former)) byStream.set(stream, [])
    for (const command of await this.#reactions.reactionOf(process, context)) {
      const stream = this.#reactions.targetOf(command)
      byStream.set(stream, [...(byStream.get(stream) ?? []), command])
    }
    for (const [stream, commands] of byStream) {
      if (context.signal?.aborted) return
      batch.sent.add(positionOf(stored), process.name, stream)
      const answers = this.#changedAnswers(process, stream, former, positionOf(stored), commands)
      const anew = answers && (await this.#sender.changeAnswers(answers, stored.eventId, context))
      for (const command of anew ?? commands) await this.#reactions.send(process, command, context, batch)
    }
  }

  async #answerReinstated(annulment: StoredEvent, batch: Batch): Promise<void> {
    const { storage, codec } = this.#context
    for (const stored of (await reinstatedEntry(annulment, storage.events, codec)) ?? [])
      for (const process of this.#reactions.processesOn(stored.type)) {
        const context = { ...this.#reactions.contextOf(process.name, stored, batch), again: annulment.eventId }
        await this.#reactions.react(process, context, batch)
      }
  }

  #changedAnswers(
    { name }: AnyProcess,
    stream: string,
    former: readonly string[],
    cause: string | undefined,
    commands: readonly AnyCommand[],
  ): ChangedAnswers | undefined {
    const aggregate = this.#context.domain.aggregates.find((one) => one.name === partsOf(stream).aggregate)
    return aggregate && { process: name, aggregate, stream, formerCauses: new Set(former), cause, commands }
  }
}
