// What entering late, annulling, correcting and processes mean, as a model: slow, whole and small. Everything is decided
// again after every change, and nothing is stored twice. Properties compare the engine's functions with it.
import { type AnyCommand, type AnyProcess, type Cause, isSame, partsOf, type Rejection } from '@skein/kernel'
import { ModelDecider, type ModelDomain } from './model-decider.js'
import { type ModelEntry, ModelLog } from './model-log.js'

export type Answer =
  | { readonly kind: 'recorded' | 'duplicate' }
  /** `G8`: `by` is the rule that refuses the first of the later entries. */
  | { readonly kind: 'refused'; readonly rule: string; readonly by: string }

/** What a process sent for a cause, and the entry that it made; none if it had no effect. */
interface Sent {
  readonly command: AnyCommand
  readonly entry?: number
}

const maxRounds = 100

export class TwoTimesModel {
  readonly #domain: ModelDomain
  #log = new ModelLog()
  /** What was sent, by process, cause and target. */
  #sent = new Map<string, Sent>()

  constructor(domain: ModelDomain) {
    this.#domain = domain
  }

  /** An independent copy. */
  fork(): TwoTimesModel {
    const fork = new TwoTimesModel(this.#domain)
    fork.#log = this.#log.copy()
    fork.#sent = new Map(this.#sent)
    return fork
  }

  /** All standing entries, in history order. */
  entries(): readonly ModelEntry[] {
    return this.#log.inOrder()
  }

  /** The standing entries of a stream, in history order. */
  history(stream: string): readonly ModelEntry[] {
    return this.#log.history(stream)
  }

  state(stream: string): unknown {
    return this.#decider.fold(stream, this.#log.history(stream))
  }

  /** Enters commands of people: each takes its place by its day, and all are judged together. */
  enter(...commands: readonly AnyCommand[]): Answer {
    return this.#change(() =>
      commands.map((command) => {
        const id = this.#log.nextId()
        const stream = this.#domain.targetOf(command)
        return this.#log.add({ id, place: id, rank: this.#decider.rankOf(stream, command), stream, command })
      }),
    )
  }

