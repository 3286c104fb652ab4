import { test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { foldWithInterruptions, interleave } from '../../test/fold-projection.js'
import { journey, nominated, someJourneys, somePicks, someStops, trained } from '../../test/sample-journeys.js'
import { types } from '../journey/events.js'
import { journeyTimeline } from './journey-timeline.js'

describe('journeyTimeline', () => {
  test('lists the steps of one person by day, with the policy version behind each', () => {
    const [first, ...others] = journey(
      't1',
      nominated('t1'),
      { type: 'TraineeSelected', data: { on: '2018-03-11' } },
      trained('2018-03-05'),
    )
    if (first === undefined) throw new Error('a journey begins with a nomination')
    const docs = foldWithInterruptions(journeyTimeline, [
      first,
      ...others.map((entry) => ({ ...entry, policyVersion: 2 })),
    ])
    expect([...docs.keys()]).toEqual(['t1'])
    expect(
      docs.get('t1')?.steps.map(({ on, event, revision, policyVersion }) => [on, event, revision, policyVersion]),
    ).toEqual([
      ['2018-03-01', 'CandidateNominated', 0, undefined],
      // recorded after the selection
      ['2018-03-05', 'TrainingCompleted', 2, 2],
      ['2018-03-11', 'TraineeSelected', 1, 2],
    ])
    expect(docs.get('t1')?.steps[1]?.detail).toEqual({ batchId: 'k1', completed: true, attendance: 1, hours: 24 })
  })

  test('reads every event of a journey', () => {
    expect(journeyTimeline.reads).toEqual(Object.keys(types))
  })

  test.prop([someJourneys, somePicks, someStops])(
    'lists every event of every person once, by day, without personal data',
    (journeys, picks, flushAfter) => {
      const docs = foldWithInterruptions(journeyTimeline, interleave(journeys, picks), { flushAfter })
      expect(docs.size).toBe(journeys.length)
      journeys.forEach((events, at) => {
        const steps = docs.get(`t${at}`)?.steps ?? []
        expect(steps.map(({ revision }) => revision).sort((a, b) => a - b)).toEqual(
          events.map((_, revision) => revision),
        )
        const days = steps.map(({ on }) => on)
        expect(days).toEqual([...days].sort())
      })
      expect(JSON.stringify([...docs])).not.toContain('the name of a person')
    },
  )
})
