import type { Text } from '@skein/kernel'
import type { StoredEvent } from '../ports/index.js'

/** Something that is wrong in the log, or in the code of a projection. Never holds a value from an event. */
export interface Finding {
  /**
   * `projection`: its code failed; `unreadable`: data is not JSON, or cannot be upcast; `corrupt`: it was changed after
   * it was recorded, or one of its encrypted values was moved; `verify` finds the others.
   */
  readonly kind: 'projection' | 'unreadable' | 'schema' | 'corrupt' | 'revision' | 'seal'
  readonly projection?: string
  readonly stream?: string
  readonly revision?: number
  readonly type?: string
  readonly text: Text
  readonly cause?: unknown
}

/** Where in the log an event is, for a finding about it. */
export const locationOf = ({ stream, revision, type }: StoredEvent) => ({ stream, revision, type })
