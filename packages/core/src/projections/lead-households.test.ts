import { test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { foldWithInterruptions, interleave } from '../../test/fold-projection.js'
import {
  funded,
  grown,
  journey,
  left,
  nominated,
  someJourneys,
  somePicks,
  someStops,
  tookPost,
  trained,
} from '../../test/sample-journeys.js'
import { leadHouseholds } from './lead-households.js'

const fold = (...logs: Parameters<typeof interleave>[0]) => foldWithInterruptions(leadHouseholds, logs.flat())
const listed = (industry: string, on = '2018-04-01') => ({
  type: 'LeadCandidateListed' as const,
  data: { industry, conditions: ['land'], on },
})
const recognised = (industry: string, on = '2018-09-01') => ({
  type: 'LeadHouseholdRecognised' as const,
  data: { industry, on },
})
const reached = (industry: string, on: string) => ({
  type: 'ScaleThresholdReached' as const,
  data: { industry, quantity: 8, unit: 'mu', threshold: 5, on },
})
const cooperative = (members: number, on: string) => ({
  type: 'CooperativeLed' as const,
  data: { cooperativeId: 'c1', name: 'morels of Natu', members, farmers: members, partyLed: true, on },
})
const withdrawn = { type: 'JourneyWithdrawn' as const, data: { reason: 'moved', on: '2018-10-01' } }

const lead = [
  nominated('t1', { partyMember: true }),
  listed('morels'),
  trained('2018-04-20'),
  funded(3_000_000, '2018-05-01'),
  grown('morels', 3, '2018-06-01'),
  grown('morels', 8, '2018-08-01'),
  reached('morels', '2018-08-01'),
  recognised('morels'),
  cooperative(6, '2018-09-10'),
]

describe('leadHouseholds', () => {
  test('gives the industries, scales, support and cooperatives of a person', () => {
    expect(fold(journey('t1', ...lead)).get('t1')).toMatchObject({
      kind: 'person',
      status: 'recognised',
      listed: { industry: 'morels', conditions: ['land'] },
      recognised: [{ industry: 'morels', on: '2018-09-01' }],
      trainedOn: '2018-04-20',
      scales: [
        { industry: 'morels', quantity: 8, unit: 'mu', threshold: 5, on: '2018-08-01', reachedOn: '2018-08-01' },
      ],
      fundingFen: 3_000_000,
      support: [{ kind: 'funding', purpose: 'seedlings', amountFen: 3_000_000 }],
      cooperatives: [{ cooperativeId: 'c1', members: 6, partyLed: true }],
    })
  })

  test('totals the people of a base', () => {
    const docs = fold(
      journey('t1', ...lead, tookPost('director', '2018-10-01')),
      journey('t2', nominated('t2'), listed('peaches')),
      journey('t3', nominated('t3'), trained('2018-04-20')),
    )
    expect([...docs.keys()]).toEqual(['base:b1', 't1', 't2'])
    expect(docs.get('base:b1')).toEqual({
      kind: 'base',
      baseId: 'b1',
      listed: 2,
      recognised: 1,
      atScale: { numerator: 1, denominator: 1, rate: 1 },
      mentoring: { numerator: 0, denominator: 1, rate: 0 },
      inPost: { numerator: 1, denominator: 1, rate: 1 },
      ever: 2,
      funded: 1,
      supported: 1,
      fundingFen: 3_000_000,
      cooperatives: 1,
      partyLedCooperatives: 1,
      cooperativeMembers: 6,
      industries: [
        { industry: 'morels', listed: 1, recognised: 1, atScale: 1 },
        { industry: 'peaches', listed: 1, recognised: 0, atScale: 0 },
      ],
    })
  })

  test('keeps the newer size and membership when older ones are recorded later', () => {
    const late = [...lead, grown('morels', 1, '2018-03-20'), cooperative(5, '2018-09-01')]
    expect(fold(journey('t1', ...late)).get('t1')).toMatchObject({
      scales: [{ quantity: 8 }],
      cooperatives: [{ members: 6 }],
    })
  })

  test('removes listing and recognition with a new nomination, and keeps scales and support', () => {
    const docs = fold(journey('t1', ...lead, withdrawn, nominated('t1', { on: '2018-11-01' })))
    expect(docs.get('t1')).toMatchObject({ status: 'former', listed: null, recognised: [], fundingFen: 3_000_000 })
    expect(docs.get('base:b1')).toMatchObject({ listed: 0, recognised: 0, ever: 1, fundingFen: 3_000_000 })
  })

  test('counts a person who left neither as listed nor as recognised', () => {
    expect(fold(journey('t1', ...lead, withdrawn)).get('base:b1')).toMatchObject({ listed: 0, recognised: 0, ever: 1 })
  })

  test('keeps a person apart from a base of the same key', () => {
    const docs = fold(journey('base:b1', nominated('base:b1'), listed('morels')))
    expect(docs.get('base:b1')).toMatchObject({ kind: 'base', listed: 1 })
    expect(docs.get('base%3Ab1')).toMatchObject({ kind: 'person', traineeId: 'base:b1' })
  })

  test('lists a post held before the nomination, and posts taken later', () => {
    const held = { post: 'secretary', body: 'partyBranch' as const, divisionCode: '532329102001' }
    const docs = fold(
      journey(
        't1',
        nominated('t1', { currentPost: held }),
        listed('morels'),
        left('secretary', '2018-05-01'),
        tookPost('director', '2018-06-01'),
      ),
    )
    expect(docs.get('t1')).toMatchObject({
      posts: [
        { post: 'secretary', from: '2018-03-01', until: '2018-05-01' },
        { post: 'director', how: 'appointed', from: '2018-06-01', until: null },
      ],
    })
  })

  test.prop([someJourneys, somePicks, someStops])(
    'the totals of the bases are the sums over the people',
    (journeys, picks, flushAfter) => {
      const docs = [...foldWithInterruptions(leadHouseholds, interleave(journeys, picks), { flushAfter }).values()]
      const people = docs.filter((doc) => doc.kind === 'person')
      const bases = docs.filter((doc) => doc.kind === 'base')
      const sum = (figure: (base: (typeof bases)[number]) => number) =>
        bases.reduce((total, base) => total + figure(base), 0)
      const active = people.filter(({ journeyStatus }) => journeyStatus === 'active')
      expect(sum(({ ever }) => ever)).toBe(people.length)
      expect(sum(({ fundingFen }) => fundingFen)).toBe(people.reduce((total, { fundingFen }) => total + fundingFen, 0))
      expect(sum(({ listed }) => listed)).toBe(active.filter(({ listed }) => listed !== null).length)
      expect(sum(({ recognised }) => recognised)).toBe(active.filter(({ status }) => status === 'recognised').length)
      for (const { industries, listed, atScale, recognised, inPost, mentoring } of bases) {
        expect(industries.reduce((total, industry) => total + industry.listed, 0)).toBe(listed)
        for (const { numerator } of [atScale, inPost, mentoring]) expect(numerator).toBeLessThanOrEqual(recognised)
      }
    },
  )
})
