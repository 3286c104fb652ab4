import type { AnyProjection } from '@skein/kernel'
import type { ReadModelStore } from '../ports/index.js'
import { changeNotes, notesOf } from './notes.js'
import type { Quarantined } from './quarantine.js'

const list = { name: '$unbuilt', version: 1 }

type Named = Pick<AnyProjection, 'name' | 'version'>

const keyOf = ({ name, version }: Named): string => `${name}@${version}`

/** Why read models that have no generation yet cannot be built: their code fails everywhere. */
export const unbuiltReadModels = async (
  readModels: ReadModelStore,
): Promise<(projection: Named) => Quarantined | undefined> => {
  const notes = await notesOf(readModels, list)
  return (projection) => {
    const note = notes.get(keyOf(projection))
    // sound: `noteUnbuilt` wrote it
    return note === undefined ? undefined : (JSON.parse(note) as Quarantined)
  }
}

/** Notes which read models could not be built, and that others could, or are to be tried again. */
export const noteUnbuilt = async (
  readModels: ReadModelStore,
  unbuilt: ReadonlyMap<AnyProjection, Quarantined>,
  others: readonly Named[],
): Promise<void> => {
  const known = await unbuiltReadModels(readModels)
  await changeNotes(readModels, list, {
    puts: [...unbuilt].map(([projection, why]) => ({
      space: 'row',
      key: keyOf(projection),
      value: JSON.stringify(why),
    })),
    deletes: others
      .filter((projection) => known(projection) !== undefined)
      .map((projection) => ({ space: 'row', key: keyOf(projection) })),
  })
}
