import type { AnyEvent, Change, HistoryEvent } from '@skein/kernel'
import type { Codec, EncodedEvent, EntryMetadata, Recording } from '../integrity/codec.js'
import type { DecidedChange } from './decision.js'

/** The events that a decision records, as stored. */
export interface EncodedChanges {
  readonly encoded: readonly EncodedEvent[]
  /** How many of them belong to what was entered; the others are consequences of it. */
  readonly entered: ReadonlySet<EncodedEvent>
}

type Common = Omit<Recording, keyof EntryMetadata>

/** One entry of an append: its events, and what is special in their metadata. */
interface Part extends Omit<EntryMetadata, 'entry' | 'policyVersion'> {
  readonly events: readonly (AnyEvent | HistoryEvent)[]
  readonly isEntered?: true
}

/** Encodes the changes of one command as one append. `reaction` is that of what it enters, if a process sent it. */
export const encodeChanges = (
  changes: readonly DecidedChange[],
  common: Common,
  reaction: Pick<EntryMetadata, 'place' | 'causedBy'>,
  codec: Codec,
): EncodedChanges => {
  const encoded: EncodedEvent[] = []
  const entered = new Set<EncodedEvent>()
  /** The ids of entries that were replaced, and of what replaced them. */
  const replacements = new Map<string, string>()
  let becauseOf = ''
  let entry = 0
  let { revision, previous } = common
  for (const { change, policyVersion } of changes)
    for (const { events, isEntered, ...special } of partsOf(change, reaction, { replacements, becauseOf })) {
      const recording = { ...common, ...special, policyVersion, entry, revision, previous }
      const part = codec.encode(events, recording)
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

const partsOf = (
  change: Change,
  reaction: Pick<EntryMetadata, 'place' | 'causedBy'>,
  ids: { readonly replacements: ReadonlyMap<string, string>; readonly becauseOf: string },
): readonly Part[] => {
  if (change.kind === 'entered') return [{ events: change.events, ...reaction, isEntered: true }]
  const { entry } = change
  const { on } = entry.point
  const eventId = ids.replacements.get(entry.id) ?? entry.id
  switch (change.kind) {
    case 'replaced':
      return [
        { events: [{ type: 'EntryAnnulled', data: { eventId: entry.id, reason: 'recomputed', on } }] },
        { events: change.events, place: entry.point.place, replaces: entry.id, causedBy: entry.causedBy },
      ]
    case 'removed': {
      const { rejection } = change
      const refused = rejection && { reason: 'refused', rule: rejection.rule, evidence: { ...rejection.evidence } }
      return [
        {
          events: [
            { type: 'EntryAnnulled', data: { eventId: entry.id, ...(refused ?? { reason: 'recomputed' }), on } },
          ],
        },
      ]
    }
    case 'contradicted': {
      const { rule, evidence } = change.rejection
      const data = { eventId, rule, evidence: { ...evidence }, becauseOf: ids.becauseOf, on }
      return [{ events: [{ type: 'EntryContradicted', data }] }]
    }
    case 'resolved':
      return [{ events: [{ type: 'ContradictionResolved', data: { eventId, rule: change.rule, on } }] }]
  }
}
