// A process that ends in the middle of a change of the past: another one finds it whole, or not begun.
// SKEIN_STORIES sets how many stories of each kind (default 15; 1,000 in the long run).
import { openMemory } from '@skein/engine'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { EngineAndModel, startOf } from './engine-and-model.js'
import { leadsStart, mentoringStories, trainingStart, trainingStories } from './stories.js'

const stories = Number(process.env.SKEIN_STORIES ?? 15)
const seed = process.env.SKEIN_STORIES === undefined ? 2018 : Date.now()

it.each([
  ['mentoring', leadsStart, mentoringStories],
  ['training', trainingStart, trainingStories],
] as const)(
  `of %s, in ${stories} stories: what was begun is completed, and all else not begun`,
  async (...kind) => {
    const [, commands, arbitrary] = kind
    const start = await startOf(openMemory(), commands)
    const ends = new Map<string, number>()
    const property = fc.asyncProperty(
      arbitrary,
      fc.array(fc.nat(9), { minLength: 30, maxLength: 30 }),
      async (story, writes) => {
        const both = await EngineAndModel.from(start)
        for (const [at, step] of story.entries()) {
          const end = await both.doKilled(step, writes[at] ?? 0)
          if (end === undefined) continue
          ends.set(end, (ends.get(end) ?? 0) + 1)
          const { engine, model } = await both.standing()
          expect(engine, `${at}: ${JSON.stringify(step)} ${writes[at]} ${end}`).toEqual(model)
        }
      },
    )
    await fc.assert(property, { numRuns: stories, seed })
    expect(new Set(ends.keys())).toEqual(new Set(['begun', 'not begun', 'not killed']))
  },
  3_600_000,
)
