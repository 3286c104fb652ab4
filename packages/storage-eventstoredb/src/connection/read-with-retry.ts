import type { Purpose } from './answer-texts.js'
import { callFailureOf } from './answers.js'
import { storageError } from './call-failure.js'
import type { NodeClient } from './connection.js'
import { RetryDeadline } from './retry-deadline.js'
import type { Server } from './server.js'
import type { ServerCall } from './server-call.js'

export interface RetriedRead<Item, Result> {
  readonly purpose: Purpose
  /** Has to continue after the last item that was read. */
  readonly open: (node: NodeClient) => ServerCall<Item>
  /** Has to renew the deadline whenever something arrives that was asked for. */
  readonly read: (call: ServerCall<Item>, deadline: RetryDeadline) => AsyncGenerator<Result, void, undefined>
}

/** Opens a call and yields what `read` makes of it. If the call breaks off, it is opened again, at another node if need be. */
export async function* readWithRetry<Item, Result>(
  server: Server,
  stop: AbortSignal,
  { purpose, open, read }: RetriedRead<Item, Result>,
): AsyncGenerator<Result, void, undefined> {
  const { closeGuard, connection, name } = server
  const deadline = new RetryDeadline(server)
  for (;;) {
    closeGuard.assertOpen()
    let node: NodeClient | undefined
    try {
      node = await connection.current(deadline.attemptMs, stop)
      closeGuard.assertOpen()
      if (stop.aborted) return
      const call = open(node)
      // a reader that asks for no more would keep the call open
      closeGuard.closing.addEventListener('abort', call.cancel)
      try {
        return yield* read(call, deadline)
      } finally {
        // runs also when a reader stops early
        closeGuard.closing.removeEventListener('abort', call.cancel)
        call.cancel()
      }
    } catch (thrown) {
      closeGuard.assertOpen()
      if (stop.aborted) return
      const failure = callFailureOf(thrown, purpose)
      if (node !== undefined && failure.isOfNode) await connection.renew(node, failure.leader)
      const reason = deadline.reasonOf(failure, thrown)
      if (failure.isTransient && (await deadline.pause(thrown, stop))) continue
      closeGuard.assertOpen()
      if (stop.aborted) return
      throw storageError(reason, name, thrown)
    }
  }
}
