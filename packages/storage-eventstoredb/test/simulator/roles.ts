// What the parts of the simulator need of each other.
import type { Metadata } from '@grpc/grpc-js'
import type { Answer, Expectation, Proposed } from './entry.ts'
import type { Fault, Faults } from './faults.ts'
import type { Log } from './log.ts'
import type { Failure, ServerVersion } from './statuses.ts'

/** Calls that a node counts. */
export interface CallCounts {
  appends: number
  batchAppends: number
  reads: number
  /** Answers to reads: events, confirmations, checkpoints. */
  messages: number
}

/** What a caller wants to do; a stream of `$all`: the log of all streams. */
export interface Access {
  readonly stream: string
  readonly action: 'read' | 'append'
}

/** What a call needs of the node that handles it. */
export interface CallNode {
  readonly log: Log
  readonly faults: Faults
  count(call: keyof CallCounts): void
  readonly version: ServerVersion
  /** The error that this node answers a caller with instead of handling the call, if any. */
  refusal(call: { readonly metadata: Metadata }, access: Access): Failure | undefined
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
