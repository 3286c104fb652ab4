import { type EntryAnnulment, isStorageError, type Runtime, readEntries } from '@skein/engine'
import { isHistoryEvent } from '@skein/kernel'
import { BoundedMap } from '../primitives/bounded-map.js'

const cachedStreams = 1000

/** The events of a stream that no longer stand, by their ids, as known at a revision. */
interface Found {
  readonly revision: number
  readonly annulments: ReadonlyMap<string, EntryAnnulment>
}

/** Finds out which events of a stream no longer stand. What annuls an event is recorded after it, anywhere in the stream. */
export class StreamAnnulments {
  readonly #runtime: Pick<Runtime, 'domain' | 'storage'>
  readonly #found = new BoundedMap<string, Found>(cachedStreams)

  constructor(runtime: Pick<Runtime, 'domain' | 'storage'>) {
    this.#runtime = runtime
  }

  /** By the ids of events, up to a revision of the stream; and how many events were read for it. */
  async of(stream: string, revision: number): Promise<Pick<Found, 'annulments'> & { readonly read: number }> {
    const known = this.#found.get(stream)
    if (known?.revision === revision) return { annulments: known.annulments, read: 0 }
    const isOutdated =
      known === undefined || known.revision > revision || (await this.#changes(stream, known, revision))
    const annulments = isOutdated ? await this.#read(stream, revision) : known.annulments
    this.#found.set(stream, { revision, annulments })
    return { annulments, read: isOutdated ? revision + 1 : revision - known.revision }
  }

  /** Whether a later event is about an entry. */
  async #changes(stream: string, { revision }: Found, to: number): Promise<boolean> {
    const { events } = this.#runtime.storage
    for await (const batch of events.readStream(stream, { from: revision + 1, to }))
      if (batch.some(isHistoryEvent)) return true
    return false
  }

  async #read(stream: string, to: number): Promise<Found['annulments']> {
    const annulments = new Map<string, EntryAnnulment>()
    try {
      for (const { eventIds, annulled } of await readEntries(this.#runtime, stream, { to }))
        if (annulled !== undefined) for (const id of eventIds) annulments.set(id, annulled)
    } catch (error) {
      // without all of its events, the entries of a stream are not known
      if (!isStorageError(error, 'corrupt')) throw error
    }
    return annulments
  }
}
