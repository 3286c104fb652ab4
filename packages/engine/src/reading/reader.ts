import type { Day } from '@skein/kernel'
import { codecOf } from '../integrity/codec.js'
import type { Storage } from '../ports/index.js'
import type { ReadModelDomain } from '../projections/read-model-domain.js'
import { withCheckedReads } from './checked-reads.js'
import { CompositeReader } from './composite-reader.js'
import { ProjectionReader } from './projection-reader.js'
import type { ReadModel } from './read-model.js'
import { UnknownReadModel } from './unknown-read-model.js'

/**
 * Gives access to read models by name. Personal values stay encrypted.
 *
 * @param today the current day in the runtime's time zone
 * @returns throws `UnknownReadModel` on a name that no projection or view has
 */
export const reader = (domain: ReadModelDomain, storage: Storage, today: () => Day): ((name: string) => ReadModel) => {
  const byName = new Map<string, ReadModel>()
  const read = (name: string): ReadModel => {
    const found = byName.get(name)
    if (found === undefined) throw new UnknownReadModel(name, [...byName.keys()])
    return found
  }
  const codec = codecOf(domain)
  const add = (name: string, readModel: ReadModel) => byName.set(name, withCheckedReads(readModel, name))
  for (const projection of domain.projections)
    add(projection.name, new ProjectionReader(projection, domain, storage, codec, today))
  for (const view of domain.views) add(view.name, new CompositeReader(view, read, today))
  return read
}
