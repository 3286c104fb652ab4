// Histories that happened: commands run through the real deciders and processes, those that rules refused left out.
import { type CommandInput, chadian2018 } from '@skein/core'
import { addDays, type Day, day } from '@skein/kernel'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { actions, type Chooser } from './actions.js'
import type { HistoryEvent } from './check-history.js'
import { historyOf } from './history-of.js'
import { type PolicyInput, playable, type Stage } from './scenario.js'
import { Stages } from './stages.js'
import type { World } from './world.js'

/** Something that was done, told by numbers: which of the moves, what it chose, how many days later. */
interface Seed {
  readonly move: number
  readonly choices: number
  readonly days: number
  /** Whether the processes finish before the next one, and in which order they work. */
  readonly settles: boolean
  readonly order: number
}

const seed: fc.Arbitrary<Seed> = fc.record({
  move: fc.nat(actions.length - 1),
  choices: fc.nat(),
  days: fc.integer({ min: -10, max: 30 }),
  settles: fc.boolean(),
  order: fc.nat(),
})

const chooserOf = (choices: number): Chooser => {
  const next = shuffledBy(choices)
  return {
    upTo: (most) => next(most + 1),
    pick: (first, ...others) => others[next(others.length + 1) - 1] ?? first,
  }
}

/** An order of things that a number stands for: the same number, the same order. */
export const shuffledBy = (order: number): ((n: number) => number) => {
  // neighbours part at once
  let state = Math.imul(order ^ (order >>> 16), 0x45d9f3b) >>> 0
  return (n) => {
    // Numerical Recipes' generator; its high bits are good enough to pick with
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
}

/** How far a programme was when the first move was made, and the day of it. */
const startsOn: Partial<Record<Stage, Day>> = {
  closed: day('2018-03-26'),
  mentoring: day('2018-06-02'),
  placed: day('2018-06-06'),
}

/** What was done, and the world it left. */
export class GeneratedHistory {
  readonly world: World
  /** The commands that were accepted, in their order; those of processes apart. */
  readonly commands: readonly CommandInput[]
  /** How many commands each rule refused. */
  readonly refused: ReadonlyMap<string, number>
  /** What the programme decided on. */
  readonly today: Day
  readonly from: Stage

  constructor(stages: Stages, from: Stage, seeds: readonly Seed[]) {
    const world = stages.at(from)
    const commands: CommandInput[] = []
    const refused = new Map<string, number>()
    let today = startsOn[from] ?? day('2018-02-01')
    for (const { move, choices, days, settles, order } of seeds) {
      today = addDays(today, days)
      for (const command of actions[move]?.(stages.programme, chooserOf(choices), today) ?? []) {
        const answer = world.execute(command)
        if (E.isRight(answer)) commands.push(command)
        else refused.set(answer.left.rule, (refused.get(answer.left.rule) ?? 0) + 1)
        if (settles) world.settle(shuffledBy(order))
      }
    }
    this.world = world
    this.commands = commands
    this.refused = refused
    this.today = today
    this.from = from
  }

  /** What to do again to see it again. */
  toString(): string {
    return `after ${this.from}: ${JSON.stringify(this.commands)}`
  }
}

export interface HistoryOptions {
  /** Default the article's own, with what it leaves out. */
  readonly policy?: PolicyInput
  readonly maxLength?: number
}

interface GenerateOptions extends HistoryOptions {
  /** How far a programme may have been already; by default anything from a base of its own on. */
  readonly from?: readonly Stage[]
}

/** Programmes as they may have gone, races and late entries among them; a smaller one is as valid. Not settled. */
export const generatedHistory = ({
  policy = chadian2018,
  maxLength = 40,
  from = ['base', 'closed', 'mentoring', 'placed'],
}: GenerateOptions = {}): fc.Arbitrary<GeneratedHistory> => {
  const stages = new Stages(playable(policy))
  return fc
    .tuple(fc.constantFrom(...from), fc.array(seed, { maxLength, size: 'max' }))
    .map(([from, seeds]) => new GeneratedHistory(stages, from, seeds))
}

/**
 * Histories of a programme, from its base's foundation on, as `checkHistory` and `given` take them: every event was
 * decided by the rules, and the processes have settled. What is shrunk is as valid.
 *
 * @example
 * fc.assert(fc.asyncProperty(anyHistory(), async (events) => (await checkHistory(events)).length === 0))
 */
export const anyHistory = (options: HistoryOptions = {}): fc.Arbitrary<readonly HistoryEvent[]> =>
  generatedHistory(options).map(({ world }) => {
    world.settle()
    return historyOf(world.log)
  })
