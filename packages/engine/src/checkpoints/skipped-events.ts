import type { ReadModelStore } from '../ports/index.js'

/** An event that read models and processes leave out, by the choice of an operator. */
export interface SkippedEvent {
  readonly stream: string
  readonly revision: number
  readonly reason: string
  /** The id of the operator, never a name. */
  readonly by: string
  /** ISO 8601 instant. */
  readonly since: string
}

// Permanent: rows of a generation that no read model has.
const model = { name: '$skipped', version: 1 }

/** All events that are left out. */
export const skippedList = async (readModels: ReadModelStore): Promise<readonly SkippedEvent[]> => {
  const [generation] = await readModels.generations(model.name)
  if (generation === undefined) return []
  const skipped: SkippedEvent[] = []
  let cursor: string | undefined
  do {
    const page = await readModels.list(generation.id, 'row', {
      limit: 1000,
      ...(cursor === undefined ? {} : { cursor }),
    })
    // sound: `addSkipped` wrote them
    for (const { value } of page.items) skipped.push(JSON.parse(value) as SkippedEvent)
    cursor = page.cursor
  } while (cursor !== undefined)
  return skipped
}

/** The same as `batch-b1@12`. */
export const skippedEvents = async (readModels: ReadModelStore): Promise<ReadonlySet<string>> =>
  new Set((await skippedList(readModels)).map(keyOf))

export const addSkipped = async (readModels: ReadModelStore, skipped: SkippedEvent): Promise<void> => {
  for (;;) {
    const { id, checkpoint, events } = await readModels.begin(model.name, model.version)
    const puts = [{ space: 'row' as const, key: keyOf(skipped), value: JSON.stringify(skipped) }]
    // there is nothing to read: the number of events shows whether another process wrote meanwhile
    const commit = { from: checkpoint, eventsBefore: events, to: checkpoint ?? '0', events: 1, puts, deletes: [] }
    if ((await readModels.commit(id, commit)) === 'done') return
  }
}

const keyOf = ({ stream, revision }: Pick<SkippedEvent, 'stream' | 'revision'>): string => `${stream}@${revision}`
