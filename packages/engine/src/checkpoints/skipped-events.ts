import type { ReadModelStore } from '../ports/index.js'
import { changeNotes, notesOf } from './notes.js'

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

const list = { name: '$skipped', version: 1 }

/** All events that are left out. */
export const skippedList = async (readModels: ReadModelStore): Promise<readonly SkippedEvent[]> =>
  // sound: `addSkipped` wrote them
  [...(await notesOf(readModels, list)).values()].map((value) => JSON.parse(value) as SkippedEvent)

/** The same as `batch-b1@12`. */
export const skippedEvents = async (readModels: ReadModelStore): Promise<ReadonlySet<string>> =>
  new Set((await skippedList(readModels)).map(keyOf))

export const addSkipped = (readModels: ReadModelStore, skipped: SkippedEvent): Promise<void> =>
  changeNotes(readModels, list, {
    puts: [{ space: 'row', key: keyOf(skipped), value: JSON.stringify(skipped) }],
  })

const keyOf = ({ stream, revision }: Pick<SkippedEvent, 'stream' | 'revision'>): string => `${stream}@${revision}`
