// The rules of the programme, tested on events: no store, no server.
import {
  anyHistory,
  checkHistory,
  describeRules,
  given,
  type HistoryEvent,
  type RuleCase,
  sampleHistory,
} from '@skein/testkit/domain'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type CommandInput, programme } from '../src/index.js'

const domain = programme

const award = (title: string, on = '2018-04-01'): CommandInput => ({
  type: 'AwardCertificate',
  data: { traineeId: 't1', title, on },
})
const adopt = (policy: object): CommandInput => ({
  type: 'AdoptPolicy',
  data: { baseId: 'b1', version: 2, effectiveFrom: '2018-03-28', policy, on: '2018-03-28' },
})

/** `t1` and `t2` are selected; in `closed`, `t1` has completed a training. */
const people = sampleHistory('people', { domain })
const trained = sampleHistory('closed', { domain })

it('awards a certificate after the training, with the award of the policy in force', () => {
  given(trained, { domain })
    .when(award('grafting'))
    .then([{ type: 'CertificateAwarded', data: { title: 'grafting', awardFen: 0 } }])
    .when(adopt({ awardFen: 20_000 }))
    .then([{ type: 'PolicyAdopted' }])
    .when(award('pruning'))
    .then([{ type: 'CertificateAwarded', data: { awardFen: 20_000 } }])
})

it('inherits the rules of the domain about dates and about people who were never nominated', () => {
  given(trained, { domain }).when(award('grafting', '2018-01-01')).then('G3')
  given([], { domain }).when(award('grafting')).then('G6')
})

it('selects party members without a review', () => {
  const nominated = (partyMember: boolean): readonly HistoryEvent[] =>
    people
      .filter(({ type }) => !['EligibilityReviewed', 'TraineeSelected'].includes(type))
      .map((event) =>
        event.type === 'CandidateNominated' ? { ...event, data: { ...Object(event.data), partyMember } } : event,
      )
  const select = { type: 'SelectTrainee', data: { traineeId: 't1', on: '2018-02-20' } } as const
  given(nominated(true), { domain })
    .when(select)
    .then([{ type: 'TraineeSelected' }])
  given(nominated(false), { domain }).when(select).then('S2')
})

it('finds a certificate without training in a recorded history', async () => {
  const data = { title: 'grafting', awardFen: 0, on: '2018-04-01' }
  const history = [...people, { stream: 'journey-t1', type: 'CertificateAwarded', data }]
  expect(await checkHistory(history, { domain })).toMatchObject([{ rule: 'Q1', stream: 'journey-t1' }])
})

const seconds = 1000

it('keeps every rule in any history', { timeout: 60 * seconds }, () =>
  fc.assert(
    fc.asyncProperty(anyHistory({ domain }), async (history) => {
      expect(await checkHistory(history, { domain })).toEqual([])
    }),
    { numRuns: 20 },
  ),
)

const Q1: RuleCase<CommandInput> = {
  id: 'Q1',
  situations: () =>
    fc
      .constantFrom('people' as const, 'closed' as const)
      .map((from) => ({ from, command: award('grafting'), isForbidden: from === 'people' })),
  examples: () => [
    { title: 'a certificate before the training', from: 'people', command: award('grafting'), event: { awardFen: 0 } },
  ],
}

const Q2: RuleCase<CommandInput> = {
  id: 'Q2',
  situations: () =>
    fc.integer({ min: 1, max: 5 }).map((held) => ({
      from: 'closed',
      history: [
        adopt({ mostCertificates: 3 }),
        ...Array.from({ length: Math.min(held, 3) }, (_, index) => award(`c${index}`)),
      ],
      command: award(`c${held}`),
      isForbidden: held >= 3,
    })),
  examples: () => [
    {
      title: 'the same certificate again',
      from: 'closed',
      history: [award('grafting')],
      command: award('grafting', '2018-04-02'),
      event: { awardFen: 0 },
    },
  ],
}

const fund = (amountFen: number): CommandInput => ({
  type: 'OpenFund',
  data: { baseId: 'b1', amountFen, on: '2018-03-28' },
})
const pay = (amountFen: number): CommandInput => ({
  type: 'PayAward',
  data: { baseId: 'b1', traineeId: 't1', title: 'grafting', amountFen, on: '2018-04-01' },
})

const F1: RuleCase<CommandInput> = {
  id: 'F1',
  situations: () =>
    fc.integer({ min: 90, max: 110 }).map((amountFen) => ({
      from: 'closed',
      history: [fund(100)],
      command: pay(amountFen),
      isForbidden: amountFen > 100,
    })),
  examples: () => [{ title: 'an award larger than the fund', from: 'closed', history: [fund(100)], command: pay(101) }],
}

const S2: RuleCase<CommandInput> = {
  id: 'S2',
  situations: (scenario) =>
    fc.boolean().map((partyMember) => ({
      from: 'people',
      history: [scenario.nominateCandidate('t9', { partyMember })],
      command: scenario.selectTrainee('t9'),
      isForbidden: !partyMember,
    })),
  examples: (scenario) => [
    {
      title: 'a person without a review, who is no party member',
      from: 'people',
      history: [scenario.nominateCandidate('t9', { partyMember: false })],
      command: scenario.selectTrainee('t9'),
    },
  ],
}

// the rules of the domain that the programme keeps are tested on the programme; a full run leaves `only` out
describeRules({
  domain,
  cases: [Q1, Q2, F1, S2],
  only: ['Q1', 'Q2', 'F1', 'S2', 'S1', 'G3', 'G6', 'M9', 'G2'],
  runs: 30,
})
