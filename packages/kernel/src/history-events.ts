// Events of every stream about its own entries. They are never folded, and they do not move the last day of a stream.
import { z } from 'zod'
import { event, eventTypes } from './events.js'

const EventId = z.string().min(1).max(64)
const RuleId = z.string().min(1).max(64)
const Evidence = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))

/** An entry no longer stands. Annulling this event reinstates the entry. */
export const EntryAnnulled = event('EntryAnnulled', {
  /** The id of the first event of the entry. */
  eventId: EventId,
  /**
   * What a person gave; or `recomputed`: the events that follow replace it, or nothing does; or `refused`: a process
   * entered it, and `rule` refuses it now; or `dependent`: it went with the entry that it rested on; or `withdrawn`: a
   * process entered it, and its cause no longer stands.
   */
  reason: z.string().min(1).max(200),
  /** Who decided it, as a role and an id; absent where it follows from something else. */
  by: z.strictObject({ role: z.string().min(1).max(64), id: z.string().min(1).max(200) }).optional(),
  rule: RuleId.optional(),
  evidence: Evidence.optional(),
})

/** An entry stands although a rule of permission now speaks against it: it was permitted on what was known then. */
export const EntryContradicted = event('EntryContradicted', {
  /** The id of the first event of the entry. */
  eventId: EventId,
  rule: RuleId,
  evidence: Evidence,
  /** The id of the first event of the entry that came later and changed what the rule compares. */
  becauseOf: EventId,
})

/** A contradiction no longer holds. */
export const ContradictionResolved = event('ContradictionResolved', { eventId: EventId, rule: RuleId })

const schemas = [EntryAnnulled, EntryContradicted, ContradictionResolved] as const
export type HistoryEvent = z.infer<(typeof schemas)[number]>

/** The types of events that every aggregate has. */
export const historyEventTypes = eventTypes(schemas)

export const isHistoryEvent = (candidate: { readonly type: string }): candidate is HistoryEvent =>
  Object.hasOwn(historyEventTypes, candidate.type)
