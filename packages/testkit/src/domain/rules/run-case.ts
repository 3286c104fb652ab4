// Runs the cases: the property, the examples and the broken logs of a rule. Each throws where the rule is not kept.
import { chadian2018, domain, type Policy, yunnan2018 } from '@skein/core'
import { type AnyEvent, partsOf, streamOf } from '@skein/kernel'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { checkHistory } from '../check-history.js'
import { historyOf } from '../history-of.js'
import { type PolicyInput, playable } from '../scenario.js'
import { Stages } from '../stages.js'
import type { World } from '../world.js'
import type { BrokenLog, Example, Judged, RuleCase, Situation } from './case.js'
import type { Shown } from './property-coverage.js'

export interface ShowOptions {
  /** The rules are shown under this policy; by default under several that choose differently. */
  readonly policy?: PolicyInput
  /** Runs of each property; default 200. */
  readonly runs?: number
  readonly seed?: number
}

/** A programme that asks for everything that one may ask for. */
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

const stagesOf = ({ policy }: ShowOptions): readonly Stages[] => {
  const policies = policy === undefined ? [chadian2018, yunnan2018, strict] : [policy]
  return policies.map((of) => new Stages(playable(of)))
}

/** Whether the rule forbids anything under the policies that it would be shown under. */
export const applies = ({ applies: does = () => true }: RuleCase, options: ShowOptions): boolean =>
  stagesOf(options).some(({ programme }) => does(programme.policy))

/**
 * Shows that a rule forbids what it should, and nothing else: of generated situations near it, those that the test says
 * it forbids are refused by it and add no event, the others are accepted.
 */
export const showProperty = (rule: RuleCase, options: ShowOptions = {}): Shown => {
  const { runs = 200, seed } = options
  const shown = { runs: 0, forbidden: 0 }
  const forbids = (policy: Policy) => rule.applies?.(policy) ?? true
  const stages = stagesOf(options).filter(({ programme }) => forbids(programme.policy))
  if (stages.length === 0) return shown
  fc.assert(
    fc.property(
      fc.constantFrom(...stages).chain((of) => rule.near(of.programme).map((near) => new Case(of, near))),
      ({ stages, near }) => {
        shown.runs += 1
        if (near.forbidden) shown.forbidden += 1
        judge(rule.id, stages, near)
      },
    ),
    { numRuns: runs, ...(seed === undefined ? {} : { seed }) },
  )
  return shown
}

/** A situation in its programme; prints as the situation when a property fails. */
class Case {
  readonly stages: Stages
  readonly near: Judged

  constructor(stages: Stages, near: Judged) {
    this.stages = stages
    this.near = near
  }

  toString(): string {
    return JSON.stringify(this.near)
  }
}

/** The world as the situation finds it. */
const arranged = (stages: Stages, { from, history = [], unsettled = [] }: Omit<Situation, 'command'>): World => {
  const world = stages.at(from).must(...history)
  for (const command of unsettled) {
    const answer = world.execute(command)
    if (E.isLeft(answer)) throw new Error(`${answer.left.rule} refused ${JSON.stringify(command)} on the way`)
  }
  return world
}

const judge = (id: string, stages: Stages, near: Judged): void => {
  const world = arranged(stages, near)
  const events = world.log.length
  const answer = world.execute(near.command)
  if (!near.forbidden) {
    if (E.isLeft(answer))
      throw new Error(`${answer.left.rule} refused what ${id} allows: ${JSON.stringify(answer.left.evidence)}`)
    return
  }
  refusedBy(id, answer)
  if (world.log.length !== events) throw new Error(`${id} refused, and yet ${world.log.length - events} events came`)
}

const refusedBy = (id: string, answer: ReturnType<World['execute']>): void => {
  if (E.isRight(answer)) throw new Error(`expected ${id} to refuse, got ${JSON.stringify(answer.right)}`)
  const { rule, message, evidence } = answer.left
  if (rule !== id) throw new Error(`expected ${id} to refuse, ${rule} did: ${JSON.stringify(evidence)}`)
  if (message.en === '' || message.zh === '') throw new Error(`${id} refuses without saying why in both languages`)
  if (Object.keys(evidence).length === 0) throw new Error(`${id} refuses without evidence`)
}

/** The examples are of the article's own programme. */
const house = new Stages(playable({ ...chadian2018, exitInRegistrationYear: false }))

export const examplesOf = ({ examples }: RuleCase): readonly Example[] => examples(house.programme)

/** Shows that an example is refused by its rule. */
export const showExample = ({ id }: RuleCase, example: Example): void =>
  refusedBy(id, arranged(house, example).execute(example.command))

/** The broken logs of a rule: those of its examples, and others that no command brings about. */
export const brokenLogsOf = (rule: RuleCase): readonly BrokenLog[] => [
  ...examplesOf(rule).map(logOf),
  ...(rule.logs?.(house.programme) ?? []),
]

/** Shows that `check` finds the last event of a log to break the rule. */
export const showBrokenLog = async ({ id }: RuleCase, log: BrokenLog): Promise<void> => {
  const { stream, type, data } = log
  const world = arranged(house, log)
  const known = domain.aggregates.find(({ name }) => name === partsOf(stream).aggregate)?.events[type]
  if (known === undefined) throw new Error(`no event of this domain: ${type}`)
  // sound: the schema of an event gives its type and data with a day
  world.force(stream, known.schema.parse({ type, data }) as AnyEvent)
  const revision = world.revision(stream)
  const found = await checkHistory(historyOf(world.log))
  if (found.some((of) => of.rule === id && of.stream === stream && of.revision === revision)) return
  const rules = found.map((of) => `${of.rule} at ${of.stream}@${of.revision}`).join(', ')
  throw new Error(`expected ${id} at ${stream}@${revision}, found ${rules === '' ? 'nothing' : rules}`)
}

/** The log that the command of an example would have left, had nothing refused it. */
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
  throw new Error(`no command of this domain: ${command.type}`)
}
