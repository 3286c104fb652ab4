import type { StoredEvent } from '@skein/engine'
import { collect } from '../../src/storage/store-access.js'
import { type BrokenStore, brokenStore, type ChangeHandle } from './broken-store.js'
import { letOthersRun, waitingForAppends, withEvents } from './changed-store.js'

/** Ids of events that are written but not yet visible, by store: its handles share them. */
const hidden = new Map<string, Set<string>>()
let appended = 0

/** Every third append becomes visible later than those after it; an append returns once it is visible. */
const committingLate =
  (
    visible: (events: readonly StoredEvent[], isHidden: (event: StoredEvent) => boolean) => readonly StoredEvent[],
  ): ChangeHandle =>
  (storage) =>
    waitingForAppends(
      withEvents(storage, ({ append, readAll, head }) => {
        const late = hidden.get(storage.name) ?? new Set()
        hidden.set(storage.name, late)
        return {
          append: (stream, events, expected, previous) => {
            const appending = append(stream, events, expected, previous)
            return async () => {
              const isLate = ++appended % 3 === 0
              if (isLate) for (const { hash } of events) late.add(hash)
              const result = await appending()
              if (isLate) await letOthersRun(5)
              for (const { hash } of events) late.delete(hash)
              return result
            }
          },
          readAll: ({ batchSize = 5_000, ...options } = {}) => {
            const all = collect(readAll(options))
            return (async function* () {
              const shown = visible(await all, ({ hash }) => late.has(hash))
              for (let start = 0; start < shown.length; start += batchSize) {
                yield shown.slice(start, start + batchSize)
                await head()
              }
            })()
          },
        }
      }),
    )

export const concurrentAppendDefects: readonly BrokenStore[] = [
  brokenStore(
    'skips an event whose transaction commits late',
    committingLate((events, isHidden) => events.filter((event) => !isHidden(event))),
    {
      'concurrent append': [
        'returns every event exactly once and in one order to a reader while others write',
        'commits nothing below a head that it has returned',
      ],
      'multi-process': [
        'returns every event exactly once and in one order while others write',
        'commits nothing below a head that it has returned while others write',
      ],
    },
  ),
  brokenStore(
    'returns a head below which events still commit',
    committingLate((events, isHidden) => {
      const first = events.findIndex(isHidden)
      return first === -1 ? events : events.slice(0, first)
    }),
    {
      'concurrent append': ['commits nothing below a head that it has returned'],
      'multi-process': ['commits nothing below a head that it has returned while others write'],
    },
  ),
]
