import { openMemory } from '@skein/engine'
import * as E from 'fp-ts/lib/Either.js'
import { collect } from '../../src/storage/store-access.js'
import { type BrokenStore, brokenStore } from './broken-store.js'
import { bound, withEvents, withKeys } from './changed-store.js'

export const reopenDefects: readonly BrokenStore[] = [
  brokenStore(
    'has no keys after a reopen',
    (storage, isFirst) => (isFirst ? storage : withKeys(storage, () => bound(openMemory().keys))),
    {
      'multi-process': ['grants a lock, a key and a claim to one handle'],
      reopen: ['keeps events, read models, keys and claims'],
    },
  ),
  brokenStore(
    'does not recognise a repeated append after a reopen',
    (storage, isFirst) =>
      isFirst
        ? storage
        : withEvents(storage, ({ append, readStream }) => ({
            append: (stream, events, expected, previous) => async () => {
              const known = await collect(readStream(stream))
              const actual = known.at(-1)?.revision ?? 'none'
              return actual === expected
                ? append(stream, events, expected, previous)()
                : E.left({ _tag: 'Conflict', expected, actual })
            },
          })),
    { reopen: ['accepts a repeated append and rejects another at the same revisions'] },
  ),
]
