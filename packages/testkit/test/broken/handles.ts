import { openMemory, type Storage, StorageError, type SubscribeOptions } from '@skein/engine'
import * as E from 'fp-ts/lib/Either.js'
import { type EventsChange, withEvents, withKeys, withReadModels } from './parts.js'

/** Stores in memory that may be opened once more by their name, as a file may. */
const stores = new Map<string, Storage>()

/** A store that keeps every promise, also those about several handles and about being opened again. */
export const openHandle = (): Storage => {
  const name = `shared:${stores.size + 1}`
  stores.set(name, openMemory())
  return reopenHandle({ name })
}

/** One more handle; each has a door of its own. */
export const reopenHandle = (like: Pick<Storage, 'name'>): Storage => {
  const [name = ''] = like.name.split('?')
  const shared = stores.get(name)
  if (shared === undefined) throw new Error(`${name} was never opened`)
  const closing = new AbortController()
  const assertOpen = () => {
    if (closing.signal.aborted) throw new StorageError('closed', `${name} was closed; open it again.`)
  }
  const asserting =
    <Given extends readonly unknown[], Result>(work: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      assertOpen()
      return work(...given)
    }
  async function* assertingBatches<Batch>(batches: AsyncIterable<Batch>): AsyncIterable<Batch> {
    assertOpen()
    for await (const batch of batches) {
      yield batch
      assertOpen()
    }
  }
  const events: EventsChange = ({ append, readStream, readAll, subscribe, head, count }) => ({
    append: (stream, batch, expected) => {
      const appending = append(stream, batch, expected)
      return async () => {
        if (!closing.signal.aborted) return appending()
        return E.left({ _tag: 'Unavailable', written: 'no', reason: `${name} was closed; open it again.` })
      }
    },
    readStream: (...given) => assertingBatches(readStream(...given)),
    // begun at once: it ends where the log ends now
    readAll: (...given) => assertingBatches(readAll(...given)),
    subscribe: (options: SubscribeOptions) =>
      assertingBatches(
        untilClosed(subscribe({ ...options, signal: AbortSignal.any([options.signal, closing.signal]) }), assertOpen),
      ),
    head: asserting(head),
    count: asserting(count),
  })
  const handle = withKeys(
    withReadModels(withEvents({ ...shared, name }, events), (of) => ({
      generations: asserting(of.generations),
      begin: asserting(of.begin),
      commit: asserting(of.commit),
      promote: asserting(of.promote),
      drop: asserting(of.drop),
      get: asserting(of.get),
      list: asserting(of.list),
      count: asserting(of.count),
      lock: asserting(of.lock),
      unlock: asserting(of.unlock),
    })),
    (of) => ({
      find: asserting(of.find),
      add: asserting(of.add),
      destroy: asserting(of.destroy),
      claim: asserting(of.claim),
      claimant: asserting(of.claimant),
      claimsOf: asserting(of.claimsOf),
      unclaim: asserting(of.unclaim),
    }),
  )
  return { ...handle, close: async () => closing.abort() }
}

/** Who follows hears of the closing even where nothing comes any more. */
async function* untilClosed<Batch>(batches: AsyncIterable<Batch>, assertOpen: () => void): AsyncIterable<Batch> {
  yield* batches
  assertOpen()
}
