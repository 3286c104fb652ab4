import { Journey } from '@skein/core'
import { createRuntime, openMemory } from '@skein/engine'
import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import { valuesOf } from '../src/domain/schema-values.js'
import {
  anyCommand,
  anyCommandOf,
  anyHistory,
  checkHistory,
  describeRules,
  given,
  type HistoryEvent,
  proofsOf,
  type RuleCase,
  sampleHistory,
} from '../src/domain.js'
import { programme } from './own-domain.js'
import { runs } from './runs.js'

const award = (title: string, on = '2018-06-02') => ({
  type: 'AwardCertificate' as const,
  data: { traineeId: 't1', title, on },
})
const people = sampleHistory('people', { domain: programme })
const awarded: HistoryEvent = { stream: 'journey-t1', type: 'CertificateAwarded', data: award('grafting').data }

describe('given with a domain', () => {
  it('decides commands, and folds events, that the domain adds', () => {
    given(people, { domain: programme })
      .when(award('grafting'))
      .then([{ type: 'CertificateAwarded', data: { title: 'grafting' } }])
      .when(award('grafting'))
      .then('Q1')
    given([...people, awarded], { domain: programme })
      .when(award('grafting'))
      .then('Q1')
    given([], { domain: programme }).when(award('grafting')).then('G6')
    given(people, { domain: programme }).when(award('grafting', '2018-01-01')).then('G6')
  })

  it('takes only the commands of that domain', () => {
    const { when } = given([], { domain: programme })
    expectTypeOf(award).returns.toExtend<Parameters<typeof when>[0]>()
    expectTypeOf(award).returns.not.toExtend<Parameters<ReturnType<typeof given>['when']>[0]>
  })

  it('names every event that the domain does not have', () => {
    const inAnotherStream = { ...awarded, stream: 'base-b1' }
    expect(() => given([...people, awarded, inAnotherStream])).toThrow(
      'This domain does not have these events: CertificateAwarded in journey-t1, CertificateAwarded in base-b1. Check the spelling of the type and the stream, or pass the domain that has them as { domain }.',
    )
  })
})

describe('checkHistory with a domain', () => {
  it('finds violations of added and inherited rules', async () => {
    const broken = [awarded, awarded]
    expect(await checkHistory(broken, { domain: programme })).toMatchObject([
      { rule: 'G6', revision: 0 },
      { rule: 'G6', revision: 1 },
      { rule: 'Q1', revision: 1, evidence: { title: 'grafting' } },
    ])
  })

  it('names the events of a store that the domain does not know', async () => {
    const storage = openMemory()
    const runtime = createRuntime(programme, storage, { clock: () => new Date('2018-07-01T00:00:00Z') })
    const { events } = await runtime.dispatch(
      { type: 'RegisterDivision', data: { code: '532329', level: 'county', name: 'A county', on: '2018-01-01' } },
      { commandId: '1', actor: 'test' },
    )
    expect(events).toHaveLength(1)
    const withoutDivisions = {
      ...programme,
      aggregates: programme.aggregates.filter(({ name }) => name !== 'division'),
    }
    expect(await checkHistory(storage, { domain: programme })).toEqual([])
    expect(await checkHistory(storage, { domain: withoutDivisions })).toMatchObject([
      { rule: 'unknown-event', stream: 'division-532329', evidence: { type: 'DivisionRegistered', events: 1 } },
    ])
  })
})

describe('generators with a domain', () => {
  it('anyCommand and anyCommandOf give commands that the domain adds', () => {
    const types = fc.sample(anyCommand({ domain: programme, aggregate: 'journey' }), 500).map(({ type }) => type)
    expect(types).toContain('AwardCertificate')
    const values = { title: fc.constant('grafting') }
    const [command] = fc.sample(anyCommandOf('AwardCertificate', { domain: programme, values }), 1)
    expect(command).toMatchObject({ type: 'AwardCertificate', data: { title: 'grafting' } })
    expect(() => anyCommandOf('AwardMedal' as never, { domain: programme })).toThrow(
      'This domain has no command of the type "AwardMedal".',
    )
  })

  it('anyHistory records events that the domain adds, and keeps its rules', async () => {
    const recorded = new Set<string>()
    await fc.assert(
      fc.asyncProperty(anyHistory({ domain: programme }), async (history) => {
        for (const { type } of history) recorded.add(type)
        expect(await checkHistory(history, { domain: programme })).toEqual([])
      }),
      { numRuns: Math.min(runs, 100) },
    )
    expect([...recorded]).toContain('CertificateAwarded')
  })

  it('make values of the schemas that a domain of its own may use', () => {
    const Loan = z.object({
      loanId: z.string().regex(/^L-\d{4}$/),
      memberId: z.string().min(1),
      email: z.email(),
      rate: z.number().min(100).max(120).nullable(),
      span: z.tuple([z.int(), z.int()]).readonly(),
    })
    for (const value of fc.sample(valuesOf(Loan), 50)) expect(Loan.safeParse(value).error).toBeUndefined()
    const Iban = z.object({ iban: z.string().refine((text) => text.startsWith('DE89')) })
    expect(() => valuesOf(Iban)).toThrow(
      'No values can be generated for its strings (the field iban): pass some as { values: { iban: fc.constantFrom(…) } }.',
    )
    expect(fc.sample(valuesOf(Iban, '', { iban: fc.constant('DE89') }), 1)).toEqual([{ iban: 'DE89' }])
  })
})

const Q1: RuleCase<NonNullable<typeof programme.input>> = {
  id: 'Q1',
  situations: () =>
    fc.constantFrom('grafting', 'pruning').map((title) => ({
      from: 'people',
      history: [award('grafting')],
      command: award(title, '2018-06-03'),
      isForbidden: title === 'grafting',
    })),
  examples: () => [
    {
      title: 'the same certificate again',
      from: 'people',
      history: [award('grafting')],
      command: award('grafting', '2018-06-03'),
    },
  ],
}

describe('proofsOf a domain', () => {
  it('proves the rules that it keeps by the cases of the kit, and its own by the cases of the caller', () => {
    const { proofs, unproven } = proofsOf({ domain: programme, cases: [Q1] })
    expect(unproven.map(({ id }) => id)).toEqual(['S2', 'Q2'])
    expect(proofs.map(({ id }) => id)).toEqual(expect.arrayContaining(['B1', 'Q1', 'M9', 'G1']))
    expect(proofs.map(({ id }) => id)).not.toContain('S2')
  })

  it('refuses a case of a rule that the domain does not have', () => {
    expect(() => proofsOf({ cases: [Q1 as never] })).toThrow(
      'There is a case for the rule Q1, which this domain does not have.',
    )
  })

  it('has no proofs of core for a domain that does not extend it', () => {
    const small = { ...programme, aggregates: [Journey.aggregate] as never, invariants: [], assurances: [] }
    expect(proofsOf({ domain: small }).proofs).toEqual([])
  })
})

describeRules({ domain: programme, cases: [Q1], only: ['Q1', 'S2', 'S1', 'T1', 'M9', 'G1', 'G3', 'G4'], runs: 30 })
