import type { Day, Evidence, Text } from '@skein/kernel'

/**
 * A recorded event that breaks a rule, or a stream that violates an invariant at the end of the log. The rule
 * `unknown-event` stands for all events of a type that the domain does not know, at the first of them.
 */
export interface Violation {
  readonly stream: string
  /** The event's revision; for an invariant the stream's last one, -1 for a stream without events. */
  readonly revision: number
  /** The event's type; absent for an invariant. */
  readonly type?: string
  /** The event's day; absent for an invariant and for unknown events. */
  readonly on?: Day
  readonly rule: string
  readonly message: Text
  readonly evidence: Evidence
  /** The streams of those whom it concerns, such as the people among the results of a batch; absent for the stream itself. */
  readonly affected?: readonly string[]
  /** The policy version that the decision was based on, as the event records it. */
  readonly policyVersion?: number
}
