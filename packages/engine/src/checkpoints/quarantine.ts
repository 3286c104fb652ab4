import type { Text } from '@skein/kernel'
import type { Finding } from '../integrity/finding.js'
import type { Put, ReadModelStore } from '../ports/index.js'

/**
 * A stream that a read model passes over, since one of its events cannot be read or applied: nothing of it counts in that
 * read model. Or the read model as a whole, which stays as it was at its checkpoint (`isWhole`).
 */
export interface Quarantined {
  readonly isWhole?: true
  readonly stream?: string
  /** The event, where it is known. */
  readonly revision?: number
  readonly type?: string
  /** What was published of the stream before stays, since the row is unknown: only a rebuild mends it. */
  readonly isPublished?: true
  readonly reason: Text
  /** ISO 8601 instant. */
  readonly since: string
}

/** So many streams of a read model may be in quarantine; at the next one it is paused as a whole: it is its own fault. */
export const maxQuarantined = 100

// Permanent: rows of a generation; no stream has such a name.
const prefix = 'quarantine/'

/** The key of the row that says why a stream is in quarantine. */
export const quarantineKey = (stream: string): string => `${prefix}${stream}`

/** The key of the row that says why the read model as a whole is paused. */
export const pausedKey = prefix

export const quarantinedBy = ({ stream, revision, type, text }: Finding, isWhole = false): Quarantined => ({
  ...(isWhole && { isWhole: true as const }),
  ...(stream === undefined ? {} : { stream }),
  ...(revision === undefined ? {} : { revision }),
  ...(type === undefined ? {} : { type }),
  reason: text,
  since: new Date().toISOString(),
})

export const quarantinePut = (quarantined: Quarantined): Put => ({
  space: 'row',
  key: quarantined.isWhole === true ? pausedKey : quarantineKey(quarantined.stream ?? ''),
  value: JSON.stringify(quarantined),
})

/** What is in quarantine in a generation; the read model as a whole comes first. */
export const quarantineOf = async (
  store: Pick<ReadModelStore, 'list'>,
  generation: string,
): Promise<readonly Quarantined[]> => {
  const found: Quarantined[] = []
  let cursor: string | undefined
  do {
    const page = await store.list(generation, 'row', {
      prefix,
      limit: 1000,
      ...(cursor === undefined ? {} : { cursor }),
    })
    // sound: `quarantinePut` wrote them
    for (const { value } of page.items) found.push(JSON.parse(value) as Quarantined)
    cursor = page.cursor
  } while (cursor !== undefined)
  return found
}
