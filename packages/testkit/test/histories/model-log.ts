// The entries of the model: those that stand, in the order of their ids.
import type { AnyCommand, AnyEvent, Rank, Rejection } from '@skein/kernel'

/** The events of one command, of one day. Its id stays when its events are replaced. */
export interface ModelEntry {
  readonly id: number
  /** The id of what a person entered; what follows from it has the same. */
  readonly place: number
  readonly rank: Rank
  readonly stream: string
  command: AnyCommand
  events: readonly AnyEvent[]
  /** What a process answered; absent for what a person entered. A compensation has `/` in it. */
  readonly cause?: string
  /** Recorded by a change that was accepted. */
  isSettled: boolean
  /** The rules of permission that it lacks as things are known now. */
  contradictedBy: readonly string[]
  /** The rule in its way while a change is made. */
  blocked?: Rejection | undefined
}

type NewEntry = Omit<ModelEntry, 'events' | 'isSettled' | 'contradictedBy' | 'blocked'>

/** Valid time first; on one day the rank, then the order of entry, consequences right behind their cause. */
export const inHistory = (a: ModelEntry, b: ModelEntry): number => {
  const [first, second] = [a.command.data.on, b.command.data.on]
  if (first !== second) return first < second ? -1 : 1
  return a.rank - b.rank || a.place - b.place || a.id - b.id
}

export class ModelLog {
  entries: readonly ModelEntry[] = []
  #ids = 0

  nextId(): number {
    this.#ids += 1
    return this.#ids
  }

  add(entry: NewEntry): ModelEntry {
    const added: ModelEntry = { ...entry, events: [], isSettled: false, contradictedBy: [] }
    this.entries = [...this.entries, added]
    return added
  }

  restore(entry: ModelEntry): void {
    this.entries = [...this.entries, entry]
  }

  remove(those: readonly ModelEntry[]): void {
    this.entries = this.entries.filter((entry) => !those.includes(entry))
  }

  settle(): void {
    for (const entry of this.entries) entry.isSettled = true
  }

  streams(): readonly string[] {
    return [...new Set(this.entries.map(({ stream }) => stream))]
  }

  history(stream: string): readonly ModelEntry[] {
    return this.inOrder().filter((entry) => entry.stream === stream)
  }

  inOrder(): readonly ModelEntry[] {
    return [...this.entries].sort(inHistory)
  }

  copy(): ModelLog {
    const copy = new ModelLog()
    copy.entries = this.entries.map((entry) => ({ ...entry }))
    copy.#ids = this.#ids
    return copy
  }
}
