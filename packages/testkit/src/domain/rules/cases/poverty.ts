// X1 to X5: the way out of poverty, of households and of villages.
import type { CommandInput } from '@skein/core'
import { addDays } from '@skein/kernel'
import fc from 'fast-check'
import { type Changes, type Scenario, township, village } from '../../scenario.js'
import { around, type FullRuleCase, mixed } from '../case.js'

const assured = { food: true, clothing: true, education: true, medical: true, housing: true }

const X1: FullRuleCase = {
  id: 'X1',
  situations: (scenario) =>
    fc
      .record({
        above: fc.constantFrom(-1, 0, 1, 2),
        lacking: fc.subarray(['food', 'housing'] as const, { maxLength: 1 }),
        days: fc.constantFrom(-1, 0, 0, 1, 7),
        gap: fc.constantFrom(0, 1, 1, 1),
        years: fc.constantFrom(1, 1, 1, 2),
      })
      .map(({ above, lacking, days, gap, years }) => {
        const on = `${scenario.incomeYear + years}-03-20`
        const publicisedUntil = addDays(on, -gap)
        // the first and the last day count as days of publicity
        const publicDays = Math.max(scenario.policy.exitPublicityDays + days, 0)
        return {
          from: 'base',
          history: [scenario.recordIncome('h1', scenario.povertyLine + above)],
          command: scenario.confirmExit('h1', {
            on,
            publicisedUntil,
            publicisedFrom: addDays(publicisedUntil, 1 - publicDays),
            twoAssurancesThreeGuarantees: { ...assured, ...Object.fromEntries(lacking.map((of) => [of, false])) },
          }),
          isForbidden:
            above <= 0 ||
            lacking.length > 0 ||
            publicDays < scenario.policy.exitPublicityDays ||
            gap === 0 ||
            years > 1,
        }
      }),
  examples: (scenario) => [
    {
      title: 'an exit with an income on the poverty line',
      from: 'base',
      history: [scenario.recordIncome('h1', scenario.povertyLine)],
      command: scenario.confirmExit('h1'),
      event: { people: 1, perCapitaFen: scenario.povertyLine, lineFen: scenario.povertyLine },
    },
  ],
}

const X2: FullRuleCase = {
  id: 'X2',
  situations: (scenario) =>
    fc.constantFrom(`${scenario.incomeYear}-12-20`, `${scenario.incomeYear + 1}-01-05`).map((registeredOn) => ({
      from: 'base',
      history: [scenario.registerHousehold('h9', 2, { on: registeredOn }), scenario.recordIncome('h9')],
      command: scenario.confirmExit('h9'),
      isForbidden: !scenario.policy.exitInRegistrationYear && registeredOn.startsWith(`${scenario.incomeYear + 1}`),
    })),
  appliesTo: ({ exitInRegistrationYear }) => !exitInRegistrationYear,
  examples: (scenario) => [
    {
      title: 'an exit in the year of registration',
      from: 'base',
      history: [
        scenario.registerHousehold('h9', 2, { on: `${scenario.incomeYear + 1}-01-05` }),
        scenario.recordIncome('h9'),
      ],
      command: scenario.confirmExit('h9'),
      event: { people: 2, perCapitaFen: scenario.povertyLine + 1, lineFen: scenario.povertyLine },
    },
  ],
}

const relapse = (scenario: Scenario, on: string) =>
  scenario.command('RecordRelapse', {
    householdId: 'h1',
    cause: 'illness',
    on: addDays(scenario.exitOn, on === 'first' ? 20 : 60),
  })
const exitAgain = (scenario: Scenario, days: number) =>
  scenario.confirmExit('h1', {
    on: addDays(scenario.exitOn, days),
    publicisedUntil: addDays(scenario.exitOn, days - 2),
  })

