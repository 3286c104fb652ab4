import type { Delete, Put, ReadModelStore } from '../ports/index.js'

/** A list that is kept beside the read models: the rows of a generation that no read model has. Permanent. */
export interface NoteList {
  readonly name: string
  readonly version: number
}

export const notesOf = async (readModels: ReadModelStore, list: NoteList): Promise<ReadonlyMap<string, string>> => {
  const notes = new Map<string, string>()
  const [generation] = await readModels.generations(list.name)
  if (generation === undefined) return notes
  let cursor: string | undefined
  do {
    const page = await readModels.list(generation.id, 'row', {
      limit: 1000,
      ...(cursor === undefined ? {} : { cursor }),
    })
    for (const { key, value } of page.items) notes.set(key, value)
    cursor = page.cursor
  } while (cursor !== undefined)
  return notes
}

export const changeNotes = async (
  readModels: ReadModelStore,
  list: NoteList,
  changes: { readonly puts?: readonly Put[]; readonly deletes?: readonly Delete[] },
): Promise<void> => {
  const { puts = [], deletes = [] } = changes
  if (puts.length + deletes.length === 0) return
  for (;;) {
    const { id, checkpoint, events } = await readModels.begin(list.name, list.version)
    // there is nothing to read: the number of events shows whether another process wrote meanwhile
    const commit = { from: checkpoint, eventsBefore: events, to: checkpoint ?? '0', events: 1, puts, deletes }
    if ((await readModels.commit(id, commit)) === 'done') return
  }
}
