import { callFailureOf, storageError } from './errors.js'
import { RetryDeadline } from './retry-deadline.js'
import type { Server } from './server.js'
import type { ServerCall } from './server-call.js'

/**
 * Opens a call and yields what `read` makes of it. If the call breaks off, it is opened again.
 * @param open has to continue after the last item that was read
 * @param read has to renew the deadline whenever something arrives
 */
export async function* readWithRetry<Item, Result>(
  { closeGuard, name, retryTimeoutMs }: Server,
  stop: AbortSignal,
  open: () => ServerCall<Item>,
  read: (call: ServerCall<Item>, deadline: RetryDeadline) => AsyncGenerator<Result, void, undefined>,
): AsyncGenerator<Result, void, undefined> {
  const deadline = new RetryDeadline(retryTimeoutMs)
  for (;;) {
    closeGuard.assertOpen()
    const call = open()
    // a reader that asks for no more would keep the call open
    closeGuard.closing.addEventListener('abort', call.cancel)
    try {
      try {
        return yield* read(call, deadline)
      } finally {
        // runs also when a reader stops early
        closeGuard.closing.removeEventListener('abort', call.cancel)
        call.cancel()
      }
    } catch (thrown) {
      closeGuard.assertOpen()
      const failure = callFailureOf(thrown)
      if (failure.isTransient && (await deadline.pause(stop))) continue
      closeGuard.assertOpen()
      if (stop.aborted) return
      throw storageError(failure, name, thrown)
    }
  }
}
