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
import { rulesOf } from '../commands/domain-calls.js'
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

/** The streams that a plan changes, in the order in which it reaches them. */
export const changedStreams = async ({ events, streams, domain }: PlannedWorld): Promise<readonly ChangedStream[]> => {
  const changed: ChangedStream[] = []
  for (const [stream, revision] of events.streams) {
    const aggregate = domain.aggregates.find(({ name }) => name === partsOf(stream).aggregate)
    if (aggregate === undefined) throw new Error(`no aggregate of this domain has the stream ${stream}`)
    const history = await streams.history(aggregate, stream, await streams.load(aggregate, stream))
    changed.push({ stream, aggregate, revision, history, before: historyUpTo(history, revision, aggregate) })
  }
  return changed
}

/** What a settled plan makes of what people entered. */
export interface Judgement {
  readonly contradictions: readonly PlannedContradiction[]
  /** Why it is not recorded. */
  readonly rejection?: Rejection
}

/** An entry, and a rule that speaks against it only because of the plan. */
interface Contradicted {
  readonly in: ChangedStream
  readonly entry: HistoryEntry
  readonly rule: string
}

/**
 * Judges a settled plan: what people entered stays possible, in whatever stream (rule G8). A rule of permission only
 * contradicts what was recorded before, and refuses what the plan itself enters.
 */
export const judge = (changed: readonly ChangedStream[], world: PlannedWorld): Judgement => {
  const contradicted = changed.flatMap(newlyContradicted)
  const [own] = contradicted.filter(isEnteredNow)
  if (own !== undefined) {
    const { rule, message, evidence } = rejectionOf(own)
    return { contradictions: [], rejection: { rule, message, evidence } }
  }
  const blocked = contradicted.filter((one) => !isPermission(one)).map(blockedEntry)
  if (blocked.length > 0) return { contradictions: [], rejection: laterEntries(blocked, rulesOf(world.domain)) }
  return {
    contradictions: contradicted.map((one) => {
      const { eventId, event, on, rule, evidence, stream } = blockedEntry(one)
      // sound: the day of an event
      return { eventId, event, on: on as PlannedContradiction['on'], rule, evidence, stream }
    }),
  }
}

const newlyContradicted = (stream: ChangedStream): readonly Contradicted[] => {
  const before = new Map(stream.before.entries.map(({ point, contradictedBy }) => [point.origin, contradictedBy]))
  return stream.history.entries.flatMap((entry) =>
    entry.contradictedBy
      .filter((rule) => before.get(entry.point.origin)?.includes(rule) !== true)
      .map((rule) => ({ in: stream, entry, rule })),
  )
}

/** Whether a person enters it, or corrects it, with the plan. A correction is as if it had been entered so. */
const isEnteredNow = (contradicted: Contradicted): boolean => {
  const { in: changed, entry } = contradicted
  const { revision, history } = changed
  if (entry.causedBy !== undefined || entry.revision <= revision) return false
  if (entry.point.origin > revision) return true
  const replaced = history.recorded.find(({ id }) => id === entry.id)?.replaces
  const isCorrected = history.recorded.some(
    ({ about }) => about?.type === 'EntryAnnulled' && about.data.eventId === replaced && about.data.by !== undefined,
  )
  return isCorrected && !isPermission(contradicted)
}

const isPermission = ({ in: { aggregate }, rule }: Contradicted): boolean =>
  aggregate.rules.find(({ id }) => id === rule)?.permission === true

const rejectionOf = ({ in: { aggregate, history }, entry, rule }: Contradicted): Rejection => {
  const contradiction = contradictionOf(history, entry, rule)
  const evidence = contradiction?.about?.type === 'EntryContradicted' ? contradiction.about.data.evidence : {}
  return { rule, message: aggregate.rules.find(({ id }) => id === rule)?.title ?? { en: rule, zh: rule }, evidence }
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

const blockedEntry = (contradicted: Contradicted) => {
  const { entry, in: changed } = contradicted
  const [first] = entry.events
  return {
    ...rejectionOf(contradicted),
    eventId: entry.id,
    event: first?.type ?? '',
    on: first?.data.on ?? '',
    stream: changed.stream,
  }
}

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
