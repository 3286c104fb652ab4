import type { StoredEvent } from '../ports/index.js'
import { StorageError } from '../ports/index.js'

/**
 * An iterable that ends on either of two causes: `signal` aborts, or its reader calls `return()`, which also interrupts
 * a `next()` that still waits.
 */
export const interruptible = <T>(
  signal: AbortSignal,
  start: (signal: AbortSignal) => AsyncGenerator<T, void, undefined>,
): AsyncIterable<T> => ({
  [Symbol.asyncIterator]: () => {
    const returned = new AbortController()
    const items = start(AbortSignal.any([signal, returned.signal]))
    return {
      next: () => items.next(),
      return: () => {
        returned.abort()
        return items.return()
      },
    }
  },
})

/** The end of a log, and what is at a position that was read before. */
export interface LogEnd {
  /** The last position; 0 for an empty log. */
  readonly head: number
  /** The hash of the event there. */
  readonly headHash: string | undefined
  /** The hash of the event at the position that was asked for. */
  readonly hash: string | undefined
}

/** A log whose positions are the numbers 1, 2, …, and its new events. */
export interface NumberedLog {
  /** @param position one that was read before; 0 for none */
  end(position: number): Promise<LogEnd>
  /** Events after one position, up to and including another, in batches. */
  pages(after: number, until: number): AsyncIterable<readonly StoredEvent[]>
  /** Read before `head` and passed to `waitForAppend`. */
  readonly notifications: number
  /** Resolves when there may be events after `head`, or when the signal aborts. */
  waitForAppend(notifications: number, head: number, signal: AbortSignal): Promise<void>
}

/**
 * Reads the log from a position on, then waits for more, until the signal aborts. Throws `StorageError` with fault
 * `diverged` where the log has lost what was read of it: it is shorter, or has another event there.
 */
export async function* followLog(
  after: number,
  log: NumberedLog,
  signal: AbortSignal,
): AsyncGenerator<readonly StoredEvent[], void, undefined> {
  let reached = after
  /** Of the event at `reached`, once it is known. */
  let reachedHash: string | undefined
  while (!signal.aborted) {
    const { notifications } = log
    const { head, headHash, hash } = await log.end(reached)
    if (head < reached) throw lostEvents(reached, `now ends at ${head}`, `现在止于 ${head}`)
    reachedHash ??= hash
    if (hash !== reachedHash) throw lostEvents(reached, 'has another event there now', '该处现在是另一事件')
    if (head === reached) {
      await log.waitForAppend(notifications, head, signal)
      continue
    }
    for await (const page of log.pages(reached, head)) {
      if (signal.aborted) return
      yield page
      if (signal.aborted) return
    }
    reached = head
    reachedHash = headHash
  }
}

const lostEvents = (reached: number, en: string, zh: string): StorageError =>
  new StorageError('diverged', {
    en: `The log was read up to position ${reached}, and ${en}: it lost events, in a failover or a restore.`,
    zh: `日志已读到位置 ${reached},而${zh}:日志在故障切换或恢复中丢失了事件。`,
  })
