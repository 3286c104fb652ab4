/** Something that goes wrong at every append or read until it is mended. */
export interface Fault {
  readonly on: 'append' | 'read'
  /** For appends: before or after the events are written; default before. */
  readonly when?: 'before' | 'after'
  /** For reads: after so many events; default 0. */
  readonly events?: number
  readonly how:
    | 'drop' // the connection breaks
    | 'stall' // no answer comes, ever
    | 'cancelled' // the server cancels the call
    | 'unavailable' // the server is not ready
    | 'timeout' // the server gave up waiting for the other nodes
    | 'deadline'
    | 'internal'
    | 'noLeader' // a node that doesn't know who leads
  /** How often; default until it is mended. */
  readonly times?: number
}

export class Faults {
  #fault: Fault | undefined
  #left = 0

  set(fault: Fault): void {
    this.#fault = fault
    this.#left = fault.times ?? Number.POSITIVE_INFINITY
  }

  mend(): void {
    this.#fault = undefined
  }

  /** What is to go wrong here, if anything. */
  at(on: 'append' | 'read', { when = 'before', events = 0 }: Pick<Fault, 'when' | 'events'>): Fault['how'] | undefined {
    const fault = this.#fault
    if (fault === undefined || fault.on !== on || this.#left <= 0) return undefined
    if ((fault.when ?? 'before') !== when || (fault.events ?? 0) !== events) return undefined
    this.#left--
    return fault.how
  }
}
