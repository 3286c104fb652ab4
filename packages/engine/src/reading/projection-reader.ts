import { type AnyProjection, type Day, type Domain, day, type Entry } from '@skein/kernel'
import type { Codec } from '../integrity/codec.js'
import type { Generation, ListOptions, Storage } from '../ports/index.js'
import { inGeneration } from './generation.js'
import { DocumentHistories } from './histories.js'
import type { DocumentPage, ReadModel, ReadOptions } from './read-model.js'

const defaultLimit = 100

/** The read model of a projection: documents are published from stored entries when they are read. */
export class ProjectionReader implements ReadModel {
  readonly #projection: AnyProjection
  readonly #storage: Storage
  readonly #histories: DocumentHistories
  readonly #today: () => Day

  constructor(
    projection: AnyProjection,
    domain: Pick<Domain, 'aggregates'>,
    storage: Storage,
    codec: Codec,
    today: () => Day,
  ) {
    this.#projection = projection
    this.#storage = storage
    this.#histories = new DocumentHistories(domain, storage.events, codec)
    this.#today = today
  }

  get(key: string, options: ReadOptions = {}): Promise<unknown> {
    return inGeneration(this.#storage, this.#projection, options, async (generation) => {
      const stored = await this.#storage.readModels.get(generation.id, 'doc', [key])
      const [item] = await this.#publish(generation, [...stored], options)
      return item?.doc
    })
  }

  list({ prefix, limit = defaultLimit, cursor, ...options }: ReadOptions & ListOptions = {}): Promise<DocumentPage> {
    return inGeneration(this.#storage, this.#projection, options, async (generation) => {
      const items: { key: string; doc: unknown }[] = []
      let next = cursor
      // a projection may publish nothing for a key: then the page is filled from the keys after it
      do {
        const page = await this.#storage.readModels.list(generation.id, 'doc', {
          limit: limit - items.length,
          ...(prefix === undefined ? {} : { prefix }),
          ...(next === undefined ? {} : { cursor: next }),
        })
        const texts = page.items.map(({ key, value }) => [key, value] as const)
        items.push(...(await this.#publish(generation, texts, options)))
        next = page.cursor
      } while (next !== undefined && items.length < limit)
      return { items, ...(next === undefined ? {} : { cursor: next }) }
    })
  }

  #dayOf({ today }: ReadOptions): Day {
    return today === undefined ? this.#today() : day(today)
  }

  /** The documents of these entries, with the joined entries and the events that they need. */
  async #publish(
    generation: Generation,
    texts: readonly (readonly [key: string, text: string])[],
    options: ReadOptions,
  ): Promise<DocumentPage['items']> {
    const projection = this.#projection
    const { readModels } = this.#storage
    const found = texts.map(([key, text]) => {
      const entry = entryOf(text)
      return { key, entry, joins: projection.joins?.(key, entry) ?? [] }
    })
    const joinedKeys = new Set(found.flatMap(({ joins }) => joins))
    const entries = new Map<string, Entry>()
    if (joinedKeys.size > 0)
      for (const [key, text] of await readModels.get(generation.id, 'doc', [...joinedKeys]))
        entries.set(key, entryOf(text))
    const today = this.#dayOf(options)
    const histories = await this.#histories.of(projection, generation, found, options.onLost)
    return found.flatMap(({ key, entry, joins }) => {
      const joined = new Map<string, Entry>()
      for (const joinedKey of joins) {
        const joinedEntry = entries.get(joinedKey)
        if (joinedEntry !== undefined) joined.set(joinedKey, joinedEntry)
      }
      const doc = projection.publish({ ...entry, key, joined, history: histories.get(key) ?? [], today })
      return doc === undefined ? [] : [{ key, doc }]
    })
  }
}

// sound: a builder of this version of the projection wrote it
const entryOf = (text: string): Entry => JSON.parse(text) as Entry
