// S1 to S6: who becomes a trainee.
import type { CommandInput } from '@skein/core'
import fc from 'fast-check'
import type { Changes, Scenario } from '../scenario.js'
import { anyOf, type RuleCase } from './case.js'

const S1: RuleCase = {
  id: 'S1',
  near: (p) =>
    fc.record({ willing: fc.boolean(), potential: fc.subarray(['growing']) }).map((said) => ({
      from: 'people',
      history: [p.nominate('t9', said), p.review('t9')],
      command: p.select('t9'),
      forbidden: !said.willing || (p.policy.requirePotential && said.potential.length === 0),
    })),
  examples: (p) => [
    {
      title: 'selecting somebody who does not want to',
      from: 'people',
      history: [p.nominate('t9', { willing: false }), p.review('t9')],
      command: p.select('t9'),
    },
  ],
}

const S2: RuleCase = {
  id: 'S2',
  near: (p) =>
    fc.array(fc.boolean(), { maxLength: 3 }).map((reviews) => ({
      from: 'people',
      history: [p.nominate('t9'), ...reviews.map((passed) => p.review('t9', passed))],
      command: p.select('t9'),
      forbidden: p.policy.requireEligibilityGate && reviews.at(-1) !== true,
    })),
  applies: ({ requireEligibilityGate }) => requireEligibilityGate,
  examples: (p) => [
    {
      title: 'selecting whom the last review did not pass',
      from: 'people',
      history: [p.nominate('t9'), p.review('t9'), p.review('t9', false)],
      command: p.select('t9'),
    },
  ],
}

const withdraw = ({ say }: Scenario, traineeId: string, reason = 'moved', on = '2018-06-01') =>
  say('Withdraw', { traineeId, reason, on })
const disqualify = ({ say }: Scenario, traineeId: string, on = '2018-06-01') =>
  say('Disqualify', { traineeId, reason: 'false-statement', on })
const reject = ({ say }: Scenario, traineeId: string, on = '2018-06-01') =>
  say('RejectCandidate', { traineeId, reason: 'full', on })
const again: Changes<'NominateCandidate'> = { on: '2018-07-01', category: 'returnedYouth' }
const known = (idNumber: string) => ({ personal: { name: 'made up', idNumber } })

const S3: RuleCase = {
  id: 'S3',
  near: (p) =>
    anyOf(
      fc
        .constantFrom<readonly [readonly CommandInput[], boolean]>(
          [[], true],
          [[disqualify(p, 't3')], true],
          [[withdraw(p, 't3')], false],
          [[reject(p, 't3')], false],
        )
        .map(([history, forbidden]) => ({ from: 'people', history, command: p.nominate('t3', again), forbidden })),
      // who leaves gives back the seat, and may be nominated again
      fc.boolean().map((leaves) => ({
        from: 'running',
        history: leaves ? [withdraw(p, 't1')] : [],
        command: p.nominate('t1', again),
        forbidden: !leaves,
      })),
      // one person, two ids: the runtime's claim of the ID number tells
      fc.tuple(fc.constantFrom('ID-1', 'ID-2'), fc.constantFrom('b1', 'b2')).map(([idNumber, baseId]) => ({
        from: 'people',
        history: [p.found('b2'), p.nominate('t8', known('ID-1'))],
        command: p.nominate('t9', { ...known(idNumber), baseId }),
        forbidden: idNumber === 'ID-1' && baseId === 'b1',
      })),
    ),
  examples: (p) => [
    { title: 'nominating somebody on the way', from: 'people', command: p.nominate('t1', again) },
    {
      title: 'nominating somebody who was disqualified',
      from: 'people',
      history: [disqualify(p, 't3')],
      command: p.nominate('t3', again),
    },
  ],
}

const S4: RuleCase = {
  id: 'S4',
  near: (p) =>
    fc.tuple(fc.boolean(), fc.boolean()).map(([isSelected, isAgain]) => ({
      from: 'people',
      history: [
        ...p.person('t9').filter(({ type }) => isSelected || type !== 'SelectTrainee'),
        ...(isAgain ? [withdraw(p, 't9'), p.nominate('t9', again)] : []),
      ],
      command: reject(p, 't9', '2018-07-02'),
      forbidden: isSelected && !isAgain,
    })),
  examples: (p) => [{ title: 'rejecting whom one selected', from: 'people', command: reject(p, 't1') }],
}

const category = fc.constantFrom('villager' as const, 'partyMember', 'veteran', 'villageCadre')
const enrol = ({ say }: Scenario, traineeId: string, batchId = 'k1') =>
  say('Enrol', { traineeId, batchId, attempt: 1, on: '2018-03-06' })

const S5: RuleCase = {
  id: 'S5',
  near: (p) =>
    anyOf(
      fc.record({ category, isSelected: fc.boolean(), isAway: fc.boolean() }).map((of) => ({
        from: 'open',
        history: [
          ...p.person('t9', { category: of.category }).filter(({ type }) => of.isSelected || type !== 'SelectTrainee'),
          ...(of.isAway ? [withdraw(p, 't9', 'moved', '2018-03-01')] : []),
        ],
        command: p.sit('k1', 't9'),
        forbidden: !of.isSelected || of.isAway || !['villager', 'partyMember'].includes(of.category),
      })),
      fc.boolean().map((leaves) => ({
        from: 'open',
        history: p.person('t9'),
        unsettled: [p.sit('k1', 't9'), ...(leaves ? [withdraw(p, 't9', 'moved', '2018-03-05')] : [])],
        command: enrol(p, 't9'),
        forbidden: leaves,
      })),
    ),
  examples: (p) => [
    {
      title: 'a seat for somebody who is not selected',
      from: 'open',
      command: p.sit('k1', 't3'),
      event: { attempt: 1 },
    },
    {
      title: 'enrolling somebody who left in the meantime',
      from: 'open',
      unsettled: [p.sit('k1', 't1'), withdraw(p, 't1', 'moved', '2018-03-05')],
      command: enrol(p, 't1'),
    },
  ],
}

const S6: RuleCase = {
  id: 'S6',
  near: (p) => {
    const left: readonly (readonly [CommandInput[], 'active' | 'left' | 'disqualified'])[] = [
      [[], 'active'],
      [[withdraw(p, 't3')], 'left'],
      [[reject(p, 't3')], 'left'],
      [[disqualify(p, 't3')], 'disqualified'],
    ]
    return fc
      .tuple(fc.constantFrom(...left), fc.constantFrom('request', 'review', 'withdraw', 'reinstate'))
      .map(([[history, standing], what]) => ({
        from: 'people',
        history,
        command: {
          request: p.request('t3', ['morels'], '2018-07-01'),
          review: p.review('t3', false, '2018-07-01'),
          withdraw: withdraw(p, 't3', 'ill', '2018-07-01'),
          reinstate: p.say('Reinstate', { traineeId: 't3', reason: 'appeal', on: '2018-07-01' }),
        }[what as 'request'],
        forbidden: standing !== (what === 'reinstate' ? 'disqualified' : 'active'),
      }))
  },
  examples: (p) => [
    {
      title: 'a request of somebody who left',
      from: 'people',
      history: [withdraw(p, 't1')],
      command: p.request('t1', ['pruning'], '2018-07-01'),
    },
  ],
}

export const selectionCases = [S1, S2, S3, S4, S5, S6]
