// What the log of the simulator holds, and how it answers.
export interface Proposed {
  readonly id: string
  readonly type: string
  readonly contentType: string
  readonly data: Uint8Array
  readonly metadata: Uint8Array
}

export interface Entry extends Proposed {
  readonly stream: string
  readonly revision: number
  /** Its position in the log. */
  readonly commit: bigint
  /** The same: only transactions of an older protocol have another one. */
  readonly prepare: bigint
  /** Milliseconds since 1970. */
  readonly created: number
}

export interface LogPosition {
  readonly commit: bigint
  readonly prepare: bigint
}

export type Expectation = number | 'none' | 'any' | 'exists'

export type Answer =
  | { readonly kind: 'appended'; readonly revision: number; readonly position: LogPosition }
  | { readonly kind: 'wrong'; readonly current: number | undefined }
  | { readonly kind: 'deleted' }
