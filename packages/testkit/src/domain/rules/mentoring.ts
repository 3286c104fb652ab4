// M1 to M6 and M8: who mentors, and whom.
import type { CommandInput } from '@skein/core'
import { addDays } from '@skein/kernel'
import fc from 'fast-check'
import type { Scenario } from '../scenario.js'
import { around, mixed, type RuleCase } from './case.js'

const startMentoring = ({ command }: Scenario) =>
  command('StartMentoring', { traineeId: 't1', agreementId: 'a1', on: '2018-06-01' })
const revoke = ({ command, industry }: Scenario) =>
  command('RevokeRecognition', { traineeId: 't1', industry, reason: 'gaveUp', on: '2018-06-01' })

const M1: RuleCase = {
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
      title: 'mentoring of somebody whose recognition was revoked',
      from: 'leads',
      unsettled: [scenario.signAgreement('a1', 't1'), revoke(scenario)],
      command: startMentoring(scenario),
    },
  ],
}

const modes = ['partyCooperativeFarmers', 'leaderFarmers', 'shareholdingCooperative'] as const

const M2: RuleCase = {
  id: 'M2',
  situations: (scenario) =>
    fc.tuple(fc.constantFrom(...modes, 'partyCooperativeFarmers' as const), fc.boolean()).map(([mode, isNamed]) => ({
      from: 'leads',
      command: scenario.signAgreement('a1', 't1', { mode, ...(isNamed ? { cooperativeId: 'co1' } : {}) }),
      isForbidden: mode === 'partyCooperativeFarmers' && !isNamed,
    })),
  examples: (scenario) => [
    {
      title: 'no cooperative named',
      from: 'leads',
      command: scenario.signAgreement('a1', 't1', { mode: 'partyCooperativeFarmers' }),
    },
  ],
}

const M3: RuleCase = {
  id: 'M3',
  situations: (scenario) => {
    const { minQuotaPeople, maxQuotaPeople, minQuotaHouseholds } = scenario.policy
    const least = minQuotaHouseholds ?? 0
    return fc
      .record({
        quotaPeople: fc
          .oneof(around(minQuotaPeople), around(maxQuotaPeople ?? minQuotaPeople + 5))
          .map((people) => Math.max(people, 0)),
        quotaHouseholds: fc.option(around(least, 1).map((households) => Math.max(households, 0))),
        days: around(2, 4),
      })
      .map(({ quotaPeople, quotaHouseholds, days }) => {
        const { quotaHouseholds: _, ...terms } = scenario.signAgreement('a1', 't1').data as ReturnType<
          typeof scenario.signAgreement
        >['data'] & {
          readonly quotaHouseholds?: number
        }
        const households = quotaHouseholds === null ? {} : { quotaHouseholds }
        return {
          from: 'leads',
          // sound: the terms that `sign` says, but for the quotas and the term
          command: {
            type: 'SignAgreement',
            data: { ...terms, quotaPeople, ...households, until: addDays('2018-06-01', days) },
          } as CommandInput,
          isForbidden:
            quotaPeople < minQuotaPeople ||
            (maxQuotaPeople !== undefined && quotaPeople > maxQuotaPeople) ||
            (minQuotaHouseholds !== undefined && (quotaHouseholds ?? 0) < minQuotaHouseholds) ||
            days < 0,
        }
      })
  },
  examples: (scenario) => [
    { title: 'a quota of nobody', from: 'leads', command: scenario.signAgreement('a1', 't1', { quotaPeople: 0 }) },
    {
      title: 'a term that ends before it begins',
      from: 'leads',
      command: scenario.signAgreement('a1', 't1', { from: '2018-06-02', until: '2018-06-01' }),
    },
  ],
}

const M4: RuleCase = {
  id: 'M4',
  situations: (scenario) =>
    mixed(
      around(scenario.quotaPeople)
        .map((people) => Math.max(people, 1))
        .map((people) => ({
          from: 'mentoring',
          history: [scenario.registerHousehold('h3', people)],
          command: scenario.placeHousehold('a1', 'h3'),
          isForbidden: people > scenario.quotaPeople,
        })),
      fc
        .tuple(fc.integer({ min: 1, max: scenario.quotaPeople }), around(0), fc.boolean())
        .map(([first, over, isReleased]) => {
          const people = Math.max(1, scenario.quotaPeople - first + over)
          return {
            from: 'mentoring',
            history: [
              scenario.registerHousehold('h3', first),
              scenario.registerHousehold('h4', people),
              scenario.placeHousehold('a1', 'h3'),
              ...(isReleased
                ? [
                    scenario.command('ReleaseHousehold', {
                      agreementId: 'a1',
                      householdId: 'h3',
                      reason: 'moved',
                      on: '2018-06-05',
                    }),
                  ]
                : []),
            ],
            command: scenario.placeHousehold('a1', 'h4'),
            isForbidden: (isReleased ? 0 : first) + people > scenario.quotaPeople,
          }
        }),
    ),
  examples: (scenario) => [
    {
      title: 'more people than agreed',
      from: 'mentoring',
      history: [scenario.registerHousehold('h3', scenario.quotaPeople + 1)],
      command: scenario.placeHousehold('a1', 'h3'),
      event: { people: scenario.quotaPeople + 1, attempt: 1 },
    },
  ],
}

