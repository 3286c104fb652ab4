import {
  type AnyAggregate,
  type AnyCommand,
  type AnyEvent,
  type BuiltInRules,
  breachesOf,
  commandOfEntry,
  type DecisionViews,
  decideEntryAgain,
  type Evidence,
  type HistoryEntry,
  isSame,
  type RuleMetadata,
} from '@skein/kernel'
import { affectedStreams } from './affected.js'
import type { Violation } from './violation.js'

/** An entry of a stream, and what it is judged with. */
export interface JudgedEntry {
  readonly aggregate: AnyAggregate
  readonly stream: string
  readonly entry: HistoryEntry
  readonly before: unknown
  readonly views: DecisionViews
  readonly policyVersion: number | undefined
}

/** Judges entries: by the rules of their aggregate, and by deciding them again. */
export class EntryJudge {
  readonly #rules: BuiltInRules

  constructor(rules: BuiltInRules) {
    this.#rules = rules
  }

  /** The rules that an entry breaks on the state before it, and whether it records what would be decided. */
  judge(judged: JudgedEntry): readonly Violation[] {
    return [...this.#breaches(judged), ...this.#differences(judged)]
  }

  /**
   * An entry that was recorded before something was entered for an earlier day: what that made impossible, what was
   * not computed again, and contradictions that were not recorded.
   */
  judgeAgain(judged: JudgedEntry, without: unknown): readonly Violation[] {
    const { aggregate, stream, entry, before: state, views } = judged
    const command = commandOfEntry(aggregate, stream, entry.events)
    if (command === undefined) return []
    const { blockedBy, changes } = decideEntryAgain({
      aggregate,
      entry,
      command,
      state,
      without,
      views,
      rules: this.#rules,
    })
    if (blockedBy !== undefined && entry.contradictedBy.includes(blockedBy.rule)) return []
    if (blockedBy !== undefined)
      return [violation(judged, 0, this.#rules.laterEntries, { ...blockedBy.evidence, rule: blockedBy.rule })]
    return changes.flatMap((change) => {
      if (change.kind === 'replaced') return this.#differenceFrom(judged, change.events)
      if (change.kind === 'contradicted' || change.kind === 'removed') {
        const { rule, message, evidence } = change.rejection ?? nothing(this.#rules, command)
        return [violation(judged, 0, { id: rule, title: message }, evidence)]
      }
      return []
    })
  }

  *#breaches(judged: JudgedEntry): Iterable<Violation> {
    const { aggregate, entry, before, views } = judged
    let state = before
    for (const [index, event] of entry.events.entries()) {
      const found = new Set<string>()
      for (const { rule, message, evidence } of breachesOf(aggregate.rules, event, state, views)) {
        // what a contradiction names is on the worklist already
        if (found.has(rule) || entry.contradictedBy.includes(rule)) continue
        found.add(rule)
        yield violation(judged, index, { id: rule, title: message }, evidence)
      }
      state = aggregate.decider.evolve(state, event)
    }
  }

  #differences(judged: JudgedEntry): readonly Violation[] {
    const { aggregate, stream, entry, before, views } = judged
    const command = commandOfEntry(aggregate, stream, entry.events)
    return command === undefined ? [] : this.#differenceFrom(judged, aggregate.decider.propose(command, before, views))
  }

  #differenceFrom(judged: JudgedEntry, decided: readonly AnyEvent[]): readonly Violation[] {
    const { aggregate, stream, entry } = judged
    if (isSame(decided, entry.events)) return []
    const index = entry.events.findIndex((event, at) => !isSame(event, decided[at]))
    const at = Math.max(index, 0)
    const affected = affectedStreams(aggregate, stream, entry.events, decided)
    return [violation(judged, at, this.#rules.computedFields, difference(entry.events[at], decided[at]), affected)]
  }
}

const nothing = ({ nothingToRecord: { id, title } }: BuiltInRules, { type }: AnyCommand) => ({
  rule: id,
  message: title,
  evidence: { command: type },
})

/** The first field of an event that would be decided otherwise. */
const difference = (recorded: AnyEvent | undefined, decided: AnyEvent | undefined): Evidence => {
  if (recorded === undefined || decided === undefined || recorded.type !== decided.type)
    return { recorded: recorded?.type ?? null, decided: decided?.type ?? null }
  const fields = new Set([...Object.keys(recorded.data), ...Object.keys(decided.data)])
  for (const field of fields) {
    const [was, is] = [Reflect.get(recorded.data, field), Reflect.get(decided.data, field)]
    if (!isSame(was, is)) return { field, recorded: plain(was), decided: plain(is) }
  }
  return {}
}

const plain = (value: unknown): Evidence[string] => {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return value === undefined || value === null ? null : `${JSON.stringify(value).slice(0, 200)}`
}

const violation = (
  { stream, entry, policyVersion }: JudgedEntry,
  index: number,
  { id, title }: Pick<RuleMetadata, 'id' | 'title'>,
  evidence: Evidence,
  affected: readonly string[] = [stream],
): Violation => {
  const event = entry.events[index] ?? entry.events[0]
  return {
    stream,
    revision: entry.revision + index,
    ...(event === undefined ? {} : { type: event.type, on: event.data.on }),
    rule: id,
    message: title,
    evidence,
    ...(affected.length === 1 && affected[0] === stream ? {} : { affected }),
    ...(policyVersion === undefined ? {} : { policyVersion }),
  }
}
