import type { AnyProjection, Day, Domain, Entry } from '@skein/kernel'
import { type Codec, codecOf } from '../integrity/codec.js'
import type { Generation, ListOptions, Storage } from '../ports/index.js'
import { getView, listView } from './composite-views.js'
import { inGeneration, type Which } from './generation.js'
import { historiesOf } from './histories.js'
import { UnknownReadModel } from './not-ready.js'

export interface ReadOptions extends Which {
  /** The day that overdue, idle and the like are told for; default today. */
  readonly today?: Day
}

export interface DocumentPage {
  readonly items: readonly { readonly key: string; readonly doc: unknown }[]
  /** Where the next page begins; absent on the last one. */
  readonly cursor?: string
}

/** One read model, as its readers have it. Throws `NotReady` and `StorageError`. */
export interface ReadModel {
  get(key: string, options?: ReadOptions): Promise<unknown>
  /** In ascending order of the keys' UTF-8 bytes. `limit` default 100, at most 10,000. */
  list(options?: ReadOptions & ListOptions): Promise<DocumentPage>
}

/**
 * Gives read models by their names. Personal values come as they are stored, sealed.
 *
 * @param today the day in the runtime's time zone
 * @returns throws `UnknownReadModel` on a name that no projection or view has
 */
export const reader = (
  domain: Pick<Domain, 'aggregates' | 'projections' | 'views'>,
  storage: Storage,
  today: () => Day,
): ((name: string) => ReadModel) => {
  const byName = new Map<string, ReadModel>()
  const read = (name: string): ReadModel => {
    const found = byName.get(name)
    if (found === undefined) throw new UnknownReadModel(name, [...byName.keys()])
    return found
  }
  const codec = codecOf(domain)
  for (const projection of domain.projections)
    byName.set(projection.name, readModelOf(projection, storage, codec, today))
  for (const view of domain.views)
    byName.set(view.name, {
      get: (key, options = {}) => getView(view, key, read, { today: today(), ...options }),
      list: (options = {}) => listView(view, read, { today: today(), ...options }),
    })
  return read
}

const readModelOf = (projection: AnyProjection, storage: Storage, codec: Codec, today: () => Day): ReadModel => ({
  get: (key, options = {}) =>
    inGeneration(storage, projection, options, async (generation) => {
      const stored = await storage.readModels.get(generation.id, 'doc', [key])
      const [item] = await publish(projection, storage, codec, generation, [...stored], options.today ?? today())
      return item?.doc
    }),

  list: ({ prefix, limit = defaultLimit, cursor, ...options } = {}) =>
    inGeneration(storage, projection, options, async (generation) => {
      const day = options.today ?? today()
      const items: { key: string; doc: unknown }[] = []
      let next = cursor
      // a key may have nothing to say: then the page is filled from those after it
      do {
        const page = await storage.readModels.list(generation.id, 'doc', {
          limit: limit - items.length,
          ...(prefix === undefined ? {} : { prefix }),
          ...(next === undefined ? {} : { cursor: next }),
        })
        const texts = page.items.map(({ key, value }) => [key, value] as const)
        items.push(...(await publish(projection, storage, codec, generation, texts, day)))
        next = page.cursor
      } while (next !== undefined && items.length < limit)
      return { items, ...(next === undefined ? {} : { cursor: next }) }
    }),
})

const defaultLimit = 100

/** The documents of these entries, with the entries and events that they are told from. */
const publish = async (
  projection: AnyProjection,
  { readModels, events }: Storage,
  codec: Codec,
  generation: Generation,
  texts: readonly (readonly [key: string, text: string])[],
  today: Day,
): Promise<readonly { readonly key: string; readonly doc: unknown }[]> => {
  const found = texts.map(([key, text]) => {
    const entry = entryOf(text)
    return { key, entry, joins: projection.joins?.(key, entry) ?? [] }
  })
  const wanted = new Set(found.flatMap(({ joins }) => joins))
  const others = new Map<string, Entry>()
  if (wanted.size > 0)
    for (const [key, text] of await readModels.get(generation.id, 'doc', [...wanted])) others.set(key, entryOf(text))
  const histories = await historiesOf(projection, generation, found, events, codec)
  return found.flatMap(({ key, entry, joins }) => {
    const joined = new Map<string, Entry>()
    for (const other of joins) {
      const named = others.get(other)
      if (named !== undefined) joined.set(other, named)
    }
    const doc = projection.publish({ ...entry, key, joined, history: histories.get(key) ?? [], today })
    return doc === undefined ? [] : [{ key, doc }]
  })
}

// sound: a folding of this version of the projection wrote it
const entryOf = (text: string): Entry => JSON.parse(text) as Entry
