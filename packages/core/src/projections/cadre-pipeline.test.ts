import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { foldWithInterruptions, interleave } from '../../test/fold-projection.js'
import {
  journey,
  left,
  nominated,
  someJourneys,
  somePicks,
  someStops,
  tookPost,
  trained,
} from '../../test/sample-journeys.js'
import { cadrePipeline } from './cadre-pipeline.js'

const named = (on: string) => ({
  type: 'ReserveCadreNamed' as const,
  data: { divisionCode: '532329102001', on },
})
const removed = { type: 'ReserveCadreRemoved' as const, data: { reason: 'moved', on: '2018-08-01' } }
const member = (traineeId: string) => nominated(traineeId, { partyMember: true, on: '2018-02-01' })
const pipeline = (today: string, ...logs: Parameters<typeof interleave>[0]) =>
  foldWithInterruptions(cadrePipeline, logs.flat(), { today }).get('b1')

describe('cadrePipeline', () => {
  test('counts party members trained, reserve cadres, and posts taken', () => {
    expect(
      pipeline(
        '2018-12-31',
        journey('t1', member('t1'), trained('2018-04-01'), named('2018-06-01'), tookPost('director', '2018-09-01')),
        journey('t2', member('t2'), trained('2018-04-01'), named('2018-06-01')),
        journey('t3', member('t3'), trained('2018-04-01'), named('2018-06-01'), removed),
        journey('t4', nominated('t4'), trained('2018-04-01')),
        journey('t5', member('t5')),
      ),
    ).toEqual({
      baseId: 'b1',
      people: 5,
      partyMembersTrained: 3,
      reserve: { named: 3, current: 1, tookPost: { numerator: 1, denominator: 3, rate: 1 / 3 } },
      posts: { taken: 1, people: 1, byBody: { partyBranch: 1 }, byHow: { appointed: 1 }, inPost: 1 },
      stillInPost: { numerator: 0, denominator: 0, rate: null },
    })
  })

  test('counts 12 months after a post was taken whether its holder is still in post', () => {
    const stays = journey('t1', member('t1'), tookPost('director', '2018-02-28'))
    const leaves = journey('t2', member('t2'), tookPost('director', '2018-02-28'), left('director', '2018-07-01'))
    const still = (today: string) => pipeline(today, stays, leaves)?.stillInPost
    expect(still('2019-02-27')).toEqual({ numerator: 0, denominator: 0, rate: null })
    expect(still('2019-02-28')).toEqual({ numerator: 1, denominator: 2, rate: 0.5 })
  })

  test('counts a person who changed to another village post as still in post', () => {
    const moves = journey(
      't1',
      member('t1'),
      tookPost('director', '2018-03-01'),
      left('director', '2018-12-01'),
      tookPost('secretary', '2018-12-02'),
    )
    expect(pipeline('2019-03-01', moves)?.stillInPost).toEqual({ numerator: 1, denominator: 1, rate: 1 })
  })

  test('does not count a post held at the nomination as taken', () => {
    const post = { post: 'secretary', body: 'partyBranch' as const, divisionCode: '532329102001' }
    const held = journey('t1', nominated('t1', { currentPost: post }), left('secretary', '2018-05-01'))
    expect(pipeline('2020-01-01', held)?.posts).toEqual({ taken: 0, people: 0, byBody: {}, byHow: {}, inPost: 0 })
  })

  test('does not count a post twice when a new nomination names it', () => {
    const post = { post: 'director', body: 'partyBranch' as const, divisionCode: '532329102001' }
    const again = journey(
      't1',
      member('t1'),
      tookPost('director', '2018-03-02'),
      nominated('t1', { currentPost: post, on: '2018-06-01' }),
    )
    expect(pipeline('2019-03-02', again)).toMatchObject({
      posts: { taken: 1, inPost: 1 },
      stillInPost: { numerator: 1, denominator: 1 },
    })
  })

  test.prop([someJourneys, somePicks, someStops, fc.integer({ min: 2018, max: 2021 })])(
    'parts never exceed their wholes, and every post is counted once after 12 months',
    (journeys, picks, flushAfter, year) => {
      const log = interleave(journeys, picks)
      const docs = foldWithInterruptions(cadrePipeline, log, { flushAfter, today: `${year}-06-30` })
      for (const { reserve, posts, stillInPost } of docs.values()) {
        expect(reserve.current).toBeLessThanOrEqual(reserve.named)
        expect(reserve.tookPost.numerator).toBeLessThanOrEqual(reserve.named)
        expect(posts.people).toBeLessThanOrEqual(posts.taken)
        expect(posts.inPost).toBeLessThanOrEqual(posts.people)
        expect(stillInPost.numerator).toBeLessThanOrEqual(stillInPost.denominator)
        expect(stillInPost.denominator).toBeLessThanOrEqual(posts.taken)
      }
      for (const { posts, stillInPost } of foldWithInterruptions(cadrePipeline, log, { today: '2021-12-31' }).values())
        expect(stillInPost.denominator).toBe(posts.taken)
    },
  )
})
