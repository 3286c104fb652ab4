// Stories of one stream: commands that people could send, dated along its life, in any order of entry.
import { chadian2018 } from '@skein/core'
import { type AnyCommand, addDays, day, type ViewRequest } from '@skein/kernel'
import fc from 'fast-check'
import { lookupOf } from '../../src/domain/domain-lookup.js'
import { completePolicy, type Stage } from '../../src/domain/scenario.js'
import { ScenarioWorlds } from '../../src/domain/scenario-worlds.js'
import type { World } from '../../src/domain/world.js'
import { programme } from '../own-domain.js'
import type { StreamLife } from './lives.js'

/** The sample programme, with the certificates that a programme of its own adds. */
export const lookup = lookupOf(programme)
const worlds = new ScenarioWorlds(completePolicy(chadian2018), programme)
const known = new Map<Stage, World>()
const worldAt = (stage: Stage): World => {
  const world = known.get(stage) ?? worlds.at(stage)
  known.set(stage, world)
  return world
}

/** What a decision of a story sees of other streams: what they are at the end of a stage. */
export const elsewhereOf =
  ({ stageFor = () => 'placed' }: StreamLife) =>
  (request: ViewRequest, command: AnyCommand): unknown =>
    worldAt(stageFor(command)).view(request)

export const parsed = (input: unknown): AnyCommand => lookup.addressed(input).command

/** Commands with their days, in the order of entry. */
export type Story = readonly AnyCommand[]

const places = 40

/** A command of a life: which one, the place of its day in the life, and how long it waits for its entry. */
interface Step {
  readonly index: number
  readonly at: number
  readonly delay: number
}

const storyOf = ({ commands, from, step }: StreamLife, steps: readonly Step[]): Story =>
  steps
    .map(({ index, at, delay }) => {
      const command = commands[Math.min(Math.max(index, 0), commands.length - 1)]
      return { command: parsed(command?.(day(addDays(from, at * step)))), entered: at + delay }
    })
    .sort((a, b) => a.entered - b.entered)
    .map(({ command }) => command)

/** Any commands, each roughly at its time of life, and entered up to some time later. */
const anyStory = (life: StreamLife): fc.Arbitrary<Story> =>
  fc
    .array(fc.record({ at: fc.nat(places), off: fc.integer({ min: -4, max: 4 }), delay: fc.nat(places) }), {
      minLength: 6,
      maxLength: 22,
      size: 'max',
    })
    .map((seeds) =>
      storyOf(
        life,
        seeds.map(({ at, off, delay }) => ({
          index: Math.round((at / places) * (life.commands.length - 1)) + off,
          at,
          delay,
        })),
      ),
    )

/** Most commands of a life, each once and in its order of days, so that most are possible. */
const likelyStory = (life: StreamLife): fc.Arbitrary<Story> => {
  const last = life.commands.length - 1
  return fc
    .tuple(
      ...life.commands.map((_, index) =>
        fc.record({ isTold: fc.integer({ max: 6 }).map((n) => n !== 0), delay: fc.nat(places) }).map((seed) => ({
          ...seed,
          index,
          at: Math.round((index / last) * places),
        })),
      ),
    )
    .map((seeds) =>
      storyOf(
        life,
        seeds.filter(({ isTold, index }) => isTold || index === 0),
      ),
    )
}

/** Stories of a stream, in the order of entry. */
export const storiesOf = (life: StreamLife): fc.Arbitrary<Story> => fc.oneof(anyStory(life), likelyStory(life))
