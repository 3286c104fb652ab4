// Runs the property, the examples and the broken logs of a rule case. Each throws if the rule is not kept.
import { chadian2018, domain, type Policy, yunnan2018 } from '@skein/core'
import { streamOf } from '@skein/kernel'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { checkHistory, parsedEvent } from '../check-history.js'
import { historyOf } from '../history-of.js'
import type { DecisionResult } from '../recorded-event.js'
import { completePolicy, type PolicyInput } from '../scenario.js'
import { ScenarioWorlds } from '../scenario-worlds.js'
import type { World } from '../world.js'
import type { BrokenLog, Example, JudgedSituation, RuleCase, Situation } from './case.js'
import type { PropertyCoverage } from './property-coverage.js'

export interface ProofOptions {
  /** The policy to prove the rules under; by default three policies that differ in every setting. */
  readonly policy?: PolicyInput
  /** Runs of each property; default 200. */
  readonly runs?: number
  /** The seed of a failed property, to run it again. */
  readonly seed?: number
}

/** A policy that turns on everything that may be required. */
const strict: PolicyInput = {
  batchSeats: 30,
  requirePotential: true,
  requireTrainingBeforeListing: true,
  supportCeilingFen: 1000,
  minQuotaPeople: 4,
  maxQuotaPeople: 20,
  minQuotaHouseholds: 2,
  exitInRegistrationYear: false,
  exitPublicityDays: 10,
  minPartySpiritShare: 0.3,
  minFeedbackShare: 0.7,
}

const policiesOf = ({ policy }: ProofOptions): readonly Policy[] =>
  (policy === undefined ? [chadian2018, yunnan2018, strict] : [policy]).map(completePolicy)

/** The policies under which the rule forbids anything. */
const applicable = ({ appliesTo }: RuleCase, options: ProofOptions): readonly Policy[] =>
  policiesOf(options).filter((policy) => appliesTo?.(policy) ?? true)

/** Whether the rule forbids anything under the policies that it would be proven under. */
export const appliesUnder = (rule: RuleCase, options: ProofOptions): boolean => applicable(rule, options).length > 0

/**
 * Proves that a rule forbids what it should and nothing else: of the situations near it, it rejects those that the test
 * expects it to forbid, without an event; all others are accepted.
 */
export const runProperty = (rule: RuleCase, options: ProofOptions = {}): PropertyCoverage => {
  const { runs = 200, seed } = options
  const coverage = { runs: 0, forbidden: 0 }
  const policies = applicable(rule, options)
  if (policies.length === 0) return coverage
  const trials = policies.map((policy) => {
    const worlds = new ScenarioWorlds(policy)
    return rule.situations(worlds.scenario).map((situation) => new Trial(worlds, situation))
  })
  fc.assert(
    fc.property(fc.oneof(...trials), ({ worlds, situation }) => {
      coverage.runs += 1
      if (situation.isForbidden) coverage.forbidden += 1
      expectJudgement(rule.id, worlds, situation)
    }),
    { numRuns: runs, ...(seed === undefined ? {} : { seed }) },
  )
  return coverage
}

/** A situation under a policy; fast-check prints the situation if the property fails. */
class Trial {
  readonly worlds: ScenarioWorlds
  readonly situation: JudgedSituation

  constructor(worlds: ScenarioWorlds, situation: JudgedSituation) {
    this.worlds = worlds
    this.situation = situation
  }

  toString(): string {
    return JSON.stringify(this.situation)
  }
}

/** The world after commands to which processes have not reacted. */
const withUnsettled = (world: World, { unsettled = [] }: Pick<Situation, 'unsettled'>): World => {
  for (const command of unsettled) {
    const result = world.execute(command)
    if (E.isLeft(result))
      throw new Error(`${result.left.rule} rejects ${JSON.stringify(command)}, which leads to the situation`)
  }
  return world
}

const expectJudgement = (id: string, worlds: ScenarioWorlds, situation: JudgedSituation): void => {
  const { from, history = [] } = situation
  const world = withUnsettled(worlds.after(from, history), situation)
  const events = world.log.length
  const result = world.execute(situation.command)
  if (!situation.isForbidden) {
    if (E.isLeft(result))
      throw new Error(`${result.left.rule} rejects what ${id} allows: ${JSON.stringify(result.left.evidence)}`)
    return
  }
  expectRejection(id, result)
  if (world.log.length !== events)
    throw new Error(`${id} rejected the command, but ${world.log.length - events} events were recorded`)
}

const expectRejection = (id: string, result: DecisionResult): void => {
  if (E.isRight(result)) throw new Error(`expected ${id} to reject the command, got ${JSON.stringify(result.right)}`)
  const { rule, message, evidence } = result.left
  if (rule !== id) throw new Error(`expected ${id} to reject the command, got ${rule}: ${JSON.stringify(evidence)}`)
  if (message.en === '' || message.zh === '') throw new Error(`${id} needs a message in English and in Chinese`)
  if (Object.keys(evidence).length === 0) throw new Error(`${id} needs evidence for its rejection`)
}

/** The examples use the article's own programme. */
const exampleWorlds = new ScenarioWorlds(completePolicy({ ...chadian2018, exitInRegistrationYear: false }))

export const examplesOf = ({ examples }: RuleCase): readonly Example[] => examples(exampleWorlds.scenario)

/** The world before an example's command or a log's last event. Played again each time, as a test may change the rules. */
const worldBefore = (situation: Omit<Situation, 'command'>): World =>
  withUnsettled(exampleWorlds.at(situation.from).must(...(situation.history ?? [])), situation)

/** Proves that the rule rejects an example. */
export const runExample = ({ id }: RuleCase, example: Example): void =>
  expectRejection(id, worldBefore(example).execute(example.command))

/** The broken logs of a rule: those that its examples would have caused, and others. */
export const brokenLogsOf = (rule: RuleCase): readonly BrokenLog[] => [
  ...examplesOf(rule).map(logOf),
  ...(rule.brokenLogs?.(exampleWorlds.scenario) ?? []),
]

/** Proves that `checkHistory` finds the rule broken by the last event of a log. */
export const runBrokenLog = async ({ id }: RuleCase, log: BrokenLog): Promise<void> => {
  const { stream } = log
  const world = worldBefore(log)
  for (const event of log.forced ?? []) world.force(event.stream, parsedEvent(event))
  world.force(stream, parsedEvent(log))
  const revision = world.revision(stream)
  const violations = await checkHistory(historyOf(world.log))
  if (violations.some((found) => found.rule === id && found.stream === stream && found.revision === revision)) return
  const found = violations.map((violation) => `${violation.rule} at ${violation.stream}@${violation.revision}`)
  throw new Error(`expected a violation of ${id} at ${stream}@${revision}, found ${found.join(', ') || 'none'}`)
}

/** The log that the command of an example would have left if nothing had rejected it. */
const logOf = ({ title, command, event = {}, ...before }: Example): BrokenLog => {
  for (const { name, commands } of domain.aggregates) {
    const known = commands[command.type]
    if (known === undefined) continue
    const data: Readonly<Record<string, unknown>> = command.data
    return {
      ...before,
      title,
      stream: streamOf(name, String(data[known.target])),
      type: known.records[0] ?? '',
      data: { ...data, ...event },
    }
  }
  throw new Error(`This domain has no command of the type "${command.type}".`)
}
