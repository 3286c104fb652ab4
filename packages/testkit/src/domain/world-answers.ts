import { type AnyCommand, type AnyProcess, isSame, isSeenFrom, type Point, type ViewRequests } from '@skein/kernel'
import type { PendingCommand, Reaction } from './pending-command.js'

type Seen = Pick<Point, 'on' | 'place'>

/** What a process answered to a cause, on views as they were at a point. */
interface Answer {
  readonly process: AnyProcess
  readonly reaction: Reaction
  readonly point: Seen
  readonly requests: ViewRequests
  readonly commands: readonly AnyCommand[]
}

/** What is looked at again when a stream changes: answers that had views of it, and commands without effect in it. */
export class WorldAnswers {
  readonly #answers: Map<string, Answer>
  /** The keys of answers, by a stream of which they had views. */
  readonly #byStream: Map<string, ReadonlySet<string>>
  /** Commands that had no effect, by stream. */
  readonly #withoutEffect: Map<string, readonly PendingCommand[]>

  constructor(from?: WorldAnswers) {
    this.#answers = new Map(from === undefined ? [] : from.#answers)
    this.#byStream = new Map(from === undefined ? [] : from.#byStream)
    this.#withoutEffect = new Map(from === undefined ? [] : from.#withoutEffect)
  }

  /** Keeps an answer; returns the commands that were not sent for the cause before. */
  addAnswer(answer: Answer): readonly AnyCommand[] {
    const { process, reaction, requests, commands } = answer
    const key = `${reaction.cause.eventId} ${process.name}`
    const before = this.#answers.get(key)?.commands ?? []
    const fresh = commands.filter((command) => !before.some((sent) => isSame(sent, command)))
    this.#answers.set(key, { ...answer, commands: [...before, ...fresh] })
    for (const stream of streamsOf(requests))
      this.#byStream.set(stream, new Set([...(this.#byStream.get(stream) ?? []), key]))
    return fresh
  }

  addWithoutEffect(pending: PendingCommand): void {
    const { stream } = pending
    this.#withoutEffect.set(stream, [...(this.#withoutEffect.get(stream) ?? []), pending])
  }

  /** What may be different since a stream has changed at a point. */
  changed(
    stream: string,
    point: Seen,
  ): { readonly causes: readonly Answer[]; readonly commands: readonly PendingCommand[] } {
    const causes = [...(this.#byStream.get(stream) ?? [])].flatMap((key) => {
      const answer = this.#answers.get(key)
      return answer !== undefined && isSeenFrom(point, answer.point) ? [answer] : []
    })
    const all = this.#withoutEffect.get(stream) ?? []
    const commands = all.filter(({ command, sentBy }) => {
      if (sentBy === undefined) return false
      return isSeenFrom(point, { on: command.data.on, place: sentBy.place })
    })
    if (commands.length > 0)
      this.#withoutEffect.set(
        stream,
        all.filter((pending) => !commands.includes(pending)),
      )
    return { causes, commands }
  }
}

const streamsOf = (requests: ViewRequests): readonly string[] =>
  Object.values(requests).flatMap((request) =>
    'stream' in request ? [request.stream] : [...request.values()].map(({ stream }) => stream),
  )
