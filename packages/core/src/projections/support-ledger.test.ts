import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { entriesOf, foldWithInterruptions, interleave, type LogEntry } from '../../test/fold-projection.js'
import { funded, journey, nominated, someJourneys, somePicks, someStops } from '../../test/sample-journeys.js'
import { supportLedger } from './support-ledger.js'

const ledger = (...logs: Parameters<typeof interleave>[0]) => foldWithInterruptions(supportLedger, logs.flat())

type Level = 'province' | 'prefecture' | 'county' | 'unspecified'
type Certainty = 'exact' | 'atLeast' | 'about'
const contribution = (level: Level, amountFen: number, certainty: Certainty) => ({
  type: 'ContributionRecorded' as const,
  data: { level, amountFen, certainty, reference: `${level}-1`, on: '2017-11-01' },
})
const base = (...contributions: ReturnType<typeof contribution>[]) =>
  entriesOf(
    'base-b1',
    {
      type: 'BaseFounded',
      data: { baseId: 'b1', divisionCode: '532329102', name: 'the base', areaMu: 25, on: '2017-10-01' },
    },
    ...contributions,
  )

const registered = (householdId: string, people: number) => ({
  type: 'HouseholdRegistered' as const,
  data: {
    householdId,
    baseId: 'b1',
    divisionCode: '532329102001',
    people,
    category: 'general' as const,
    mainCause: 'noSkills',
    personal: { head: 'the name of a person' },
    on: '2017-01-01',
  },
})
const exited = (people: number, on: string) => ({
  type: 'PovertyExited' as const,
  data: {
    incomeYear: 2018,
    perCapitaFen: 500_000,
    lineFen: 350_000,
    people,
    twoAssurancesThreeGuarantees: { food: true, clothing: true, education: true, medical: true, housing: true },
    publicisedFrom: '2018-11-01',
    publicisedUntil: '2018-11-08',
    on,
  },
})
const relapsed = (people: number, on: string) => ({
  type: 'PovertyRelapsed' as const,
  data: { cause: 'illness', people, on },
})
type HouseholdEvent = ReturnType<typeof registered> | ReturnType<typeof exited> | ReturnType<typeof relapsed>
const household = (id: string, ...events: readonly HouseholdEvent[]): readonly LogEntry[] =>
  entriesOf(`household-${id}`, ...events)

describe('supportLedger', () => {
  test('sums contributions by level, with their certainty', () => {
    // more than 2.6 million yuan from three levels together: a bound, and of no single level
    const doc = ledger(base(contribution('unspecified', 260_000_000, 'atLeast'))).get('b1')
    expect(doc?.contributions).toEqual({
      total: { fen: 260_000_000, certainty: 'atLeast' },
      levels: [{ level: 'unspecified', fen: 260_000_000, certainty: 'atLeast', contributions: 1 }],
    })
  })

  test('keeps an exact level exact beside one that is only about right', () => {
    const doc = ledger(
      base(
        contribution('county', 1_000, 'about'),
        contribution('province', 5_000, 'exact'),
        contribution('county', 500, 'atLeast'),
      ),
    ).get('b1')
    expect(doc?.contributions).toEqual({
      total: { fen: 6_500, certainty: 'about' },
      levels: [
        { level: 'province', fen: 5_000, certainty: 'exact', contributions: 1 },
        { level: 'county', fen: 1_500, certainty: 'about', contributions: 2 },
      ],
    })
  })

  test('sums support by kind and purpose, and the people lifted per 10 000 yuan', () => {
    const loan = {
      type: 'SupportGranted' as const,
      data: { kind: 'policy' as const, instrument: 'loan', purpose: 'capital', total: 4_000_000, on: '2018-06-01' },
    }
    const doc = ledger(
      base(contribution('unspecified', 8_000_000, 'atLeast')),
      journey('t1', nominated('t1'), funded(3_000_000, '2018-05-01'), funded(1_000_000, '2018-07-01'), loan),
      household('h1', registered('h1', 4), exited(4, '2018-12-01')),
      household('h2', registered('h2', 2), exited(2, '2018-12-01')),
    ).get('b1')
    expect(doc?.support).toEqual({
      fundingFen: 4_000_000,
      fundingGrants: 2,
      policyGrants: 1,
      people: 1,
      purposes: [
        { kind: 'funding', purpose: 'seedlings', grants: 2, fundingFen: 4_000_000 },
        { kind: 'policy', purpose: 'capital', grants: 1, fundingFen: 0 },
      ],
    })
    expect(doc?.lifted).toEqual({ people: 6, households: 2 })
    expect(doc?.liftedPerTenThousandYuan).toEqual({
      ofFunding: { numerator: 6, denominator: 4, rate: 1.5 },
      ofContributions: { numerator: 6, denominator: 8, rate: 0.75, moneyCertainty: 'atLeast' },
    })
  })

  test('counts support for the base that granted it, even after a nomination for another base', () => {
    const docs = ledger(
      journey(
        't1',
        nominated('t1'),
        funded(100, '2018-05-01'),
        nominated('t1', { baseId: 'b2', on: '2018-05-15' }),
        funded(7, '2018-06-01'),
      ),
    )
    expect(docs.get('b1')?.support).toMatchObject({ fundingFen: 100, people: 1 })
    expect(docs.get('b2')?.support).toMatchObject({ fundingFen: 7, people: 1 })
  })

  test.prop([
    fc.array(fc.record({ exit: fc.boolean(), people: fc.integer({ min: 1, max: 9 }) }), { maxLength: 8 }),
    someStops,
  ])('subtracts for a relapse what its exit counted, whatever the number of people since', (turns, flushAfter) => {
    const events = turns.map(({ exit, people }, at) =>
      exit ? exited(people, `2019-01-0${at + 1}`) : relapsed(people, `2019-01-0${at + 1}`),
    )
    const log = [...base(), ...household('h1', registered('h1', 3), ...events)]
    const last = turns.at(-1)
    const liftedPeople = last?.exit ? last.people : 0
    expect(foldWithInterruptions(supportLedger, log, { flushAfter }).get('b1')?.lifted).toEqual({
      people: liftedPeople,
      households: liftedPeople > 0 ? 1 : 0,
    })
  })

  test.prop([someJourneys, somePicks, someStops])(
    'the purposes add up to all grants',
    (journeys, picks, flushAfter) => {
      const log = interleave(journeys, picks)
      const granted = log.flatMap(({ event }) => (event.type === 'SupportGranted' ? [event.data] : []))
      const docs = [...foldWithInterruptions(supportLedger, log, { flushAfter }).values()]
      const purposes = docs.flatMap(({ support }) => support.purposes)
      expect(purposes.reduce((sum, { grants }) => sum + grants, 0)).toBe(granted.length)
      expect(docs.reduce((sum, { support }) => sum + support.fundingFen, 0)).toBe(
        granted.reduce((sum, data) => {
          // sound: the data of SupportGranted
          const { kind, amountFen } = data as unknown as { kind: string; amountFen: number }
          return sum + (kind === 'funding' ? amountFen : 0)
        }, 0),
      )
    },
  )
})
