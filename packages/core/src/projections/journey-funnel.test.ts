import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { foldWithInterruptions, interleave } from '../../test/fold-projection.js'
import { grown, journey, nominated, someJourneys, somePicks, someStops, trained } from '../../test/sample-journeys.js'
import { type JourneyFunnel, journeyFunnel } from './journey-funnel.js'

const funnel = (...logs: Parameters<typeof interleave>[0]) => foldWithInterruptions(journeyFunnel, logs.flat())
const sum = (people: Record<string, number> | undefined) =>
  Object.values(people ?? {}).reduce((total, count) => total + count, 0)

const selected = (on: string) => ({ type: 'TraineeSelected' as const, data: { on } })
const listed = (on: string) => ({
  type: 'LeadCandidateListed' as const,
  data: { industry: 'morels', conditions: ['land'], on },
})
const recognised = (on: string) => ({ type: 'LeadHouseholdRecognised' as const, data: { industry: 'morels', on } })
const mentoringStarted = (agreementId: string, on: string) => ({
  type: 'MentoringStarted' as const,
  data: { agreementId, on },
})

describe('journeyFunnel', () => {
  test('counts the people at each stage, ever and now, and the days between stages', () => {
    const docs = funnel(
      journey('t1', nominated('t1'), selected('2018-03-11'), trained('2018-03-30')),
      journey('t2', nominated('t2', { divisionCode: '532329102002' }), selected('2018-03-21')),
      journey('t3', nominated('t3'), { type: 'CandidateRejected', data: { reason: 'noTime', on: '2018-03-05' } }),
    )
    expect([...docs.keys()]).toEqual(['base:b1', 'category:villager', 'division:532329102001', 'division:532329102002'])
    expect(docs.get('base:b1')).toEqual({
      key: 'base:b1',
      reached: { nominated: 3, selected: 2, trained: 1 },
      current: { selected: 1, trained: 1 },
      left: { rejected: 1 },
      days: [
        { from: 'nominated', to: 'selected', median: 10, people: 2 },
        { from: 'selected', to: 'trained', median: 19, people: 1 },
      ],
    })
  })

  test('counts 0 days, not negative ones, for a listing before the training', () => {
    const docs = funnel(
      journey('t1', nominated('t1'), selected('2018-03-02'), listed('2018-03-10'), trained('2018-03-30')),
    )
    expect(docs.get('base:b1')?.days).toContainEqual({ from: 'trained', to: 'leadCandidate', median: 0, people: 1 })
    expect(docs.get('base:b1')?.current).toEqual({ leadCandidate: 1 })
  })

  test('uses the day of an event, not of its recording', () => {
    const docs = funnel(
      journey('t1', nominated('t1'), selected('2018-03-11'), trained('2018-06-30', 'k2'), trained('2018-03-21', 'k1')),
    )
    expect(docs.get('base:b1')?.days.at(-1)).toEqual({ from: 'selected', to: 'trained', median: 10, people: 1 })
    expect(docs.get('base:b1')?.reached.trained).toBe(1)
  })

  test('removes selection, listing and recognition with a new nomination, and keeps the stages ever reached', () => {
    const before = [
      nominated('t1'),
      selected('2018-03-02'),
      trained('2018-03-30'),
      listed('2018-04-01'),
      grown('morels', 8, '2018-05-01'),
      recognised('2018-05-02'),
    ]
    const withdrawn = { type: 'JourneyWithdrawn' as const, data: { reason: 'moved', on: '2018-06-01' } }
    expect(funnel(journey('t1', ...before)).get('base:b1')?.current).toEqual({ leadHousehold: 1 })
    expect(funnel(journey('t1', ...before, withdrawn)).get('base:b1')).toMatchObject({
      current: {},
      left: { withdrawn: 1 },
    })
    const again = funnel(journey('t1', ...before, withdrawn, nominated('t1', { on: '2018-07-01' }))).get('base:b1')
    expect(again).toMatchObject({ current: { trained: 1 }, left: {} })
    expect(again?.reached).toEqual({ nominated: 1, selected: 1, trained: 1, leadCandidate: 1, leadHousehold: 1 })
  })

  test('counts a mentor with two agreements until both have ended', () => {
    const ended = (agreementId: string) => ({
      type: 'MentoringEnded' as const,
      data: { agreementId, outcome: 'completed', on: '2018-12-01' },
    })
    const mentor = [
      nominated('t1'),
      recognised('2018-05-02'),
      mentoringStarted('a1', '2018-05-03'),
      mentoringStarted('a2', '2018-05-04'),
    ]
    expect(funnel(journey('t1', ...mentor, ended('a1'))).get('base:b1')?.current).toEqual({ mentoring: 1 })
    expect(funnel(journey('t1', ...mentor, ended('a1'), ended('a2'))).get('base:b1')?.current).toEqual({
      leadHousehold: 1,
    })
  })

  test.prop([someJourneys, somePicks, someStops])(
    'every person is at one stage or left, in one base, division and category; no step takes negative days',
    (journeys, picks, flushAfter) => {
      const docs = foldWithInterruptions(journeyFunnel, interleave(journeys, picks), { flushAfter })
      const total = (kind: string, countIn: (doc: JourneyFunnel) => number) =>
        [...docs].reduce((people, [key, doc]) => (key.startsWith(kind) ? people + countIn(doc) : people), 0)
      for (const kind of ['base:', 'division:', 'category:']) {
        expect(total(kind, ({ current, left }) => sum(current) + sum(left))).toBe(journeys.length)
        expect(total(kind, ({ reached }) => reached.nominated ?? 0)).toBe(journeys.length)
      }
      for (const { days } of docs.values())
        for (const { median, people } of days) {
          expect(median).toBeGreaterThanOrEqual(0)
          expect(people).toBeLessThanOrEqual(journeys.length)
        }
    },
  )

  test.prop([someJourneys, fc.nat()])('the order of people does not matter', (journeys, offset) => {
    const at = offset % journeys.length
    const rotated = [...journeys.slice(at), ...journeys.slice(0, at)]
    expect([...funnel(...rotated)]).toEqual([...funnel(...journeys)])
  })
})
