import { partsOfChange } from '@skein/kernel'
import type { Codec, EntryMetadata, Recording } from '../integrity/codec.js'
import type { NewEvent } from '../ports/index.js'
import { eventIdOf } from '../primitives/ids.js'
import type { DecidedChange } from './decision.js'

/** The events that a decision records, as stored. */
export interface EncodedChanges {
  readonly encoded: readonly NewEvent[]
  /** Those of what was entered; the others are consequences of it. */
  readonly entered: ReadonlySet<NewEvent>
}

/** Encodes the changes of one command as one append. `reaction`: place and cause of what a process enters. */
export const encodeChanges = (
  changes: readonly DecidedChange[],
  common: Omit<Recording, keyof EntryMetadata>,
  reaction: Pick<EntryMetadata, 'place' | 'causedBy'>,
  codec: Codec,
): EncodedChanges => {
  const encoded: NewEvent[] = []
  const entered = new Set<NewEvent>()
  const replacements = new Map<string, string>()
  let becauseOf = ''
  let entry = 0
  let { revision, previous } = common
  for (const { change, policyVersion } of changes)
    for (const { events, isEntered, ...special } of partsOfChange(change, reaction, { replacements, becauseOf })) {
      const part = codec.encode(events, { ...common, ...special, policyVersion, entry, revision, previous })
      const first = part[0] === undefined ? '' : eventIdOf(part[0].hash)
      if (isEntered) {
        for (const event of part) entered.add(event)
        becauseOf ||= first
      }
      if (special.replaces !== undefined) replacements.set(special.replaces, first)
      encoded.push(...part)
      revision += part.length
      previous = part.at(-1)?.hash ?? previous
      entry += 1
    }
  return { encoded, entered }
}
