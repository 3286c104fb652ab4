import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { type EventInput, entriesOf, foldWithInterruptions, interleave } from '../../test/fold-projection.js'
import { somePicks, someStops } from '../../test/sample-journeys.js'
import { mentoringNetwork } from './mentoring-network.js'

type Mode = 'partyCooperativeFarmers' | 'leaderFarmers' | 'shareholdingCooperative'
const signed = (agreementId: string, mode: Mode = 'leaderFarmers'): EventInput => ({
  type: 'AgreementSigned',
  data: {
    agreementId,
    baseId: 'b1',
    mentorId: 't1',
    mode,
    partyOrganisation: 'branch-1',
    industry: 'morels',
    quotaPeople: 20,
    from: '2018-10-01',
    until: '2019-09-30',
    on: '2018-10-01',
  },
})
const placed = (householdId: string, people: number, attempt = 1): EventInput => ({
  type: 'HouseholdPlaced',
  data: { householdId, people, attempt, on: '2018-10-02' },
})
const confirmed = (householdId: string, attempt = 1): EventInput => ({
  type: 'PlacementConfirmed',
  data: { householdId, attempt, on: '2018-10-03' },
})
const declined = (householdId: string, attempt = 1): EventInput => ({
  type: 'PlacementDeclined',
  data: { householdId, attempt, reason: 'M5', on: '2018-10-03' },
})
const released = (householdId: string, attempt = 1): EventInput => ({
  type: 'HouseholdReleased',
  data: { householdId, attempt, reason: 'moved', on: '2018-11-01' },
})
const visited = (householdId: string, on: string): EventInput => ({
  type: 'VisitRecorded',
  data: { householdId, note: 'how the household is', on },
})
const outcomeRecorded = (
  householdId: string,
  outcome: 'exited' | 'relapsed',
  people: number,
  on: string,
): EventInput => ({
  type: 'OutcomeRecorded',
  data: { householdId, outcome, people, on },
})
const drawn = (households: number, on: string): EventInput => ({ type: 'FarmersDrawn', data: { households, on } })
const completed = (...households: readonly string[]): EventInput => ({
  type: 'AgreementCompleted',
  data: { households: [...households], on: '2019-09-30' },
})

const agreement = (id: string, ...events: readonly EventInput[]) => entriesOf(`agreement-${id}`, ...events)
const fold = (...logs: Parameters<typeof interleave>[0]) => foldWithInterruptions(mentoringNetwork, logs.flat())

const running = [
  signed('a1'),
  placed('h1', 4),
  confirmed('h1'),
  placed('h2', 3),
  visited('h1', '2018-12-01'),
  visited('h1', '2018-11-01'),
]

