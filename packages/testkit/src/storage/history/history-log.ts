import type { EventSeen, HistoryOperation } from './operations.js'
import type { HistoryViolation } from './violation.js'

/** When an event was written: after `calledAt`, and before `acknowledgedAt`. */
export interface Written {
  readonly calledAt: number
  readonly acknowledgedAt: number
}

const none: readonly EventSeen[] = []

/** The log of a history, with what its operations say about when each event was written. */
export class HistoryLog {
  readonly events: readonly EventSeen[]
  readonly violations: readonly HistoryViolation[]
  /** The place of each event in the log, by its hash. */
  readonly indexes = new Map<string, number>()
  readonly #streams = new Map<string, EventSeen[]>()
  readonly #written = new Map<string, Written>()
  readonly #positions = new Map<string, number>()
  readonly #earliest = new Map<readonly EventSeen[], number[]>()

  constructor(events: readonly EventSeen[], operations: readonly HistoryOperation[]) {
    this.events = events
    for (const operation of operations) {
      if (operation.kind !== 'append') continue
      const { hashes, calledAt, returnedAt = Infinity, result } = operation
      const acknowledgedAt = result?.is === 'done' ? returnedAt : Infinity
      for (const hash of hashes) {
        const known = this.writtenOf(hash)
        this.#written.set(hash, {
          calledAt: Math.min(known.calledAt, calledAt),
          acknowledgedAt: Math.min(known.acknowledgedAt, acknowledgedAt),
        })
      }
    }
    const violations: HistoryViolation[] = []
    for (const [index, event] of events.entries()) {
      const name = nameOf(event)
      if (this.indexes.has(event.hash)) violations.push({ kind: 'doubled', text: `${name} is in the log twice` })
      this.indexes.set(event.hash, index)
      this.#positions.set(event.position, index)
      const stream = this.#streams.get(event.stream) ?? []
      if (event.revision !== stream.length)
        violations.push({ kind: 'gap', text: `${name} follows ${stream.length} events of its stream` })
      stream.push(event)
      this.#streams.set(event.stream, stream)
      if (!this.#written.has(event.hash)) violations.push({ kind: 'phantom', text: `nobody appended ${name}` })
    }
    this.violations = [...violations, ...this.#againstRealTime()]
  }

  streamOf(stream: string): readonly EventSeen[] {
    return this.#streams.get(stream) ?? none
  }

  writtenOf(hash: string): Written {
    return this.#written.get(hash) ?? { calledAt: Infinity, acknowledgedAt: Infinity }
  }

  /** The place in the log of the event at a position; -1 if there is none. */
  indexAt(position: string): number {
    return this.#positions.get(position) ?? -1
  }

  /** When the first of the events behind `from`, or of those after it, was acknowledged: they are written in order. */
  acknowledgedFrom(events: readonly EventSeen[], from: number): number {
    let known = this.#earliest.get(events)
    if (known === undefined) {
      known = new Array(events.length)
      for (let index = events.length - 1, earliest = Infinity; index >= 0; index--) {
        earliest = Math.min(earliest, this.writtenOf(events[index]?.hash ?? '').acknowledgedAt)
        known[index] = earliest
      }
      this.#earliest.set(events, known)
    }
    return known[from] ?? Infinity
  }

  /** Events that stand before others although those were acknowledged before they were appended. */
  #againstRealTime(): readonly HistoryViolation[] {
    const violations: HistoryViolation[] = []
    let latest: { readonly event: EventSeen; readonly calledAt: number } | undefined
    for (const event of this.events) {
      const { calledAt, acknowledgedAt } = this.writtenOf(event.hash)
      if (latest !== undefined && acknowledgedAt < latest.calledAt)
        violations.push({
          kind: 'order',
          text: `${nameOf(latest.event)} stands before ${nameOf(event)}, which was acknowledged before it was appended`,
        })
      if (Number.isFinite(calledAt) && calledAt > (latest?.calledAt ?? -Infinity)) latest = { event, calledAt }
    }
    return violations
  }
}

export const nameOf = ({ stream, revision }: Pick<EventSeen, 'stream' | 'revision'>): string => `${stream}@${revision}`
