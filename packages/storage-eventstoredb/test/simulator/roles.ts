// What the parts of the simulator need of each other.
import type { Metadata } from '@grpc/grpc-js'
import type { Fault, Faults } from './faults.ts'
import type { Answer, Expectation, Log, Proposed } from './log.ts'
import type { Failure } from './statuses.ts'

/** Calls that a node counts. */
export interface CallCounts {
  appends: number
  batchAppends: number
  reads: number
}

/** What a call needs of the node that handles it. */
export interface CallNode {
  readonly log: Log
  readonly faults: Faults
  count(call: keyof CallCounts): void
  /** The error that this node answers a caller with instead of handling the call, if any. */
  refusal(call: { readonly metadata: Metadata }): Failure | undefined
  /** Appends, unless a fault occurs before; answers, unless one occurs after. */
  commit(name: string, events: readonly Proposed[], expected: Expectation, answer: CommitAnswer): void
  /** Makes a fault occur; returns the status to answer with, unless there is no answer. */
  applyFault(how: Fault['how']): Failure | undefined
}

export interface CommitAnswer {
  readonly done: (result: Answer) => void
  readonly fail: (failure: Failure) => void
}

/** What a node needs of its cluster. */
export interface NodeCluster {
  readonly log: Log
  readonly nodes: readonly { readonly port: number }[]
  readonly leader: { readonly port: number } | undefined
  /** Checks the conditions that tests wait for. */
  notify(): void
}
