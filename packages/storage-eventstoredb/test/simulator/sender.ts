import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js'
import type { ServerWritableStream } from '@grpc/grpc-js'
import type { Entry } from './entry.ts'
import { eventOf } from './read-responses.ts'
import type { CallNode } from './roles.ts'

export type ReadCall = ServerWritableStream<ReadReq, ReadResp>

/** Sends as fast as the client reads, and applies the faults that are set. */
export class Sender {
  readonly #node: CallNode
  readonly #call: ReadCall
  readonly #signal: AbortSignal
  #sent = 0

  constructor(node: CallNode, call: ReadCall, signal: AbortSignal) {
    this.#node = node
    this.#call = call
    this.#signal = signal
  }

  async events(entries: readonly Entry[]): Promise<void> {
    for (const entry of entries) await this.event(entry)
  }

  async event(entry: Entry): Promise<void> {
    await this.send(eventOf(entry))
    this.#sent++
  }

  async send(response: ReadResp): Promise<void> {
    await this.applyFaults('before')
    if (this.#signal.aborted) return
    this.#node.count('messages')
    if (this.#call.write(response)) return
    await new Promise<void>((resolve) => {
      this.#call.once('drain', resolve)
      this.#signal.addEventListener('abort', () => resolve())
    })
  }

  /** Returns after a fault only when the call has ended. */
  async applyFaults(when: 'before' | 'confirmed'): Promise<void> {
    const how = this.#node.faults.at('read', { when, events: this.#sent })
    if (how === undefined) return
    const failure = this.#node.applyFault(how)
    if (failure !== undefined) this.fail(failure)
    if (!this.#signal.aborted)
      await new Promise<void>((resolve) => this.#signal.addEventListener('abort', () => resolve()))
  }

  fail(failure: { readonly code: number; readonly details: string }): void {
    this.#call.emit('error', Object.assign(new Error(failure.details), failure))
  }

  end(): void {
    if (!this.#signal.aborted) this.#call.end()
  }
}
