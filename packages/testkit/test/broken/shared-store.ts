import { openMemory, type Storage, StorageError, type SubscribeOptions } from '@skein/engine'
import { closedText } from '@skein/engine/storage'
import * as E from 'fp-ts/lib/Either.js'
import { type EventsChange, withEvents, withKeys, withReadModels } from './changed-store.js'

/** Stores in memory that can be opened again by name, as a file can. */
const stores = new Map<string, Storage>()
let opened = 0

/** A new store that keeps every promise, also those about several handles and about reopening. */
export const openSharedStore = (): Storage => {
  opened += 1
  const name = `shared:${opened}`
  stores.set(name, openMemory())
  return openAnotherHandle({ name })
}

/** Frees the memory of all stores. None can be opened again. */
export const dropSharedStores = (): void => stores.clear()

/** Another handle of the store; each is closed on its own. */
export const openAnotherHandle = (like: Pick<Storage, 'name'>): Storage => {
  const [name = ''] = like.name.split('?')
  const shared = stores.get(name)
  if (shared === undefined) throw new Error(`${name} is not open`)
  const closed = new AbortController()
  const assertOpen = () => {
    if (closed.signal.aborted) throw new StorageError('closed', closedText(name))
  }
  const whileOpen =
    <Given extends readonly unknown[], Result>(work: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      assertOpen()
      return work(...given)
    }
  async function* batchesWhileOpen<Batch>(batches: AsyncIterable<Batch>): AsyncIterable<Batch> {
    assertOpen()
    for await (const batch of batches) {
      yield batch
      assertOpen()
    }
  }
  const events: EventsChange = ({ append, readStream, readAll, subscribe, head, count }) => ({
    append: (stream, batch, expected, previous) => {
      const appending = append(stream, batch, expected, previous)
      return async () => {
        if (!closed.signal.aborted) return appending()
        return E.left({ _tag: 'Unavailable', written: 'no', reason: closedText(name) })
      }
    },
    readStream: (...given) => batchesWhileOpen(readStream(...given)),
    // called at once: readAll ends where the log ends now
    readAll: (...given) => batchesWhileOpen(readAll(...given)),
    subscribe: (options: SubscribeOptions) =>
      batchesWhileOpen(
        untilClosed(subscribe({ ...options, signal: AbortSignal.any([options.signal, closed.signal]) }), assertOpen),
      ),
    head: whileOpen(head),
    count: whileOpen(count),
  })
  const handle = withKeys(
    withReadModels(withEvents({ ...shared, name }, events), (of) => ({
      generations: whileOpen(of.generations),
      begin: whileOpen(of.begin),
      commit: whileOpen(of.commit),
      promote: whileOpen(of.promote),
      drop: whileOpen(of.drop),
      get: whileOpen(of.get),
      list: whileOpen(of.list),
      count: whileOpen(of.count),
      lock: whileOpen(of.lock),
      unlock: whileOpen(of.unlock),
      locks: whileOpen(of.locks),
    })),
    (of) => ({
      find: whileOpen(of.find),
      add: whileOpen(of.add),
      destroy: whileOpen(of.destroy),
      claim: whileOpen(of.claim),
      claimant: whileOpen(of.claimant),
      claimsOf: whileOpen(of.claimsOf),
      unclaim: whileOpen(of.unclaim),
    }),
  )
  return { ...handle, close: async () => closed.abort('closed') }
}

/** A subscription fails on close, also if no event comes any more. */
async function* untilClosed<Batch>(batches: AsyncIterable<Batch>, assertOpen: () => void): AsyncIterable<Batch> {
  yield* batches
  assertOpen()
}
