// Generated histories: commands that the real deciders and processes accepted, without those that rules rejected.
import { type CommandInput, chadian2018 } from '@skein/core'
import { addDays, type Day, day } from '@skein/kernel'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import type { Action, Chooser } from './actions/action.js'
import { actions } from './actions/index.js'
import { ownActions } from './actions/own.js'
import type { ValueOptions } from './arbitraries.js'
import { type DomainOption, domainOf, extendsCore } from './domain-option.js'
import { completePolicy, type PolicyInput, type Stage } from './scenario.js'
import { ScenarioWorlds } from './scenario-worlds.js'
import { choicesOf } from './seeded-choice.js'
import type { World } from './world.js'

/** One action of somebody at the base, as numbers, so that fast-check can shrink it. */
interface ActionSeed {
  /** Chooses the action: its index, modulo the number of actions. */
  readonly action: number
  /** The seed of what the action chooses. */
  readonly choices: number
  /** Days since the action before; negative for a late entry. */
  readonly days: number
  /** Whether the processes settle before the next command, and the seed of their order. */
  readonly settles: boolean
  readonly order: number
}

const actionSeed = (isOnTime: boolean): fc.Arbitrary<ActionSeed> =>
  fc.record({
    action: fc.nat(999_999),
    choices: fc.nat(),
    days: fc.integer({ min: isOnTime ? 1 : -10, max: 30 }),
    settles: fc.boolean(),
    order: fc.nat(),
  })

const chooserOf = (seed: number): Chooser => {
  const next = choicesOf(seed)
  return {
    upTo: (most) => next(most + 1),
    pick: (first, ...others) => others[next(others.length + 1) - 1] ?? first,
  }
}

/** The day of the first action after a stage. */
const firstDay: Partial<Record<Stage, Day>> = {
  closed: day('2018-03-26'),
  mentoring: day('2018-06-02'),
  placed: day('2018-06-06'),
}

/** A scenario up to a stage, and what was done after it. Not settled. */
export class GeneratedHistory {
  readonly from: Stage
  readonly world: World
  /** The accepted commands of people, in their order. */
  readonly commands: readonly CommandInput[]

  constructor(worlds: ScenarioWorlds, choices: readonly Action[], from: Stage, seeds: readonly ActionSeed[]) {
    const world = worlds.at(from)
    const commands: CommandInput[] = []
    let today = firstDay[from] ?? day('2018-02-01')
    for (const { action, choices: seed, days, settles, order } of seeds) {
      today = addDays(today, days)
      for (const command of choices[action % choices.length]?.(worlds.scenario, chooserOf(seed), today) ?? []) {
        if (E.isRight(world.execute(command))) commands.push(command)
        if (settles) world.settle(choicesOf(order))
      }
    }
    this.from = from
    this.world = world
    this.commands = commands
  }

  /** The commands that repeat it; shown when a property fails. */
  toString(): string {
    return `after the stage "${this.from}": ${JSON.stringify(this.commands)}`
  }
}

export interface HistoryOptions<Input = CommandInput> extends DomainOption<Input>, ValueOptions {
  /** The policy that the base adopts; default the article's own. What it lacks of an industry or a poverty line is added. */
  readonly policy?: PolicyInput<Input>
  /** The greatest number of actions, of one to some twenty commands each; default 40. */
  readonly maxLength?: number
}

/** The same, whatever the commands of the domain. */
interface GenerateOptions extends Omit<HistoryOptions<unknown>, 'policy'> {
  readonly policy?: unknown
  /** The stages to start from; by default a new base and three later stages. */
  readonly from?: readonly Stage[]
  /** Whether every action happens on a later day than the one before; by default some are entered late. */
  readonly isOnTime?: boolean
}

/** Programmes with races and late entries; what fast-check shrinks is as valid. Processes have not settled. */
export const generatedHistory = (options: GenerateOptions = {}): fc.Arbitrary<GeneratedHistory> => {
  const domain = domainOf(options)
  const { policy = chadian2018, maxLength = 40, values, isOnTime = false } = options
  const hasScenario = extendsCore(domain)
  const stages: readonly Stage[] = hasScenario ? (options.from ?? ['base', 'closed', 'mentoring', 'placed']) : ['empty']
  const choices = [...(hasScenario ? actions : []), ...ownActions(domain, values)]
  const worlds = new ScenarioWorlds(completePolicy(policy, domain), domain)
  return fc
    .tuple(fc.constantFrom(...stages), fc.array(actionSeed(isOnTime), { maxLength, size: 'max' }))
    .map(([stage, seeds]) => new GeneratedHistory(worlds, choices, stage, seeds))
}
