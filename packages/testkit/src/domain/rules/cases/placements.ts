// M4 to M6 and M8: the placement of households with mentors.
import { addDays } from '@skein/kernel'
import fc from 'fast-check'
import type { Scenario } from '../../scenario.js'
import { around, type FullRuleCase, mixed } from '../case.js'

const M4: FullRuleCase = {
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

const M5: FullRuleCase = {
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
      title: 'a second mentor',
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

const M6: FullRuleCase = {
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
      // the mentoring process has not run yet, so the journey does not know the agreement
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
      title: 'a placement of the mentor’s own household',
      from: 'mentoring',
      history: [moveInto(scenario, 'h1')],
      command: scenario.placeHousehold('a1', 'h1', '2018-06-15'),
      event: { people: 1, attempt: 1 },
    },
    { title: 'a move into a household that the person mentors', from: 'placed', command: moveInto(scenario, 'h1') },
    {
      title: 'a mentor who moved into the household',
      from: 'leads',
      unsettled: [scenario.signAgreement('a1', 't1'), scenario.placeHousehold('a1', 'h1'), moveInto(scenario, 'h1')],
      command: accept(scenario, 'h1', 'a1', '2018-06-10'),
    },
  ],
}

const M8: FullRuleCase = {
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
      title: 'a placement after the agreement’s last day',
      from: 'mentoring',
      command: scenario.placeHousehold('a1', 'h1', '2028-06-01'),
      event: { people: 1, attempt: 1 },
    },
    {
      title: 'a mentor for a household that left poverty',
      from: 'mentoring',
      history: [scenario.recordIncome('h1')],
      unsettled: [scenario.placeHousehold('a1', 'h1', scenario.exitOn), scenario.confirmExit('h1')],
      command: accept(scenario, 'h1', 'a1', scenario.exitOn),
    },
  ],
}

export const placementCases = [M4, M5, M6, M8]
