import type { Entry } from '@skein/kernel'
import type { Delete, Put } from '../ports/index.js'

/** Reads values of a generation by their keys; keys without a value are absent from the result. */
export type LoadByKey = (keys: readonly string[]) => Promise<ReadonlyMap<string, string>>

/** What to write into a generation, in one transaction with its checkpoint. */
export interface Changes {
  readonly puts: Put[]
  readonly deletes: Delete[]
}

/** Roughly how many characters are written. */
export const sizeOfPuts = ({ puts }: Changes): number =>
  puts.reduce((sum, { key, value }) => sum + key.length + value.length, 0)

/** A published entry while it is in memory. */
export interface CountedEntry {
  /** The content that a single stream publishes under this key, as JSON text. */
  own: string | undefined
  /** The sums of all tallies under this key; never 0. */
  readonly counts: Map<string, number>
}

export const parseEntry = (text: string | undefined): CountedEntry => {
  if (text === undefined) return { own: undefined, counts: new Map() }
  // sound: `writeEntry` below made it
  const { own, tally } = JSON.parse(text) as Entry
  return { own: own === undefined ? undefined : JSON.stringify(own), counts: new Map(Object.entries(tally)) }
}

const noCounts: ReadonlyMap<string, number> = new Map()

/** The stored format of an entry. An entry without content is deleted. */
export const writeEntry = (
  { puts, deletes }: Changes,
  key: string,
  own: string | undefined,
  counts = noCounts,
): void => {
  if (own !== undefined) puts.push({ space: 'doc', key, value: `{"own":${own},"tally":${tallyText(counts)}}` })
  else if (counts.size === 0) deletes.push({ space: 'doc', key })
  else puts.push({ space: 'doc', key, value: `{"tally":${tallyText(counts)}}` })
}

/** Sorted by name: equal counts are equal text, in whatever order they were added up. */
const tallyText = (counts: ReadonlyMap<string, number>): string => {
  if (counts.size === 0) return '{}'
  const names = [...counts.keys()].sort()
  return `{${names.map((name) => `${JSON.stringify(name)}:${counts.get(name)}`).join(',')}}`
}
