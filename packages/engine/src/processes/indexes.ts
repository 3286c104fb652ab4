import type { Generation, Put, ReadModelStore } from '../ports/index.js'
import { ObserverIndex } from './observer-index.js'
import { SentIndex } from './sent-index.js'

/** What a batch adds to the indexes that are kept beside the checkpoint of the processes. */
export interface Indexes {
  readonly sent: SentIndex
  readonly observers: ObserverIndex
  readonly answers: ObserverIndex
}

export const indexesIn = (store: Pick<ReadModelStore, 'get' | 'list'>): Indexes => ({
  sent: new SentIndex(store),
  observers: new ObserverIndex(store, 'decisions'),
  answers: new ObserverIndex(store, 'answers'),
})

/** The rows of what was added. */
export const putsOf = async (
  { sent, observers, answers }: Indexes,
  generation: Pick<Generation, 'id'>,
): Promise<readonly Put[]> =>
  (await Promise.all([sent, observers, answers].map((index) => index.puts(generation)))).flat()
