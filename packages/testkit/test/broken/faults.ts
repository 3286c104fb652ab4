import type { AppendError } from '@skein/engine'
import * as E from 'fp-ts/lib/Either.js'
import { type BrokenStore, brokenStore } from './broken-store.js'
import { withEvents } from './changed-store.js'

const promise = 'an append fails as unavailable; repeated after the repair, it is stored once'
const before = `the connection breaks before the commit: ${promise}`
const after = `the connection breaks after the commit: ${promise}`

export const faultDefects: readonly BrokenStore[] = [
  brokenStore(
    'reports that nothing was written although it was',
    (storage) => changingFailure(storage, (failure) => ({ ...failure, written: 'no' })),
    { faults: [after] },
  ),
  brokenStore(
    'shows event ids in its error text',
    (storage) =>
      changingFailure(storage, (failure, hash) => ({
        ...failure,
        reason: { ...failure.reason, en: `${failure.reason.en} (${hash})` },
      })),
    { faults: [before, after] },
  ),
  brokenStore(
    'throws an error that it should return',
    (storage) =>
      changingFailure(storage, (failure) => {
        throw new Error(failure.reason.en)
      }),
    { faults: [before, after] },
  ),
  brokenStore(
    'reports a success after a failure',
    (storage) =>
      withEvents(storage, ({ append }) => ({
        append: (stream, events, expected, previous) => {
          const appending = append(stream, events, expected, previous)
          return async () => {
            const result = await appending()
            const isLost =
              result._tag === 'Left' && result.left._tag === 'Unavailable' && !result.left.reason.en.includes('closed')
            return isLost ? E.right({ revision: events.length - 1 }) : result
          }
        },
      })),
    { faults: [before, after] },
  ),
]

type Unavailable = Extract<AppendError, { readonly _tag: 'Unavailable' }>

/** Changes the failures of appends, but not that of a closed store. */
const changingFailure = (
  storage: Parameters<typeof withEvents>[0],
  change: (failure: Unavailable, hash: string | undefined) => Unavailable,
) =>
  withEvents(storage, ({ append }) => ({
    append: (stream, events, expected, previous) => {
      const appending = append(stream, events, expected, previous)
      return async () => {
        const result = await appending()
        if (result._tag === 'Right' || result.left._tag === 'Conflict') return result
        return result.left.reason.en.includes('closed') ? result : E.left(change(result.left, events[0]?.hash))
      }
    },
  }))
