// The engine and the model agree on stories of several streams, told in any order, with entries annulled and corrected.
// SKEIN_STORIES sets how many stories of each kind (default 40; 1,000 in the long run).
import { openMemory } from '@skein/engine'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { EngineAndModel, type Start, type Step, startOf } from './engine-and-model.js'
import { pinnedMentoring, pinnedTraining } from './pinned-stories.js'
import { leadsStart, mentoringStories, trainingStart, trainingStories } from './stories.js'

/** The same stories in CI at every run; others in the long run. */
const seed = process.env.SKEIN_STORIES === undefined ? 2018 : Date.now()
const stories = Number(process.env.SKEIN_STORIES ?? 40)

/** Does a story with both, and compares after each step. Gives the number of each kind of answer. */
const compare = async (start: Start, story: readonly Step[]): Promise<ReadonlyMap<string, number>> => {
  const both = await EngineAndModel.from(start)
  const outcomes = new Map<string, number>()
  for (const [at, step] of story.entries()) {
    const answers = await both.do(step)
    if (answers === undefined) continue
    // of several entries in the way, either may be the first
    const [ofEngine, ofModel] = [answers.engine, answers.model].map(({ kind, ...more }) => ({
      kind,
      ...('rule' in more && { rule: more.rule }),
    }))
    expect(ofEngine, `${at}: ${JSON.stringify(step)}`).toEqual(ofModel)
    const { engine, model } = await both.standing()
    expect(engine, `${at}: ${JSON.stringify(step)}`).toEqual(model)
    const outcome = `${step.do} ${answers.engine.kind}`
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
  }
  return outcomes
}

describe.each([
  ['mentoring', leadsStart, mentoringStories, pinnedMentoring],
  ['training', trainingStart, trainingStories, pinnedTraining],
] as const)('of %s: the engine and the model give the same answers, and the same stands in every stream', (...kind) => {
  const [, commands, arbitrary, pinned] = kind
  let start: Start
  beforeAll(async () => {
    start = await startOf(openMemory(), commands)
  })

  it(`in ${stories} stories, with every kind of answer`, async () => {
    const outcomes = new Map<string, number>()
    const property = fc.asyncProperty(arbitrary, async (story) => {
      for (const [outcome, count] of await compare(start, story))
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + count)
    })
    await fc.assert(property, { numRuns: stories, seed })
    const all = ['enter', 'annul', 'correct'].flatMap((what) => [`${what} recorded`, `${what} refused`])
    expect(all.filter((outcome) => !outcomes.has(outcome))).toEqual([])
  }, 3_600_000)

  it.each(pinned)('%s', async (_title, story) => {
    await compare(start, story)
  })
})
