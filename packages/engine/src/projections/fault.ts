import type { StoredEvent } from '../ports.js'

/** Something in the log, or in a projection's code, that is not as it must be. Never holds a value from an event. */
export interface Fault {
  /** `projection`: its code failed; `unreadable`: data is not JSON, or can't be upcast; the others are found by `verify`. */
  readonly kind: 'projection' | 'unreadable' | 'schema' | 'revision' | 'eventId' | 'hash' | 'seal'
  readonly projection?: string
  readonly stream?: string
  readonly revision?: number
  readonly type?: string
  readonly message: string
  readonly cause?: unknown
}

/** Where an event stands, for a fault about it. */
export const placeOf = ({ stream, revision, type }: StoredEvent) => ({ stream, revision, type })

/** A fault that nothing can go on from. */
export class ProjectionError extends Error {
  readonly _tag = 'ProjectionError'
  override readonly name = 'ProjectionError'
  readonly fault: Fault

  constructor(fault: Fault) {
    super(fault.message, { cause: fault.cause })
    this.fault = fault
  }
}