  annul(id: number): Answer {
    return this.#change(() => {
      this.#log.remove(this.#log.entries.filter((entry) => entry.id === id))
      return []
    })
  }

  /** The same entry at the same place, put right. */
  correct(id: number, data: object): Answer {
    return this.#change(() => {
      const entry = this.#log.entries.find((one) => one.id === id)
      if (entry === undefined || entry.cause !== undefined) throw new Error(`${id} is no entry of a person`)
      entry.command = { ...entry.command, data: { ...entry.command.data, ...data } }
      return [entry]
    })
  }

  get #decider(): ModelDecider {
    return new ModelDecider(this.#domain, this.#log)
  }

  /** Makes a change, lets everything that follows from it settle, and keeps it whole or not at all. */
  #change(make: () => readonly ModelEntry[]): Answer {
    const before = { log: this.#log.copy(), sent: new Map(this.#sent) }
    const entered = make()
    for (let round = 0; this.#decideAllAgain() || this.#answerAgain(); round += 1)
      if (round > maxRounds) throw new Error('The model does not settle.')
    // what people entered is protected once everything has settled, and not on the way there
    const isBlocked = (entry: ModelEntry): boolean => entry.blocked !== undefined
    const blocked = entered.find(isBlocked) ?? this.#log.inOrder().find(isBlocked)
    if (blocked?.blocked !== undefined) {
      this.#log = before.log
      this.#sent = before.sent
      const { rule } = blocked.blocked
      return { kind: 'refused', rule: entered.includes(blocked) ? rule : 'G8', by: rule }
    }
    const duplicates = entered.filter(({ events }) => events.length === 0)
    this.#log.remove(duplicates)
    this.#log.settle()
    return { kind: entered.length > 0 && duplicates.length === entered.length ? 'duplicate' : 'recorded' }
  }

  #decideAllAgain(): boolean {
    return this.#log
      .streams()
      .map((stream) => this.#decider.decideAgain(stream))
      .some((isChanged) => isChanged)
  }

  /** Answers every cause again, and compares with what was sent for it. */
  #answerAgain(): boolean {
    let isChanged = false
    const wanted = new Set<string>()
    for (const entry of this.#log.inOrder()) {
      if (!this.#log.entries.includes(entry)) continue
      for (const event of entry.events)
        for (const process of this.#domain.processes.filter(({ on }) => on.includes(event.type))) {
          const { stream } = entry
          const cause: Cause = { event, eventId: String(entry.id), stream, id: partsOf(stream).id }
          for (const command of process.react(cause, this.#decider.viewsBehind(process.views?.(cause) ?? {}, entry))) {
            const key = `${process.name}|${entry.id}|${this.#keyOf(command)}`
            isChanged = this.#offer(key, command, { process, cause, entry }, wanted) || isChanged
          }
        }
    }
    for (const [key, { entry: id }] of [...this.#sent]) {
      if (wanted.has(key)) continue
      this.#sent.delete(key)
      isChanged = this.#takeOut(this.#log.entries.filter((entry) => entry.id === id)) || isChanged
    }
    return isChanged
  }

  /** Sends a command of a process, unless that was done; says whether anything is different. */
  #offer(key: string, command: AnyCommand, by: Reacting, wanted: Set<string>): boolean {
    wanted.add(key)
    const sent = this.#sent.get(key)
    const standing = this.#log.entries.find(({ id }) => id === sent?.entry)
    if (standing !== undefined) {
      if (isSame(sent?.command, command)) return false
      // another content is corrected at its place
      standing.command = command
      this.#sent.set(key, { command, entry: standing.id })
      this.#decider.decideAgain(standing.stream)
      return true
    }
    // new, or without effect so far: what was done because it was refused is set aside while it is offered
    const compensations = this.#log.entries.filter(({ cause }) => cause?.startsWith(`${key}/`))
    this.#takeOut(compensations)
    const result = this.#send(command, key, by.entry.place)
    if (typeof result !== 'object') {
      this.#sent.set(key, { command, ...(result !== undefined && { entry: result }) })
      return result !== undefined || compensations.length > 0
    }
    for (const entry of compensations) this.#log.restore(entry)
    for (const { stream } of compensations) this.#decider.decideAgain(stream)
    this.#sent.set(key, { command })
    if (key.split('/').length > 2) return false
    return (by.process.refused?.(command, result, by.cause) ?? [])
      .map((next) => this.#offer(`${key}/${this.#keyOf(next)}`, next, by, wanted))
      .some((isChanged) => isChanged)
  }

  /** The id of the entry that a command of a process makes, nothing where it has no effect, or its rejection. */
  #send(command: AnyCommand, cause: string, place: number): number | Rejection | undefined {
    const stream = this.#domain.targetOf(command)
    const id = this.#log.nextId()
    const entry = this.#log.add({ id, place, rank: this.#decider.rankOf(stream, command), stream, command, cause })
    const decided = this.#decider.decideFirst(entry)
    if (decided.rejection !== undefined || decided.events.length === 0) {
      this.#log.remove([entry])
      return decided.rejection
    }
    entry.events = decided.events
    this.#decider.decideAgain(stream)
    return id
  }

  #takeOut(entries: readonly ModelEntry[]): boolean {
    this.#log.remove(entries)
    for (const stream of new Set(entries.map((entry) => entry.stream))) this.#decider.decideAgain(stream)
    return entries.length > 0
  }

  #keyOf(command: AnyCommand): string {
    const { householdId = '', traineeId = '' }: Readonly<Record<string, unknown>> = { ...command.data }
    return [command.type, this.#domain.targetOf(command), String(householdId), String(traineeId)].join('|')
  }
}

/** A process that answers a cause. */
interface Reacting {
  readonly process: AnyProcess
  readonly cause: Cause
  readonly entry: ModelEntry
}
