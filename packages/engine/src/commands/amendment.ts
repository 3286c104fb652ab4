import {
  type Amendment,
  type AnyAggregate,
  type AnyCommand,
  annulmentOf,
  type CommandType,
  commandOfEntry,
  Day,
  type Evidence,
  followsFrom,
  type History,
  isSame,
  type RecordedEntry,
  type Rejection,
  type RuleMetadata,
} from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { z } from 'zod'
import type { Issue } from './outcome.js'

/** Takes an entry back: it was never so. Annulling an annulment lets the entry stand again. */
export interface Annul {
  /** The stream of the entry, such as `journey-t1`. */
  readonly stream: string
  /** The id of any event of the entry. */
  readonly eventId: string
  /** Why, in a few words; nothing personal. */
  readonly reason: string
  /** The person or office that decided it, as a role and an id. */
  readonly by: { readonly role: string; readonly id: string }
  /** The day on which it was decided. */
  readonly on: string
  /**
   * Annul what people entered later in this stream and what then becomes impossible or is contradicted, too. Default
   * false: the annulment is refused, with all such entries.
   */
  readonly withDependents?: boolean
}

/** Puts an entry right: as if it had been entered so at once. */
export interface Correct extends Annul {
  /** The fields that change, as the command of the entry has them; `null` removes an optional one, `on` moves the day. */
  readonly data: Readonly<Record<string, unknown>>
}

const annulShape = {
  stream: z.string().min(3).max(400),
  eventId: z.string().min(1).max(64),
  reason: z.string().min(1).max(200),
  by: z.strictObject({ role: z.string().min(1).max(64), id: z.string().min(1).max(200) }),
  on: Day,
  withDependents: z.boolean().optional(),
}

/** The shapes of amendments, for adapters. */
export const Annul = z.strictObject(annulShape)
export const Correct = z.strictObject({ ...annulShape, data: z.record(z.string(), z.unknown()) })

/** The command of a correction, as sent: what it changes in plain text, all else as it is stored. */
export interface CorrectedCommand {
  readonly command: AnyCommand
  readonly issues: readonly Issue[]
}

/** Rule G9 of a domain, or the engine's own text. */
type CanBeAmended = Pick<RuleMetadata, 'id' | 'title'>

/** The entry to amend; Left: why it cannot be. */
export const findEntry = (
  { recorded, entries }: History,
  { eventId }: Pick<Annul, 'eventId'>,
  rule: CanBeAmended,
): E.Either<Rejection, RecordedEntry> => {
  const refused = (evidence: Evidence) =>
    E.left<Rejection>({ rule: rule.id, message: rule.title, evidence: { eventId, ...evidence } })
  const entry = recorded.find(({ eventIds }) => eventIds.includes(eventId))
  if (entry === undefined) return refused({ found: false })
  const annulment = annulmentOf({ recorded, entries }, entry)
  if (annulment !== undefined) {
    const { about, actor, recordedAt } = annulment
    const replacement = recorded.findLast(({ replaces }) => replaces === entry.id)
    const reason = about?.type === 'EntryAnnulled' ? about.data.reason : ''
    return refused({
      annulled: true,
      reason,
      annulledBy: actor,
      annulledAt: recordedAt,
      annulment: annulment.id,
      ...(replacement === undefined ? {} : { replacedBy: replacement.id }),
    })
  }
  if (entry.about !== undefined && entry.about.type !== 'EntryAnnulled') return refused({ event: entry.about.type })
  const isOfPerson =
    entry.about === undefined || !['recomputed', 'refused', 'withdrawn'].includes(entry.about.data.reason)
  if (entry.causedBy !== undefined || !isOfPerson)
    return refused({ enteredBy: entry.actor, cause: entry.causedBy ?? null })
  return E.right(entry)
}

/** What is taken out of the history with an entry: what follows from it in the same stream. */
const descendantsOf = ({ entries }: History, entry: RecordedEntry): readonly Amendment[] =>
  entries.filter((other) => followsFrom(other, entry)).map((other) => ({ kind: 'annul', entry: other }))

/** The changes of a history that annul an entry, or let what an annulment named stand again. */
export const annulmentIn = (history: History, entry: RecordedEntry): readonly Amendment[] => {
  if (entry.about?.type !== 'EntryAnnulled') return [{ kind: 'annul', entry }, ...descendantsOf(history, entry)]
  const { eventId } = entry.about.data
  const again = history.recorded.find(({ id }) => id === eventId)
  return again === undefined ? [] : [{ kind: 'reinstate', entry: again, annulment: entry.id }]
}

/** The changes of a history that correct an entry. */
export const correctionIn = (history: History, entry: RecordedEntry, command: AnyCommand): readonly Amendment[] => [
  { kind: 'correct', entry, command },
  ...descendantsOf(history, entry),
]

/** The command of an entry with other data, and what does not fit its schema. */
export const correctedCommand = (
  aggregate: AnyAggregate,
  stream: string,
  entry: RecordedEntry,
  data: Correct['data'],
): CorrectedCommand | undefined => {
  const was = commandOfEntry(aggregate, stream, entry.events)
  const type = was && aggregate.commands[was.type]
  if (was === undefined || type === undefined) return undefined
  const changed: Record<string, unknown> = { ...was.data }
  const issues: Issue[] = []
  for (const [field, value] of Object.entries(data)) {
    if (value === null) delete changed[field]
    const read = readField(type, field, value)
    issues.push(...read.issues)
    if (value !== null) changed[field] = read.value
  }
  // sound: `on` was read by the schema, or is as it was
  return { command: { type: was.type, data: { ...changed, on: changed.on as Day } }, issues }
}

const readField = (
  { schema, target }: CommandType,
  field: string,
  value: unknown,
): { readonly value?: unknown; readonly issues: readonly Issue[] } => {
  const issue = (code: string, message: string): Issue => ({ path: ['data', field], code, message })
  const { shape } = schema.shape.data
  const known: unknown = Object.hasOwn(shape, field) ? shape[field] : undefined
  if (field === target)
    return {
      issues: [issue('other_stream', 'an entry cannot be moved to another stream: annul it, and enter it there')],
    }
  if (!(known instanceof z.ZodType)) return { issues: [issue('unrecognized_keys', 'this command has no such field')] }
  const parsed = known.safeParse(value === null ? undefined : value)
  if (parsed.success) return { value: parsed.data, issues: [] }
  return {
    issues: parsed.error.issues.map(({ path, code, message }) => ({
      path: ['data', field, ...path.filter((step) => typeof step !== 'symbol')],
      code: code ?? 'custom',
      message,
    })),
  }
}

/** Whether a correction says what is recorded. */
export const saysTheSame = (
  aggregate: AnyAggregate,
  stream: string,
  entry: RecordedEntry,
  command: AnyCommand,
): boolean => isSame(commandOfEntry(aggregate, stream, entry.events), command)
