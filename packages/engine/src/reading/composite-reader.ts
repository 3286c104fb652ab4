import { type CompositeView, type Day, day, type ReadModels } from '@skein/kernel'
import type { ListOptions } from '../ports/index.js'
import type { DocumentPage, ReadModel, ReadOptions } from './read-model.js'

/** Documents to a page when a view lists another read model. */
const pageSize = 1000
const defaultLimit = 100
const maxLimit = 10_000

/** The read model of a view: it is composed of other read models when it is read. */
export class CompositeReader implements ReadModel {
  readonly #view: CompositeView<unknown>
  readonly #read: (name: string) => ReadModel
  readonly #today: () => Day

  /** @param read gives the other read models by name */
  constructor(view: CompositeView<unknown>, read: (name: string) => ReadModel, today: () => Day) {
    this.#view = view
    this.#read = read
    this.#today = today
  }

  async get(key: string, options: ReadOptions = {}): Promise<unknown> {
    return this.#view.compose(key, this.#sources(options))
  }

  /** A view has few keys (bases, not people): they are collected and sorted for every page. */
  async list(options: ReadOptions & ListOptions = {}): Promise<DocumentPage> {
    const { prefix = '', limit = defaultLimit, cursor } = options
    const sources = this.#sources(options)
    const keys = new Set<string>()
    for await (const key of this.#view.keys(sources)) if (key.startsWith(prefix)) keys.add(key)
    const sorted = [...keys]
      .map((key) => ({ key, bytes: Buffer.from(key) }))
      .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    const after = cursor === undefined ? undefined : Buffer.from(cursor)
    const items: { key: string; doc: unknown }[] = []
    for (const { key, bytes } of sorted) {
      if (after !== undefined && Buffer.compare(bytes, after) <= 0) continue
      const last = items.at(-1)
      if (last !== undefined && items.length >= Math.min(limit, maxLimit)) return { items, cursor: last.key }
      const doc = await this.#view.compose(key, sources)
      if (doc !== undefined) items.push({ key, doc })
    }
    return { items }
  }

  /** The read models that the view is composed of, all as of one day, and of the same name if one was asked for. */
  #sources({ today: asked, into }: ReadOptions): ReadModels {
    const today = asked === undefined ? this.#today() : day(asked)
    const read = this.#read
    const options = { today, ...(into === undefined ? {} : { into }) }
    return {
      today,
      get: (projection, key) => read(projection).get(key, options),
      async *list(projection, prefix) {
        let cursor: string | undefined
        do {
          const from = cursor === undefined ? {} : { cursor }
          const page = await read(projection).list({ ...options, prefix, limit: pageSize, ...from })
          yield* page.items
          cursor = page.cursor
        } while (cursor !== undefined)
      },
    }
  }
}
