import type { Position, Storage, StoredEvent } from '@skein/engine'
import { afterPosition } from './store-access.js'

/** Subscribes in the background until `count` events have been delivered. */
export const follow = ({ events }: Storage, after: Position | undefined, count: number, types?: readonly string[]) => {
  const stop = new AbortController()
  const delivered: StoredEvent[] = []
  const waiting: { readonly count: number; readonly resolve: () => void }[] = []
  const run = async () => {
    const options = { ...afterPosition(after), ...(types === undefined ? {} : { types }) }
    for await (const batch of events.subscribe({ ...options, signal: stop.signal, batchSize: 4 })) {
      delivered.push(...batch)
      for (const each of waiting) if (delivered.length >= each.count) each.resolve()
      if (delivered.length >= count) stop.abort()
    }
  }
  const ended = run()
  // the case awaits it; if the case fails earlier, its own error is the one to report
  ended.catch(() => undefined)
  return {
    delivered,
    ended,
    /** Resolves when so many events have been delivered; rejects if the subscription fails earlier. */
    until: (wanted: number) =>
      Promise.race([
        ended,
        new Promise<void>((resolve) => {
          if (delivered.length >= wanted) resolve()
          else waiting.push({ count: wanted, resolve })
        }),
      ]),
  }
}