describe('mentoringNetwork', () => {
  test('gives the placements, visits and outcomes of an agreement', () => {
    const doc = fold(agreement('a1', ...running, outcomeRecorded('h1', 'exited', 4, '2018-12-20'))).get('a1')
    expect(doc).toMatchObject({
      kind: 'agreement',
      state: 'active',
      quotaUsed: { numerator: 7, denominator: 20 },
      placed: { households: 2, people: 7 },
      pending: { households: 1, people: 3 },
      carried: { households: 1, people: 4 },
      visits: 2,
      exited: { households: 1, people: 4 },
    })
    expect(doc?.kind === 'agreement' && doc.households[0]).toEqual({
      householdId: 'h1',
      attempt: 1,
      people: 4,
      state: 'confirmed',
      from: '2018-10-02',
      until: null,
      visits: 2,
      lastVisitOn: '2018-12-01',
      outcome: { outcome: 'exited', people: 4, on: '2018-12-20' },
    })
  })

  test('contains no note about a household', () => {
    expect(JSON.stringify([...fold(agreement('a1', ...running))])).not.toContain('how the household is')
  })

  test('ends every placement with the agreement, and still counts late visits and outcomes', () => {
    const ended = [
      ...running,
      completed('h1', 'h2'),
      visited('h1', '2019-09-01'),
      outcomeRecorded('h1', 'exited', 4, '2019-09-20'),
    ]
    expect(fold(agreement('a1', ...ended)).get('a1')).toMatchObject({
      state: 'completed',
      endedOn: '2019-09-30',
      placed: { households: 0, people: 0 },
      carried: { households: 1, people: 4 },
      visits: 3,
      exited: { households: 1, people: 4 },
      households: [
        { householdId: 'h1', state: 'ended', until: '2019-09-30' },
        { householdId: 'h2', state: 'ended' },
      ],
    })
  })

  test('applies the end or confirmation of an earlier placement not to a later one', () => {
    const twice = [signed('a1'), placed('h1', 4, 1), declined('h1', 1), placed('h1', 5, 2)]
    for (const late of [declined('h1', 1), released('h1', 1), confirmed('h1', 1)])
      expect(fold(agreement('a1', ...twice, late)).get('a1')).toMatchObject({
        placed: { households: 1, people: 5 },
        pending: { households: 1, people: 5 },
        carried: { households: 0, people: 0 },
      })
  })

  test('counts the outcome of the latest day, whatever the order of recording', () => {
    const both = [outcomeRecorded('h1', 'relapsed', 4, '2019-02-01'), outcomeRecorded('h1', 'exited', 4, '2018-12-20')]
    expect(fold(agreement('a1', ...running, ...both)).get('a1')).toMatchObject({
      exited: { households: 0, people: 0 },
      relapsed: { households: 1, people: 4 },
    })
  })

  test('keeps the pledges and joined households of the latest day, whatever the order of recording', () => {
    const land = (quantity: number, on: string): EventInput => ({
      type: 'ResourcePledged',
      data: { kind: 'land', quantity, unit: 'mu', on },
    })
    const doc = fold(
      agreement(
        'a1',
        signed('a1'),
        land(5, '2018-11-01'),
        land(9, '2018-12-01'),
        land(7, '2018-11-15'),
        drawn(30, '2018-12-01'),
        drawn(12, '2018-11-01'),
      ),
    ).get('a1')
    expect(doc).toMatchObject({ farmersDrawn: 30, pledged: [{ kind: 'land', quantity: 9, unit: 'mu' }] })
  })

  test('totals the agreements of a base by mode', () => {
    const doc = fold(
      agreement('a1', ...running, drawn(30, '2018-12-01')),
      agreement('a2', signed('a2', 'partyCooperativeFarmers'), placed('h3', 2), confirmed('h3')),
      agreement('a3', signed('a3'), placed('h4', 6), confirmed('h4'), completed('h4')),
    ).get('base:b1')
    expect(doc).toMatchObject({
      kind: 'base',
      signed: 3,
      active: 2,
      completed: 1,
      quotaPeople: 40,
      quotaUsed: { numerator: 9, denominator: 40 },
      carried: { households: 3, people: 12 },
      farmersDrawn: 30,
      modes: [
        { mode: 'partyCooperativeFarmers', signed: 1, placed: { people: 2 } },
        { mode: 'leaderFarmers', signed: 2, active: 1, placed: { people: 7 } },
      ],
    })
  })

  const householdId = fc.constantFrom('h1', 'h2', 'h3')
  const attempt = fc.integer({ min: 1, max: 3 })
  const people = fc.integer({ min: 1, max: 9 })
  const day = fc.constantFrom('2018-11-01', '2018-12-01', '2019-01-01')
  const anyEvent: fc.Arbitrary<EventInput> = fc.oneof(
    fc.tuple(householdId, people, attempt).map((args) => placed(...args)),
    fc.tuple(householdId, attempt).map((args) => confirmed(...args)),
    fc.tuple(householdId, attempt).map((args) => declined(...args)),
    fc.tuple(householdId, attempt).map((args) => released(...args)),
    fc.tuple(householdId, day).map((args) => visited(...args)),
    fc
      .tuple(householdId, fc.constantFrom('exited' as const, 'relapsed' as const), people, day)
      .map((args) => outcomeRecorded(...args)),
    fc.tuple(people, day).map((args) => drawn(...args)),
    fc.constant(completed()),
  )
  const mode = fc.constantFrom<Mode>('partyCooperativeFarmers', 'leaderFarmers', 'shareholdingCooperative')
  const someAgreement = (id: string) =>
    fc
      .tuple(mode, fc.array(anyEvent, { maxLength: 20 }))
      .map(([as, events]) => agreement(id, signed(id, as), ...events))

  test.prop([fc.tuple(someAgreement('a1'), someAgreement('a2'), someAgreement('a3')), somePicks, someStops])(
    'totals are the sums over agreements and over modes; an ended agreement has nobody placed',
    (logs, picks, flushAfter) => {
      const docs = [...foldWithInterruptions(mentoringNetwork, interleave(logs, picks), { flushAfter }).values()]
      const base = docs.find((doc) => doc.kind === 'base')
      const agreements = docs.filter((doc) => doc.kind === 'agreement')
      expect(base?.signed).toBe(3)
      for (const group of ['placed', 'pending', 'carried', 'exited', 'relapsed'] as const) {
        const sum = agreements.reduce((total, doc) => total + doc[group].people, 0)
        expect(base?.[group].people).toBe(sum)
        expect(base?.modes.reduce((total, doc) => total + doc[group].people, 0)).toBe(sum)
      }
      for (const { state, placed, pending } of agreements) {
        expect(pending.people).toBeLessThanOrEqual(placed.people)
        if (state !== 'active') expect(placed.households).toBe(0)
      }
    },
  )
})
