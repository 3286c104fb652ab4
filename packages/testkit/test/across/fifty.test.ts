// A closed batch of fifty: what a correction of one of them changes, and what stands in the way of taking the closing back.
import { domain } from '@skein/core'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { programmeAt, right, scenario } from './programme.js'

const people = Array.from({ length: 50 }, (_, index) => `t${index + 1}`)
const sessions = ['s1', 's2', 's3'] as const

/** Fifty people trained in one batch; one of them is a recognised lead household since. */
const trained = async (of = domain) => {
  const programme = await programmeAt('base', of)
  await programme.must(
    ...people.flatMap((id) => scenario.admitTrainee(id)),
    scenario.planBatch('k1', { seats: 50 }),
    ...sessions.map((session) => scenario.scheduleSession('k1', session)),
    ...scenario.stages.open,
    ...people.map((id) => scenario.takeSeat('k1', id)),
    scenario.startBatch('k1'),
    ...sessions.map((session) => scenario.deliverSession('k1', session, people)),
    ...people.flatMap((id) => [scenario.recordAssessment('k1', id, 90), scenario.giveFeedback('k1', id)]),
    scenario.reviewGate('k1', 'effectiveness'),
    scenario.closeBatch('k1'),
    ...scenario.becomeLead('t7'),
  )
  return programme
}

it('one score that was typed wrongly changes the journey of that person and no other', async () => {
  const programme = await trained()
  // the last one that was assessed
  const { plan } = right(await programme.correct('batch-k1', 'AssessmentRecorded', { score: 9 }))
  expect(plan?.streams.map(({ stream }) => stream)).toEqual(['batch-k1', 'journey-t50'])
  expect(plan?.affected).toEqual(['batch-k1', 'journey-t50'])
  await programme.settle()
  expect((await programme.standing('journey-t50')).at(-1)).toMatchObject({
    type: 'TrainingNotCompleted',
    data: { score: 9 },
  })
  expect((await programme.standing('journey-t49')).at(-1)).toMatchObject({ data: { score: 90 } })
  expect(await programme.violations()).toEqual([])
})

describe('the closing is taken back although one of the fifty was recognised since', () => {
  it('that is recorded as a contradiction, as recognition is a permission', async () => {
    const programme = await trained()
    const { plan } = right(await programme.annul('batch-k1', 'BatchClosed'))
    expect(plan?.contradictions).toMatchObject([
      { stream: 'journey-t7', event: 'LeadHouseholdRecognised', rule: 'L3', evidence: { trained: false } },
    ])
    await programme.settle()
    const results = (await Promise.all(people.map((id) => programme.standing(`journey-${id}`))))
      .flat()
      .filter(({ type }) => type.startsWith('Training'))
    expect(results).toEqual([])
    expect((await programme.violations()).map((one) => one.slice(0, 13))).toEqual(['L3 journey-t7'])
  })

  it('a rule of what can be refuses it, with the name of the person', async () => {
    const strict = {
      ...domain,
      aggregates: domain.aggregates.map((aggregate) => ({
        ...aggregate,
        rules: aggregate.rules.map((rule) => (rule.id === 'L3' ? { ...rule, permission: false } : rule)),
      })),
      // sound: the same domain, but for the kind of one rule
    } as unknown as typeof domain
    const programme = await trained(strict)
    const before = await programme.storage.events.count()
    expect(await programme.annul('batch-k1', 'BatchClosed')).toMatchObject(
      E.left({
        rejection: {
          rule: 'G8',
          blocked: [{ stream: 'journey-t7', event: 'LeadHouseholdRecognised', on: '2018-05-10', rule: 'L3' }],
        },
      }),
    )
    await programme.settle()
    expect(await programme.storage.events.count()).toBe(before)
  })
})
