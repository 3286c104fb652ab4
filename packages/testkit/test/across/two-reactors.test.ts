// Two reactors handle the same log, one of them far behind: what they send is recorded once, and nothing is taken back wrongly.
// SKEIN_STORIES sets how many stories of each kind (default 8; 1,000 in the long run).
import { openMemory } from '@skein/engine'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { EngineAndModel, type Start, type Step, startOf } from './engine-and-model.js'
import { pinnedForLagging } from './pinned-stories.js'
import { leadsStart, mentoringStories, trainingStart, trainingStories } from './stories.js'

const stories = Number(process.env.SKEIN_STORIES ?? 8)
const seed = process.env.SKEIN_STORIES === undefined ? 2018 : Date.now()

it.each([
  ['mentoring', leadsStart, mentoringStories],
  ['training', trainingStart, trainingStories],
] as const)(
  'of %s: a reactor that lags behind finds nothing left to do',
  async (...kind) => {
    const [, commands, arbitrary] = kind
    const start = await startOf(openMemory(), commands)
    const property = fc.asyncProperty(
      arbitrary,
      fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }),
      (story, catchesUp) => playWithLagging(start, story, catchesUp),
    )
    await fc.assert(property, { numRuns: stories, seed })
  },
  3_600_000,
)

it.each(pinnedForLagging)('%s', async (_title, story) => {
  await playWithLagging(await startOf(openMemory(), leadsStart), story, [])
})

/** @param catchesUp after which steps the reactor that lags behind catches up; it does so at the end */
const playWithLagging = async (start: Start, story: readonly Step[], catchesUp: readonly boolean[]): Promise<void> => {
  const both = await EngineAndModel.from(start)
  for (const [at, step] of story.entries()) {
    const doing = both.do(step)
    await Promise.all([doing, ...(catchesUp[at] ? [both.settleLagging()] : [])])
    const { engine, model } = await both.standing()
    expect(engine, `${at}: ${JSON.stringify(step)}`).toEqual(model)
  }
  const before = await both.storage.events.count()
  await both.settleLagging()
  expect(await both.storage.events.count()).toBe(before)
}
