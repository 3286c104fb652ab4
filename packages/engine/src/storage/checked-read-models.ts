import { checkOptions, type OptionTypes, option } from '@skein/kernel'
import type { ReadModelStore } from '../ports/index.js'
import { isStorableText } from '../primitives/storable-text.js'
import { assertStorable } from './append-outcome.js'

/** A page without entries, or of a part of one, would look like the last one. */
const pageOptions: OptionTypes = { limit: option.wholeNumber(1) }

/**
 * Lets a store mean the same as every other by what not every store can express: to store something under a text that is
 * no text key throws, as that is a bug of the caller; nothing is found under it.
 */
export const checkedReadModels = (readModels: ReadModelStore): ReadModelStore => ({
  generations: (projection) => readModels.generations(projection),
  begin(projection, version, options = {}) {
    assertStorable([projection, ...[options.into, options.bounds].flatMap((text) => text ?? [])])
    return readModels.begin(projection, version, options)
  },
  async commit(generation, commit) {
    for (const { key, value } of commit.puts) assertStorable([key, value])
    return readModels.commit(generation, {
      ...commit,
      deletes: commit.deletes.filter(({ key }) => isStorableText(key)),
    })
  },
  promote: (generation, comparePositions, lock) => readModels.promote(generation, comparePositions, lock),
  drop: (generation) => readModels.drop(generation),
  get: (generation, space, keys) => readModels.get(generation, space, keys.filter(isStorableText)),
  async list(generation, space, options = {}) {
    const { prefix = '', cursor = '', limit } = options
    if (limit !== undefined) checkOptions('list', { limit }, pageOptions)
    if (isStorableText(prefix) && isStorableText(cursor)) return readModels.list(generation, space, options)
    await readModels.get(generation, space, [])
    return { items: [] }
  },
  count: (generation, space) => readModels.count(generation, space),
  async lock(name, holder) {
    assertStorable([name, holder.name])
    return readModels.lock(name, holder)
  },
  async unlock(name, holder) {
    if (isStorableText(name) && isStorableText(holder)) await readModels.unlock(name, holder)
  },
  locks: () => readModels.locks(),
})