const X3: FullRuleCase = {
  id: 'X3',
  situations: (scenario) => {
    const histories: readonly (readonly [CommandInput[], 'poor' | 'exited'])[] = [
      [[], 'poor'],
      [[scenario.confirmExit('h1')], 'exited'],
      [[scenario.confirmExit('h1'), relapse(scenario, 'first')], 'poor'],
      [[scenario.confirmExit('h1'), relapse(scenario, 'first'), exitAgain(scenario, 40)], 'exited'],
    ]
    return fc.tuple(fc.constantFrom(...histories), fc.boolean()).map(([[history, status], isExit]) => ({
      from: 'base',
      history: [scenario.recordIncome('h1'), ...history],
      command: isExit
        ? exitAgain(scenario, 61)
        : scenario.command('RecordRelapse', {
            householdId: 'h1',
            cause: 'harvest-lost',
            on: addDays(scenario.exitOn, 61),
          }),
      isForbidden: status !== (isExit ? 'poor' : 'exited'),
    }))
  },
  examples: (scenario) => [
    {
      title: 'a relapse of a poor household',
      from: 'base',
      command: relapse(scenario, 'first'),
      event: { people: 1 },
    },
    {
      title: 'a second exit',
      from: 'base',
      history: [scenario.recordIncome('h1'), scenario.confirmExit('h1')],
      command: exitAgain(scenario, 61),
      event: { people: 1, perCapitaFen: scenario.povertyLine + 1, lineFen: scenario.povertyLine },
    },
  ],
}

const classify = (scenario: Scenario, changes: Changes<'ClassifyDivision'>) =>
  scenario.command('ClassifyDivision', { code: village, status: 'exited', baseId: 'b1', on: '2019-03-01', ...changes })
const count = (scenario: Scenario, poorPeople: number, population = 10_000) =>
  scenario.command('CountPoverty', {
    code: village,
    population,
    poorPeople,
    source: 'counted',
    dateCertainty: 'exact',
    on: '2019-01-01',
  })
const poor = (scenario: Scenario) => classify(scenario, { status: 'deeplyPoor', on: '2018-01-05' })

const X4: FullRuleCase = {
  id: 'X4',
  situations: (scenario) => {
    const limit = Math.round(scenario.policy.villageExitIncidence * 10_000)
    return mixed(
      fc
        .tuple(fc.boolean(), fc.oneof(around(limit), fc.constant(undefined)))
        .map(([wasPoor, counted]): readonly [boolean, number | undefined] => [
          wasPoor,
          counted === undefined ? undefined : Math.min(Math.max(counted, 0), 10_000),
        ])
        .map(([wasPoor, counted]) => ({
          from: 'base',
          history: [...(wasPoor ? [poor(scenario)] : []), ...(counted === undefined ? [] : [count(scenario, counted)])],
          command: classify(scenario, {}),
          isForbidden: !wasPoor || counted === undefined || counted / 10_000 >= scenario.policy.villageExitIncidence,
        })),
      fc.boolean().map((wasPoor) => ({
        from: 'base',
        history: wasPoor ? [poor(scenario)] : [],
        command: classify(scenario, { status: 'notPoor' }),
        isForbidden: wasPoor,
      })),
    )
  },
  examples: (scenario) => [
    {
      title: 'a village exit at too high an incidence',
      from: 'base',
      history: [poor(scenario), count(scenario, 10_000)],
      command: classify(scenario, {}),
    },
    { title: 'the exit of a township', from: 'base', command: classify(scenario, { code: township }) },
  ],
}

const X5: FullRuleCase = {
  id: 'X5',
  situations: (scenario) =>
    fc.tuple(around(0), fc.integer({ min: 0, max: 3 })).map(([poorPeople, population]) => ({
      from: 'base',
      command: count(scenario, poorPeople, population),
      isForbidden: poorPeople < 0 || poorPeople > population,
    })),
  examples: (scenario) => [
    { title: 'more poor people than the population', from: 'base', command: count(scenario, 11, 10) },
  ],
}

export const povertyCases = [X1, X2, X3, X4, X5]
