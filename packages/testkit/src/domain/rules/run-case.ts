// Runs the property, the examples and the broken logs of a rule case. Each throws if the rule is not kept.
import { type CommandInput, chadian2018, type Policy, yunnan2018 } from '@skein/core'
import type { Domain } from '@skein/kernel'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { checkHistory } from '../check-history.js'
import { lookupOf } from '../domain-lookup.js'
import { parsedEvent } from '../history-event.js'
import { historyOf } from '../history-of.js'
import type { DecisionResult } from '../recorded-event.js'
import { completePolicy, type PolicyInput } from '../scenario.js'
import { ScenarioWorlds } from '../scenario-worlds.js'
import type { World } from '../world.js'
import type { AnyRuleCase, BrokenLog, Example, JudgedSituation, Situation } from './case.js'
import type { PropertyCoverage } from './property-coverage.js'

export interface ProofOptions<Input = CommandInput> {
  /** The policy to prove the rules under; by default three policies that differ in every setting. */
  readonly policy?: PolicyInput<Input>
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

/** Proof options, whatever the commands of the domain. */
export type AnyProofOptions = Omit<ProofOptions, 'policy'> & { readonly policy?: unknown }

const policiesOf = ({ policy }: AnyProofOptions, domain: Domain): readonly Policy[] =>
  (policy === undefined ? [chadian2018, yunnan2018, strict] : [policy]).map((each) => completePolicy(each, domain))

/** The policies under which the rule forbids anything. */
const applicable = ({ appliesTo, situations }: AnyRuleCase, options: AnyProofOptions, domain: Domain) =>
  situations === undefined ? [] : policiesOf(options, domain).filter((policy) => appliesTo?.(policy) ?? true)

/** Whether there are situations that the rule forbids under the policies that it would be proven under. */
export const appliesUnder = (rule: AnyRuleCase, options: AnyProofOptions, domain: Domain): boolean =>
  applicable(rule, options, domain).length > 0

/**
 * Proves that a rule forbids what it should and nothing else: of the situations near it, it rejects those that the test
 * expects it to forbid, without an event; all others are accepted.
 *
 * @param otherRules rules that the situations do not know: they may reject what this rule allows
 */
export const runProperty = (
  rule: AnyRuleCase,
  options: AnyProofOptions,
  domain: Domain,
  otherRules: ReadonlySet<string> = new Set(),
): PropertyCoverage => {
  const { runs = 200, seed } = options
  const coverage = { runs: 0, forbidden: 0 }
  const trials = applicable(rule, options, domain).flatMap((policy) => {
    const worlds = new ScenarioWorlds(policy, domain)
    return rule.situations?.(worlds.scenario).map((situation) => new Trial(worlds, situation)) ?? []
  })
  if (trials.length === 0) return coverage
  fc.assert(
    fc.property(fc.oneof(...trials), ({ worlds, situation }) => {
      coverage.runs += 1
      if (situation.isForbidden) coverage.forbidden += 1
      expectJudgement(rule.id, worlds, situation, otherRules)
    }),
    { numRuns: runs, ...(seed === undefined ? {} : { seed }) },
  )
  return coverage
}

/** A situation under a policy; fast-check prints the situation if the property fails. */
class Trial {
  readonly worlds: ScenarioWorlds
  readonly situation: JudgedSituation<unknown>

  constructor(worlds: ScenarioWorlds, situation: JudgedSituation<unknown>) {
    this.worlds = worlds
    this.situation = situation
  }

  toString(): string {
    return JSON.stringify(this.situation)
  }
}

/** The world after commands to which processes have not reacted. */
const withUnsettled = (world: World, { unsettled = [] }: Pick<Situation<unknown>, 'unsettled'>): World => {
  for (const command of unsettled) {
    const result = world.execute(command)
    if (E.isLeft(result))
      throw new Error(`${result.left.rule} rejects ${JSON.stringify(command)}, which leads to the situation`)
  }
  return world
}

const expectJudgement = (
  id: string,
  worlds: ScenarioWorlds,
  situation: JudgedSituation<unknown>,
  otherRules: ReadonlySet<string>,
): void => {
  const { from, history = [] } = situation
  const world = withUnsettled(worlds.after(from, history), situation)
  const events = world.log.length
  const result = world.execute(situation.command)
  if (!situation.isForbidden) {
    if (E.isLeft(result) && !otherRules.has(result.left.rule))
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

const knownWorlds = new WeakMap<Domain, ScenarioWorlds>()

/** The examples use the article's own programme. */
const exampleWorlds = (domain: Domain): ScenarioWorlds => {
  const policy = completePolicy({ ...chadian2018, exitInRegistrationYear: false }, domain)
  const worlds = knownWorlds.get(domain) ?? new ScenarioWorlds(policy, domain)
  knownWorlds.set(domain, worlds)
  return worlds
}

export const examplesOf = ({ examples }: AnyRuleCase, domain: Domain): readonly Example<unknown>[] =>
  examples(exampleWorlds(domain).scenario)

/** The world before an example's command or a log's last event. Played again each time, as a test may change the rules. */
const worldBefore = (situation: Omit<Situation<unknown>, 'command'>, domain: Domain): World =>
  withUnsettled(
    exampleWorlds(domain)
      .at(situation.from)
      .must(...(situation.history ?? [])),
    situation,
  )

/** Proves that the rule rejects an example. */
export const runExample = ({ id }: AnyRuleCase, example: Example<unknown>, domain: Domain): void =>
  expectRejection(id, worldBefore(example, domain).execute(example.command))

/** The broken logs of a rule: those that its examples would have caused, and others. */
export const brokenLogsOf = (rule: AnyRuleCase, domain: Domain): readonly BrokenLog<unknown>[] => [
  ...examplesOf(rule, domain).map((example) => logOf(example, domain)),
  ...(rule.brokenLogs?.(exampleWorlds(domain).scenario) ?? []),
]

/** Proves that `checkHistory` finds the rule broken by the last event of a log. */
export const runBrokenLog = async ({ id }: AnyRuleCase, log: BrokenLog<unknown>, domain: Domain): Promise<void> => {
  const { stream } = log
  const world = worldBefore(log, domain)
  for (const event of log.forced ?? []) world.force(event.stream, parsedEvent(event, domain))
  world.force(stream, parsedEvent(log, domain))
  const revision = world.revision(stream)
  const violations = await checkHistory(historyOf(world.log), { domain })
  if (violations.some((found) => found.rule === id && found.stream === stream && found.revision === revision)) return
  const found = violations.map((violation) => `${violation.rule} at ${violation.stream}@${violation.revision}`)
  throw new Error(`expected a violation of ${id} at ${stream}@${revision}, found ${found.join(', ') || 'none'}`)
}

/** The log that the command of an example would have left if nothing had rejected it. */
const logOf = ({ title, command, event = {}, ...before }: Example<unknown>, domain: Domain): BrokenLog<unknown> => {
  const { addressed } = lookupOf(domain)
  const { type, stream } = addressed(command)
  return {
    ...before,
    title,
    stream,
    type: type.records[0] ?? '',
    // sound: a command that its schema parsed has data
    data: { ...(command as { readonly data: object }).data, ...event },
  }
}
