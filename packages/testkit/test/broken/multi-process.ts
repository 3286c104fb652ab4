import type { SubscribeOptions } from '@skein/engine'
import { afterPosition } from '../../src/storage/store-access.js'
import { type BrokenStore, brokenStore } from './broken-store.js'
import { pollInterval, withEvents } from './changed-store.js'

export const multiProcessDefects: readonly BrokenStore[] = [
  brokenStore(
    'does not notice events appended through another handle',
    (storage) =>
      withEvents(storage, ({ append, readAll }) => {
        let ownAppends = 0
        return {
          append: (stream, events, expected, previous) => {
            const appending = append(stream, events, expected, previous)
            return async () => {
              const result = await appending()
              ownAppends++
              return result
            }
          },
          subscribe: async function* ({ signal, ...options }: SubscribeOptions) {
            let { after } = options
            for (let known = -1; !signal.aborted; await pollInterval()) {
              if (known === ownAppends) {
                await storage.events.head()
                continue
              }
              known = ownAppends
              for await (const batch of readAll({ ...options, ...afterPosition(after) })) {
                yield batch
                after = batch.at(-1)?.position
                if (signal.aborted) return
              }
            }
          },
        }
      }),
    { 'multi-process': ['delivers events that are appended through another handle'] },
  ),
]
