// S1 to S6: who becomes a trainee.
import type { CommandInput } from '@skein/core'
import fc from 'fast-check'
import type { Changes, Scenario } from '../../scenario.js'
import { type FullRuleCase, mixed } from '../case.js'

const S1: FullRuleCase = {
  id: 'S1',
  situations: (scenario) =>
    fc.record({ willing: fc.boolean(), potential: fc.subarray(['growing']) }).map((profile) => ({
      from: 'people',
      history: [scenario.nominateCandidate('t9', profile), scenario.reviewEligibility('t9')],
      command: scenario.selectTrainee('t9'),
      isForbidden: !profile.willing || (scenario.policy.requirePotential && profile.potential.length === 0),
    })),
  examples: (scenario) => [
    {
      title: 'the selection of an unwilling person',
      from: 'people',
      history: [scenario.nominateCandidate('t9', { willing: false }), scenario.reviewEligibility('t9')],
      command: scenario.selectTrainee('t9'),
    },
  ],
}

const S2: FullRuleCase = {
  id: 'S2',
  situations: (scenario) =>
    fc.array(fc.boolean(), { maxLength: 3 }).map((reviews) => ({
      from: 'people',
      history: [scenario.nominateCandidate('t9'), ...reviews.map((passed) => scenario.reviewEligibility('t9', passed))],
      command: scenario.selectTrainee('t9'),
      isForbidden: scenario.policy.requireEligibilityGate && reviews.at(-1) !== true,
    })),
  appliesTo: ({ requireEligibilityGate }) => requireEligibilityGate,
  examples: (scenario) => [
    {
      title: 'a selection after a failed review',
      from: 'people',
      history: [
        scenario.nominateCandidate('t9'),
        scenario.reviewEligibility('t9'),
        scenario.reviewEligibility('t9', false),
      ],
      command: scenario.selectTrainee('t9'),
    },
  ],
}

const withdraw = ({ command }: Scenario, traineeId: string, reason = 'moved', on = '2018-06-01') =>
  command('Withdraw', { traineeId, reason, on })
const disqualify = ({ command }: Scenario, traineeId: string, on = '2018-06-01') =>
  command('Disqualify', { traineeId, reason: 'false-statement', on })
const reject = ({ command }: Scenario, traineeId: string, on = '2018-06-01') =>
  command('RejectCandidate', { traineeId, reason: 'full', on })
const again: Changes<'NominateCandidate'> = { on: '2018-07-01', category: 'returnedYouth' }
const known = (idNumber: string) => ({ personal: { name: 'made up', idNumber } })

const S3: FullRuleCase = {
  id: 'S3',
  situations: (scenario) =>
    mixed(
      fc
        .constantFrom<readonly [readonly CommandInput[], boolean]>(
          [[], true],
          [[disqualify(scenario, 't3')], true],
          [[withdraw(scenario, 't3')], false],
          [[reject(scenario, 't3')], false],
        )
        .map(([history, isForbidden]) => ({
          from: 'people',
          history,
          command: scenario.nominateCandidate('t3', again),
          isForbidden,
        })),
      // a person who leaves loses the seat and may be nominated again
      fc.boolean().map((leaves) => ({
        from: 'running',
        history: leaves ? [withdraw(scenario, 't1')] : [],
        command: scenario.nominateCandidate('t1', again),
        isForbidden: !leaves,
      })),
      // one person with two ids is found by the claim on the ID number
      fc.tuple(fc.constantFrom('ID-1', 'ID-2'), fc.constantFrom('b1', 'b2')).map(([idNumber, baseId]) => ({
        from: 'people',
        history: [scenario.foundBase('b2'), scenario.nominateCandidate('t8', known('ID-1'))],
        command: scenario.nominateCandidate('t9', { ...known(idNumber), baseId }),
        isForbidden: idNumber === 'ID-1' && baseId === 'b1',
      })),
    ),
  examples: (scenario) => [
    {
      title: 'a second nomination of an active person',
      from: 'people',
      command: scenario.nominateCandidate('t1', again),
    },
    {
      title: 'the nomination of a disqualified person',
      from: 'people',
      history: [disqualify(scenario, 't3')],
      command: scenario.nominateCandidate('t3', again),
    },
  ],
}

