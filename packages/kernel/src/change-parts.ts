import type { Day } from './days.js'
import type { AnyEvent, Metadata } from './events.js'
import type { HistoryEvent } from './history-events.js'
import type { Change } from './revision.js'

/** Events that are recorded as one entry, and what is special in their metadata. */
export interface ChangePart {
  readonly events: readonly (AnyEvent | HistoryEvent)[]
  readonly place?: Metadata['place'] | undefined
  readonly replaces?: string | undefined
  readonly causedBy?: string | undefined
  /** They are what a command entered, not a consequence of it. */
  readonly isEntered?: true
}

/** What the parts of a change depend on: what the same append recorded before them. */
export interface RecordedSoFar {
  /** The ids of entries that were replaced, and of the first event of what replaced them. */
  readonly replacements: ReadonlyMap<string, string>
  /** The id of the first event that was entered. */
  readonly becauseOf: string
}

/** Why, by whom and on what day somebody annuls or corrects an entry. */
export interface AmendmentReason {
  readonly reason: string
  readonly by?: { readonly role: string; readonly id: string }
  readonly on?: Day
}

const annulled = (eventId: string, why: AmendmentReason & { readonly on: Day }): ChangePart => ({
  events: [{ type: 'EntryAnnulled', data: { eventId, ...why } }],
})

/**
 * How a change is recorded, in one or two entries. A replaced entry is annulled, and its new events take its place.
 *
 * @param reaction place and cause of what a process enters
 * @param amended why and by whom an entry is annulled or corrected
 */
export const partsOfChange = (
  change: Change,
  reaction: Pick<ChangePart, 'place' | 'causedBy'>,
  { replacements, becauseOf }: RecordedSoFar,
  amended: AmendmentReason = { reason: 'recomputed' },
): readonly ChangePart[] => {
  if (change.kind === 'entered') return [{ events: change.events, ...reaction, isEntered: true }]
  const { entry } = change
  const { on, place } = entry.point
  const eventId = replacements.get(entry.id) ?? entry.id
  switch (change.kind) {
    case 'replaced':
      return [
        { events: [{ type: 'EntryAnnulled', data: { eventId: entry.id, reason: 'recomputed', on } }] },
        { events: change.events, place, replaces: entry.id, causedBy: entry.causedBy },
      ]
    case 'annulled':
      return [
        annulled(entry.id, change.isDependent ? { reason: 'dependent', on: amended.on ?? on } : { on, ...amended }),
      ]
    case 'reinstated':
      return [annulled(change.annulment, { on, ...amended })]
    case 'corrected':
      return [
        annulled(entry.id, { on, ...amended }),
        { events: change.events, place, replaces: entry.id, causedBy: change.causedBy, isEntered: true },
      ]
    case 'removed': {
      const { rejection } = change
      const why = rejection
        ? { reason: 'refused', rule: rejection.rule, evidence: { ...rejection.evidence } }
        : { reason: 'recomputed' }
      return [{ events: [{ type: 'EntryAnnulled', data: { eventId: entry.id, ...why, on } }] }]
    }
    case 'contradicted': {
      const { rule, evidence } = change.rejection
      return [
        { events: [{ type: 'EntryContradicted', data: { eventId, rule, evidence: { ...evidence }, becauseOf, on } }] },
      ]
    }
    case 'resolved':
      return [{ events: [{ type: 'ContradictionResolved', data: { eventId, rule: change.rule, on } }] }]
  }
}
