import { metadataOf } from '../integrity/metadata.js'
import type { EventStore, Position } from '../ports/index.js'

/** What a reader of the log has still to handle. */
export interface Backlog {
  /** Events, where the store can count them, or there are none. */
  readonly events?: number
  /** The ISO 8601 instant at which the first of them was recorded, where the store cannot count. */
  readonly since?: string
}

/**
 * @param checkpoint the reader has handled everything up to here
 * @param types those that it handles; default all
 */
export const backlogOf = async (
  log: EventStore,
  checkpoint: Position | undefined,
  types?: readonly string[],
): Promise<Backlog> => {
  const behind = {
    ...(checkpoint === undefined ? {} : { after: checkpoint }),
    ...(types === undefined ? {} : { types }),
  }
  const events = await log.count(behind)
  if (events !== undefined) return { events }
  const head = await log.head()
  const isAtEnd = head === undefined || (checkpoint !== undefined && log.comparePositions(checkpoint, head) >= 0)
  if (!isAtEnd)
    for await (const [first] of log.readAll({ ...behind, batchSize: 1 }))
      if (first !== undefined) return { since: metadataOf(first).recordedAt }
  return { events: 0 }
}
