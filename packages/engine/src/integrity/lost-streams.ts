import type { EventStore, StoredEvent } from '../ports/index.js'
import { isStorageError } from '../ports/storage-error.js'
import type { HashChains } from './chain.js'
import type { Finding } from './finding.js'
import { observedRevisionsOf } from './metadata.js'

/** Streams that are read at the same time. */
const concurrency = 16

/** The last event of a stream that a decision saw, and that the log did not have before that decision. */
interface Observed {
  readonly revision: number
  readonly by: Pick<StoredEvent, 'stream' | 'revision'>
}

/** A stream, and the revision of its first event in the log. */
export interface Begun {
  readonly stream: string
  readonly first: number
}

/** Finds streams that decisions saw and the log does not have: it keeps nothing of those that the log has. */
export class LostStreams {
  readonly #chains: HashChains
  readonly #unseen = new Map<string, Observed>()

  /** @param chains the chains of the log so far */
  constructor(chains: HashChains) {
    this.#chains = chains
  }

  /** Call it with every event of the log. */
  add(event: StoredEvent): void {
    const { stream, revision } = event
    for (const [observed, seen] of Object.entries(observedRevisionsOf(event))) {
      if (seen <= (this.#chains.lastRevision(observed) ?? -1)) continue
      if (seen > (this.#unseen.get(observed)?.revision ?? -1))
        this.#unseen.set(observed, { revision: seen, by: { stream, revision } })
    }
  }

  /** Streams whose last events are missing, after the whole log. */
  *missing(): Iterable<Finding> {
    for (const [stream, { revision, by }] of this.#unseen) {
      const last = this.#chains.lastRevision(stream)
      if (last !== undefined && last >= revision) continue
      const found = last === undefined ? { en: 'no event of it', zh: '没有该流的事件' } : endsAt(last)
      yield {
        kind: 'revision',
        stream,
        revision,
        text: {
          en: `${by.stream}@${by.revision} was decided on ${stream}@${revision}, and the log has ${found.en}`,
          zh: `${by.stream}@${by.revision} 依据 ${stream}@${revision} 作出,而日志${found.zh}`,
        },
      }
    }
  }
}

/** Asks the store for the first events of streams of the log: those that it does not return from their beginning. */
export async function* unreadableStreams(
  begun: readonly Begun[],
  events: Pick<EventStore, 'readStream'>,
): AsyncIterable<Finding> {
  for (let next = 0; next < begun.length; next += concurrency) {
    const some = begun.slice(next, next + concurrency)
    const found = await Promise.all(some.map(({ stream, first }) => beginning(stream, first, events)))
    yield* found.flatMap((finding) => finding ?? [])
  }
}

/** @param first the revision of its first event in the log */
const beginning = async (
  stream: string,
  first: number,
  events: Pick<EventStore, 'readStream'>,
): Promise<Finding | undefined> => {
  try {
    for await (const [event] of events.readStream(stream, { from: 0, to: first, batchSize: 1 }))
      if (event?.revision === first) return undefined
  } catch (error) {
    if (!isStorageError(error, 'corrupt')) throw error
    return { kind: 'revision', stream, text: error.text }
  }
  return {
    kind: 'revision',
    stream,
    revision: first,
    text: {
      en: 'the log has this event, and reading the stream does not return it',
      zh: '日志中有该事件,但读取该流时未返回',
    },
  }
}

const endsAt = (last: number) => ({ en: `its events up to ${last} only`, zh: `仅有至序号 ${last} 的事件` })
