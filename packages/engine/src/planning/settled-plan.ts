import {
  type AnyAggregate,
  type BlockedEntry,
  type BuiltInRules,
  type History,
  type HistoryEntry,
  historyUpTo,
  partsOf,
  type RecordedEntry,
  type Rejection,
} from '@skein/kernel'
import type { PlannedContradiction } from '../commands/plan.js'
import type { PlannedWorld } from './planned-world.js'

/** A stream that a plan changes. */
export interface ChangedStream {
  readonly stream: string
  readonly aggregate: AnyAggregate
  /** Its last revision before the plan. */
  readonly revision: number
  readonly history: History
  readonly before: History
}

/** The streams that a plan changes, in the order in which it reaches them: one after another, for a plan may be large. */
export async function* changedStreams({ events, streams, domain }: PlannedWorld): AsyncIterable<ChangedStream> {
  for (const [stream, revision] of events.streams) {
    const aggregate = domain.aggregates.find(({ name }) => name === partsOf(stream).aggregate)
    if (aggregate === undefined) throw new Error(`no aggregate of this domain has the stream ${stream}`)
    const history = await streams.history(aggregate, stream, await streams.load(aggregate, stream))
    yield { stream, aggregate, revision, history, before: historyUpTo(history, revision, aggregate) }
  }
}

/** What a settled plan makes of what people entered. */
export interface Judgement {
  readonly contradictions: readonly PlannedContradiction[]
  /** Why it is not recorded. */
  readonly rejection?: Rejection
}

/** An entry, and a rule that speaks against it only because of the plan. */
export interface Contradicted extends BlockedEntry {
  /** Whether a person enters it, or corrects it, with the plan. A correction is as if it had been entered so. */
  readonly isEnteredNow: boolean
  readonly isPermission: boolean
}

/**
 * Judges a settled plan: what people entered stays possible, in whatever stream (rule G8). A rule of permission only
 * contradicts what was recorded before, and refuses what the plan itself enters.
 *
 * @param contradicted what `newlyContradicted` finds in the streams that it changes
 */
export const judge = (contradicted: readonly Contradicted[], rules: BuiltInRules): Judgement => {
  const own = contradicted.find(({ isEnteredNow }) => isEnteredNow)
  if (own !== undefined) {
    const { rule, message, evidence } = own
    return { contradictions: [], rejection: { rule, message, evidence } }
  }
  const blocked = contradicted.filter(({ isPermission }) => !isPermission).map(blockedEntry)
  if (blocked.length > 0) return { contradictions: [], rejection: laterEntries(blocked, rules) }
  return {
    contradictions: contradicted.map(({ eventId, event, on, rule, evidence, stream = '' }) => {
      // sound: the day of an event
      return { eventId, event, on: on as PlannedContradiction['on'], rule, evidence, stream }
    }),
  }
}

/** The entries of a changed stream that rules speak against only now. */
export const newlyContradicted = (changed: ChangedStream): readonly Contradicted[] => {
  const before = new Map(changed.before.entries.map(({ point, contradictedBy }) => [point.origin, contradictedBy]))
  return changed.history.entries.flatMap((entry) =>
    entry.contradictedBy
      .filter((rule) => before.get(entry.point.origin)?.includes(rule) !== true)
      .map((rule) => contradictedIn(changed, entry, rule)),
  )
}

const contradictedIn = (changed: ChangedStream, entry: HistoryEntry, rule: string): Contradicted => {
  const { aggregate, history, stream } = changed
  const [first] = entry.events
  const judging = aggregate.rules.find(({ id }) => id === rule)
  const contradiction = contradictionOf(history, entry, rule)
  return {
    stream,
    eventId: entry.id,
    event: first?.type ?? '',
    on: first?.data.on ?? '',
    rule,
    message: judging?.title ?? { en: rule, zh: rule },
    evidence: contradiction?.about?.type === 'EntryContradicted' ? contradiction.about.data.evidence : {},
    isPermission: judging?.permission === true,
    isEnteredNow: isEnteredNow(changed, entry, judging?.permission === true),
  }
}

const isEnteredNow = ({ revision, history }: ChangedStream, entry: HistoryEntry, isPermission: boolean): boolean => {
  if (entry.causedBy !== undefined || entry.revision <= revision) return false
  if (entry.point.origin > revision) return true
  const replaced = history.recorded.find(({ id }) => id === entry.id)?.replaces
  const isCorrected = history.recorded.some(
    ({ about }) => about?.type === 'EntryAnnulled' && about.data.eventId === replaced && about.data.by !== undefined,
  )
  return isCorrected && !isPermission
}

/** What recorded the contradiction of an entry, or of one that it replaces. */
const contradictionOf = ({ recorded }: History, { id }: HistoryEntry, rule: string): RecordedEntry | undefined => {
  const found = recorded.findLast(
    ({ about }) => about?.type === 'EntryContradicted' && about.data.eventId === id && about.data.rule === rule,
  )
  if (found !== undefined) return found
  const replaced = recorded.find((entry) => entry.id === id)?.replaces
  const entry = recorded.find((one) => one.id === replaced)
  return entry && contradictionOf({ recorded, entries: [] }, entry, rule)
}

const blockedEntry = ({ isEnteredNow: _, isPermission: __, ...blocked }: Contradicted): BlockedEntry => blocked

const laterEntries = (blocked: readonly BlockedEntry[], { laterEntries: { id, title } }: BuiltInRules): Rejection => {
  const [first] = blocked
  const { eventId = '', event = '', on = '', rule = '', stream, evidence = {} } = first ?? {}
  return {
    rule: id,
    message: title,
    evidence: {
      ...evidence,
      ...(stream === undefined ? {} : { stream }),
      eventId,
      event,
      on,
      rule,
      entries: blocked.length,
    },
    blocked,
  }
}
