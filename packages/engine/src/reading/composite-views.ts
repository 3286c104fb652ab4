import type { CompositeView, Day, ReadModels } from '@skein/kernel'
import type { ListOptions } from '../ports/index.js'
import type { DocumentPage, ReadModel, ReadOptions } from './reader.js'

type View = CompositeView<unknown>
type Read = (name: string) => ReadModel
type Dated = ReadOptions & { readonly today: Day }

const pageSize = 1000

/** What a view is made of, all of it as of one day, and from the same kept fillings where some were asked for. */
const readingOf = (read: Read, { today, into }: Dated): ReadModels => {
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

export const getView = (view: View, key: string, read: Read, options: Dated): Promise<unknown> =>
  view.compose(key, readingOf(read, options))

/** The keys of a view are few (bases, not people), so they are gathered and sorted for every page. */
export const listView = async (view: View, read: Read, options: Dated & ListOptions): Promise<DocumentPage> => {
  const { prefix = '', limit = 100, cursor } = options
  const reading = readingOf(read, options)
  const keys = new Set<string>()
  for await (const key of view.keys(reading)) if (key.startsWith(prefix)) keys.add(key)
  const ahead = [...keys]
    .map((key) => ({ key, bytes: Buffer.from(key) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
  const after = cursor === undefined ? undefined : Buffer.from(cursor)
  const items: { key: string; doc: unknown }[] = []
  for (const { key, bytes } of ahead) {
    if (after !== undefined && Buffer.compare(bytes, after) <= 0) continue
    const last = items.at(-1)
    if (last !== undefined && items.length >= Math.min(limit, 10_000)) return { items, cursor: last.key }
    const doc = await view.compose(key, reading)
    if (doc !== undefined) items.push({ key, doc })
  }
  return { items }
}
