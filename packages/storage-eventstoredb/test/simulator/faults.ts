/** A fault that occurs at appends or reads. */
export interface Fault {
  readonly on: 'append' | 'read'
  /** For appends: before or after the events are written; for subscriptions also right after the confirmation; default before. */
  readonly when?: 'before' | 'after' | 'confirmed'
  /** For reads: after so many events; default 0. */
  readonly events?: number
  readonly how:
    | 'drop' // the connection breaks
    | 'stall' // there is no answer
    | 'cancelled' // the server cancels the call
    | 'unavailable' // the server is not ready
    | 'timeout' // the server gave up waiting for the other nodes
    | 'deadline'
    | 'internal'
    | 'noLeader' // the node knows no leader
    | 'unknown' // the server fails in a way that it did not foresee
  /** How often; default until the faults are cleared. */
  readonly times?: number
}

export class Faults {
  #faults: { readonly fault: Fault; left: number }[] = []

  /** Sets the faults to occur, one after the other. */
  set(...faults: readonly Fault[]): void {
    this.#faults = faults.map((fault) => ({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }))
  }

  clear(): void {
    this.#faults = []
  }

  /** The fault that occurs here, if any. */
  at(on: 'append' | 'read', { when = 'before', events = 0 }: Pick<Fault, 'when' | 'events'>): Fault['how'] | undefined {
    const [current] = this.#faults
    if (current === undefined) return undefined
    const { fault } = current
    if (fault.on !== on || (fault.when ?? 'before') !== when || (fault.events ?? 0) !== events) return undefined
    current.left--
    if (current.left <= 0) this.#faults.shift()
    return fault.how
  }
}
