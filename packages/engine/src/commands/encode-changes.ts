import { partsOfChange } from '@skein/kernel'
import type { Codec, EncodedEvent, EntryMetadata, Recording } from '../integrity/codec.js'
import type { DecidedChange } from './decision.js'

/** The events that a decision records, as stored. */
export interface EncodedChanges {
  readonly encoded: readonly EncodedEvent[]
  /** Those of what was entered; the others are consequences of it. */
  readonly entered: ReadonlySet<EncodedEvent>
}

/** Encodes the changes of one command as one append. `reaction`: place and cause of what a process enters. */
export const encodeChanges = (
  changes: readonly DecidedChange[],
  common: Omit<Recording, keyof EntryMetadata>,
  reaction: Pick<EntryMetadata, 'place' | 'causedBy'>,
  codec: Codec,
): EncodedChanges => {
  const encoded: EncodedEvent[] = []
  const entered = new Set<EncodedEvent>()
  const replacements = new Map<string, string>()
  let becauseOf = ''
  let entry = 0
  let { revision, previous } = common
  for (const { change, policyVersion } of changes)
    for (const { events, isEntered, ...special } of partsOfChange(change, reaction, { replacements, becauseOf })) {
      const part = codec.encode(events, { ...common, ...special, policyVersion, entry, revision, previous })
      const first = part[0]?.eventId ?? ''
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