const S4: FullRuleCase = {
  id: 'S4',
  situations: (scenario) =>
    fc.tuple(fc.boolean(), fc.boolean()).map(([isSelected, isAgain]) => ({
      from: 'people',
      history: [
        ...scenario.admitTrainee('t9').filter(({ type }) => isSelected || type !== 'SelectTrainee'),
        ...(isAgain ? [withdraw(scenario, 't9'), scenario.nominateCandidate('t9', again)] : []),
      ],
      command: reject(scenario, 't9', '2018-07-02'),
      isForbidden: isSelected && !isAgain,
    })),
  examples: (scenario) => [
    { title: 'the rejection of a selected person', from: 'people', command: reject(scenario, 't1') },
  ],
}

const category = fc.constantFrom('villager' as const, 'partyMember', 'veteran', 'villageCadre')
const enrol = ({ command }: Scenario, traineeId: string, batchId = 'k1') =>
  command('Enrol', { traineeId, batchId, from: '2018-03-19', until: '2018-03-25', on: '2018-03-06' })

const S5: FullRuleCase = {
  id: 'S5',
  situations: (scenario) =>
    mixed(
      fc.record({ category, isSelected: fc.boolean(), isAway: fc.boolean() }).map((of) => ({
        from: 'open',
        history: [
          ...scenario
            .admitTrainee('t9', { category: of.category })
            .filter(({ type }) => of.isSelected || type !== 'SelectTrainee'),
          ...(of.isAway ? [withdraw(scenario, 't9', 'moved', '2018-03-01')] : []),
        ],
        command: scenario.takeSeat('k1', 't9'),
        isForbidden: !of.isSelected || of.isAway || !['villager', 'partyMember'].includes(of.category),
      })),
      fc.boolean().map((leaves) => ({
        from: 'open',
        history: scenario.admitTrainee('t9'),
        unsettled: [
          scenario.takeSeat('k1', 't9'),
          ...(leaves ? [withdraw(scenario, 't9', 'moved', '2018-03-05')] : []),
        ],
        command: enrol(scenario, 't9'),
        isForbidden: leaves,
      })),
    ),
  examples: (scenario) => [
    {
      title: 'a seat for a person who is not selected',
      from: 'open',
      command: scenario.takeSeat('k1', 't3'),
      event: { attempt: 1 },
    },
    {
      title: 'the enrolment of a person who has left',
      from: 'open',
      unsettled: [scenario.takeSeat('k1', 't1'), withdraw(scenario, 't1', 'moved', '2018-03-05')],
      command: enrol(scenario, 't1'),
    },
  ],
}

const S6: FullRuleCase = {
  id: 'S6',
  situations: (scenario) => {
    const histories: readonly (readonly [readonly CommandInput[], status: 'active' | 'left' | 'disqualified'])[] = [
      [[], 'active'],
      [[withdraw(scenario, 't3')], 'left'],
      [[reject(scenario, 't3')], 'left'],
      [[disqualify(scenario, 't3')], 'disqualified'],
    ]
    const commands: readonly (readonly [CommandInput, needed: 'active' | 'disqualified'])[] = [
      [scenario.requestCourses('t3', ['morels'], '2018-07-01'), 'active'],
      [scenario.reviewEligibility('t3', false, '2018-07-01'), 'active'],
      [withdraw(scenario, 't3', 'ill', '2018-07-01'), 'active'],
      [scenario.command('Reinstate', { traineeId: 't3', reason: 'appeal', on: '2018-07-01' }), 'disqualified'],
    ]
    return fc
      .tuple(fc.constantFrom(...histories), fc.constantFrom(...commands))
      .map(([[history, status], [command, needed]]) => ({
        from: 'people',
        history,
        command,
        isForbidden: status !== needed,
      }))
  },
  examples: (scenario) => [
    {
      title: 'a request by a person who has left',
      from: 'people',
      history: [withdraw(scenario, 't1')],
      command: scenario.requestCourses('t1', ['pruning'], '2018-07-01'),
    },
  ],
}

export const selectionCases = [S1, S2, S3, S4, S5, S6]