const accept = ({ command }: Scenario, householdId: string, agreementId: string, on = '2018-06-05') =>
  command('AcceptMentor', { householdId, agreementId, mentorId: 't1', attempt: 1, on })

const M5: RuleCase = {
  id: 'M5',
  situations: (scenario) =>
    mixed(
      fc.constantFrom('h1', 'h2').map((householdId) => ({
        from: 'placed',
        history: [scenario.signAgreement('a2', 't1')],
        command: scenario.placeHousehold('a2', householdId),
        isForbidden: householdId === 'h1',
      })),
      fc.boolean().map((hasAccepted) => ({
        from: 'mentoring',
        history: [scenario.signAgreement('a2', 't1')],
        unsettled: [
          scenario.placeHousehold('a1', 'h2'),
          scenario.placeHousehold('a2', 'h2'),
          ...(hasAccepted ? [accept(scenario, 'h2', 'a1')] : []),
        ],
        command: accept(scenario, 'h2', 'a2'),
        isForbidden: hasAccepted,
      })),
    ),
  examples: (scenario) => [
    {
      title: 'a second agreement for one household',
      from: 'placed',
      history: [scenario.signAgreement('a2', 't1')],
      command: scenario.placeHousehold('a2', 'h1'),
      event: { people: 1, attempt: 1 },
    },
    {
      title: 'a second mentor accepted',
      from: 'mentoring',
      history: [scenario.signAgreement('a2', 't1')],
      unsettled: [
        scenario.placeHousehold('a1', 'h2'),
        scenario.placeHousehold('a2', 'h2'),
        accept(scenario, 'h2', 'a1'),
      ],
      command: accept(scenario, 'h2', 'a2'),
    },
  ],
}

const moveInto = ({ command }: Scenario, householdId: string) =>
  command('ReviseProfile', { traineeId: 't1', householdId, reason: 'married', on: '2018-06-10' })

const M6: RuleCase = {
  id: 'M6',
  situations: (scenario) => {
    const own = fc.constantFrom('h1', 'h2')
    return mixed(
      own.map((householdId) => ({
        from: 'mentoring',
        history: [moveInto(scenario, householdId)],
        command: scenario.placeHousehold('a1', 'h1', '2018-06-15'),
        isForbidden: householdId === 'h1',
      })),
      own.map((householdId) => ({
        from: 'placed',
        command: moveInto(scenario, householdId),
        isForbidden: householdId === 'h1',
      })),
      // the agreement is so new that the person's own file does not name it yet
      own.map((householdId) => ({
        from: 'leads',
        unsettled: [
          scenario.signAgreement('a1', 't1'),
          scenario.placeHousehold('a1', 'h1'),
          moveInto(scenario, householdId),
        ],
        command: accept(scenario, 'h1', 'a1', '2018-06-10'),
        isForbidden: householdId === 'h1',
      })),
    )
  },
  examples: (scenario) => [
    {
      title: 'carrying the own household',
      from: 'mentoring',
      history: [moveInto(scenario, 'h1')],
      command: scenario.placeHousehold('a1', 'h1', '2018-06-15'),
      event: { people: 1, attempt: 1 },
    },
    { title: 'moving into a household that one carries', from: 'placed', command: moveInto(scenario, 'h1') },
    {
      title: 'accepting a mentor who moved in',
      from: 'leads',
      unsettled: [scenario.signAgreement('a1', 't1'), scenario.placeHousehold('a1', 'h1'), moveInto(scenario, 'h1')],
      command: accept(scenario, 'h1', 'a1', '2018-06-10'),
    },
  ],
}

const M8: RuleCase = {
  id: 'M8',
  situations: (scenario) => {
    const later = addDays(scenario.exitOn, 10)
    return mixed(
      fc.tuple(fc.boolean(), fc.boolean()).map(([isExited, isLate]) => ({
        from: 'mentoring',
        history: isExited ? [scenario.recordIncome('h1'), scenario.confirmExit('h1')] : [],
        command: scenario.placeHousehold('a1', 'h1', isLate ? '2028-06-01' : later),
        isForbidden: isLate || (isExited && !scenario.policy.countExitedHouseholds),
      })),
      fc.boolean().map((isExited) => ({
        from: 'mentoring',
        history: [scenario.recordIncome('h1')],
        unsettled: [
          scenario.placeHousehold('a1', 'h1', scenario.exitOn),
          ...(isExited ? [scenario.confirmExit('h1')] : []),
        ],
        command: accept(scenario, 'h1', 'a1', scenario.exitOn),
        isForbidden: isExited && !scenario.policy.countExitedHouseholds,
      })),
    )
  },
  examples: (scenario) => [
    {
      title: 'a placement after the last day',
      from: 'mentoring',
      command: scenario.placeHousehold('a1', 'h1', '2028-06-01'),
      event: { people: 1, attempt: 1 },
    },
    {
      title: 'accepting a mentor after leaving poverty',
      from: 'mentoring',
      history: [scenario.recordIncome('h1')],
      unsettled: [scenario.placeHousehold('a1', 'h1', scenario.exitOn), scenario.confirmExit('h1')],
      command: accept(scenario, 'h1', 'a1', scenario.exitOn),
    },
  ],
}

export const mentoringCases = [M1, M2, M3, M4, M5, M6, M8]
