// M1 to M3: agreements with mentors.
import { addDays } from '@skein/kernel'
import fc from 'fast-check'
import type { Scenario } from '../../scenario.js'
import { around, type FullRuleCase, mixed } from '../case.js'

const startMentoring = ({ command }: Scenario) =>
  command('StartMentoring', { traineeId: 't1', agreementId: 'a1', on: '2018-06-01' })
const revoke = ({ command, industry }: Scenario) =>
  command('RevokeRecognition', { traineeId: 't1', industry, reason: 'gaveUp', on: '2018-06-01' })

const M1: FullRuleCase = {
  id: 'M1',
  situations: (scenario) =>
    mixed(
      fc
        .record({
          part: fc.constantFrom(0.5, 0.9, 1, 1.5),
          isRecognised: fc.boolean(),
          on: fc.constantFrom('2018-04-20', '2018-05-05', '2018-05-09', '2018-05-10', '2018-06-01', '2018-07-01'),
        })
        .map(({ part, isRecognised, on }) => ({
          from: 'closed',
          history: [
            scenario.listLeadCandidate('t1'),
            scenario.recordScale('t1', scenario.threshold.quantity * part),
            ...(isRecognised ? [scenario.recogniseLeadHousehold('t1')] : []),
          ],
          command: scenario.signAgreement('a1', 't1', { on }),
          isForbidden: part < 1 || !isRecognised || on < '2018-05-10',
        })),
      fc.boolean().map((isRevoked) => ({
        from: 'leads',
        unsettled: [scenario.signAgreement('a1', 't1'), ...(isRevoked ? [revoke(scenario)] : [])],
        command: startMentoring(scenario),
        isForbidden: isRevoked,
      })),
    ),
  examples: (scenario) => [
    {
      title: 'an agreement below the threshold',
      from: 'closed',
      history: [
        scenario.listLeadCandidate('t1'),
        scenario.recordScale('t1', scenario.threshold.quantity / 2),
        scenario.recogniseLeadHousehold('t1'),
      ],
      command: scenario.signAgreement('a1', 't1'),
    },
    {
      title: 'mentoring after the recognition was revoked',
      from: 'leads',
      unsettled: [scenario.signAgreement('a1', 't1'), revoke(scenario)],
      command: startMentoring(scenario),
    },
  ],
}

const modes = ['partyCooperativeFarmers', 'leaderFarmers', 'shareholdingCooperative'] as const

const M2: FullRuleCase = {
  id: 'M2',
  situations: (scenario) =>
    fc.tuple(fc.constantFrom(...modes, 'partyCooperativeFarmers' as const), fc.boolean()).map(([mode, isNamed]) => ({
      from: 'leads',
      command: scenario.signAgreement('a1', 't1', { mode, ...(isNamed ? { cooperativeId: 'co1' } : {}) }),
      isForbidden: mode === 'partyCooperativeFarmers' && !isNamed,
    })),
  examples: (scenario) => [
    {
      title: 'an agreement without its cooperative',
      from: 'leads',
      command: scenario.signAgreement('a1', 't1', { mode: 'partyCooperativeFarmers' }),
    },
  ],
}

const M3: FullRuleCase = {
  id: 'M3',
  situations: (scenario) => {
    const { minQuotaPeople, maxQuotaPeople, minQuotaHouseholds } = scenario.policy
    const least = minQuotaHouseholds ?? 0
    return fc
      .record({
        quotaPeople: fc
          .oneof(around(minQuotaPeople), around(maxQuotaPeople ?? minQuotaPeople + 5))
          .map((people) => Math.max(people, 0)),
        quotaHouseholds: fc.option(
          around(least, 1).map((households) => Math.max(households, 0)),
          { nil: undefined },
        ),
        days: around(2, 4),
      })
      .map(({ quotaPeople, quotaHouseholds, days }) => ({
        from: 'leads',
        command: scenario.signAgreement('a1', 't1', {
          quotaPeople,
          quotaHouseholds,
          until: addDays('2018-06-01', days),
        }),
        isForbidden:
          quotaPeople < minQuotaPeople ||
          (maxQuotaPeople !== undefined && quotaPeople > maxQuotaPeople) ||
          (minQuotaHouseholds !== undefined && (quotaHouseholds ?? 0) < minQuotaHouseholds) ||
          days < 0,
      }))
  },
  examples: (scenario) => [
    { title: 'a quota of zero', from: 'leads', command: scenario.signAgreement('a1', 't1', { quotaPeople: 0 }) },
    {
      title: 'a term that ends before it begins',
      from: 'leads',
      command: scenario.signAgreement('a1', 't1', { from: '2018-06-02', until: '2018-06-01' }),
    },
  ],
}

export const agreementCases = [M1, M2, M3]
