// X1 to X5: the way out of poverty, of households and of villages.
import type { CommandInput } from '@skein/core'
import { addDays } from '@skein/kernel'
import fc from 'fast-check'
import { type Changes, type Scenario, township, village } from '../scenario.js'
import { anyOf, around, type RuleCase } from './case.js'

const assured = { food: true, clothing: true, education: true, medical: true, housing: true }

const X1: RuleCase = {
  id: 'X1',
  near: (p) =>
    fc
      .record({
        above: fc.constantFrom(-1, 0, 1, 2),
        lacking: fc.subarray(['food', 'housing'] as const, { maxLength: 1 }),
        days: fc.constantFrom(-1, 0, 0, 1, 7),
        gap: fc.constantFrom(0, 1, 1, 1),
        years: fc.constantFrom(1, 1, 1, 2),
      })
      .map(({ above, lacking, days, gap, years }) => {
        const on = `${p.incomeYear + years}-03-20`
        const publicisedUntil = addDays(on, -gap)
        // both the first and the last day are days of publicity
        const shown = Math.max(p.policy.exitPublicityDays + days, 0)
        return {
          from: 'base',
          history: [p.earn('h1', p.line + above)],
          command: p.exit('h1', {
            on,
            publicisedUntil,
            publicisedFrom: addDays(publicisedUntil, 1 - shown),
            twoAssurancesThreeGuarantees: { ...assured, ...Object.fromEntries(lacking.map((of) => [of, false])) },
          }),
          forbidden: above <= 0 || lacking.length > 0 || shown < p.policy.exitPublicityDays || gap === 0 || years > 1,
        }
      }),
  examples: (p) => [
    {
      title: 'an income on the line',
      from: 'base',
      history: [p.earn('h1', p.line)],
      command: p.exit('h1'),
      event: { people: 1, perCapitaFen: p.line, lineFen: p.line },
    },
  ],
}

const X2: RuleCase = {
  id: 'X2',
  near: (p) =>
    fc.constantFrom(`${p.incomeYear}-12-20`, `${p.incomeYear + 1}-01-05`).map((registeredOn) => ({
      from: 'base',
      history: [p.register('h9', 2, { on: registeredOn }), p.earn('h9')],
      command: p.exit('h9'),
      forbidden: !p.policy.exitInRegistrationYear && registeredOn.startsWith(`${p.incomeYear + 1}`),
    })),
  applies: ({ exitInRegistrationYear }) => !exitInRegistrationYear,
  examples: (p) => [
    {
      title: 'out of poverty in the year of registration',
      from: 'base',
      history: [p.register('h9', 2, { on: `${p.incomeYear + 1}-01-05` }), p.earn('h9')],
      command: p.exit('h9'),
      event: { people: 2, perCapitaFen: p.line + 1, lineFen: p.line },
    },
  ],
}

const relapse = (p: Scenario, on: string) =>
  p.say('RecordRelapse', { householdId: 'h1', cause: 'illness', on: addDays(p.exitOn, on === 'first' ? 20 : 60) })
const exitAgain = (p: Scenario, days: number) =>
  p.exit('h1', { on: addDays(p.exitOn, days), publicisedUntil: addDays(p.exitOn, days - 2) })

const X3: RuleCase = {
  id: 'X3',
  near: (p) => {
    const lived: readonly (readonly [CommandInput[], 'poor' | 'exited'])[] = [
      [[], 'poor'],
      [[p.exit('h1')], 'exited'],
      [[p.exit('h1'), relapse(p, 'first')], 'poor'],
      [[p.exit('h1'), relapse(p, 'first'), exitAgain(p, 40)], 'exited'],
    ]
    return fc.tuple(fc.constantFrom(...lived), fc.boolean()).map(([[history, is], isExit]) => ({
      from: 'base',
      history: [p.earn('h1'), ...history],
      command: isExit
        ? exitAgain(p, 61)
        : p.say('RecordRelapse', {
            householdId: 'h1',
            cause: 'harvest-lost',
            on: addDays(p.exitOn, 61),
          }),
      forbidden: is !== (isExit ? 'poor' : 'exited'),
    }))
  },
  examples: (p) => [
    {
      title: 'a relapse of the poor',
      from: 'base',
      command: relapse(p, 'first'),
      event: { people: 1 },
    },
    {
      title: 'a second exit',
      from: 'base',
      history: [p.earn('h1'), p.exit('h1')],
      command: exitAgain(p, 61),
      event: { people: 1, perCapitaFen: p.line + 1, lineFen: p.line },
    },
  ],
}

const classify = (p: Scenario, changes: Changes<'ClassifyDivision'>) =>
  p.say('ClassifyDivision', { code: village, status: 'exited', baseId: 'b1', on: '2019-03-01', ...changes })
const count = (p: Scenario, poorPeople: number, population = 10_000) =>
  p.say('CountPoverty', {
    code: village,
    population,
    poorPeople,
    source: 'counted',
    dateCertainty: 'exact',
    on: '2019-01-01',
  })
const poor = (p: Scenario) => classify(p, { status: 'deeplyPoor', on: '2018-01-05' })

const X4: RuleCase = {
  id: 'X4',
  near: (p) => {
    const limit = Math.round(p.policy.villageExitIncidence * 10_000)
    return anyOf(
      fc
        .tuple(fc.boolean(), fc.oneof(around(limit), fc.constant(undefined)))
        .map(([wasPoor, counted]): readonly [boolean, number | undefined] => [
          wasPoor,
          counted === undefined ? undefined : Math.min(Math.max(counted, 0), 10_000),
        ])
        .map(([wasPoor, counted]) => ({
          from: 'base',
          history: [...(wasPoor ? [poor(p)] : []), ...(counted === undefined ? [] : [count(p, counted)])],
          command: classify(p, {}),
          forbidden: !wasPoor || counted === undefined || counted / 10_000 >= p.policy.villageExitIncidence,
        })),
      fc.boolean().map((wasPoor) => ({
        from: 'base',
        history: wasPoor ? [poor(p)] : [],
        command: classify(p, { status: 'notPoor' }),
        forbidden: wasPoor,
      })),
    )
  },
  examples: (p) => [
    {
      title: 'an exit at an incidence that is too high',
      from: 'base',
      history: [poor(p), count(p, 10_000)],
      command: classify(p, {}),
    },
    { title: 'a township that exits', from: 'base', command: classify(p, { code: township }) },
  ],
}

const X5: RuleCase = {
  id: 'X5',
  near: (p) =>
    fc.tuple(around(0), fc.integer({ min: 0, max: 3 })).map(([poorPeople, population]) => ({
      from: 'base',
      command: count(p, poorPeople, population),
      forbidden: poorPeople < 0 || poorPeople > population,
    })),
  examples: (p) => [{ title: 'more poor than people', from: 'base', command: count(p, 11, 10) }],
}

export const povertyCases = [X1, X2, X3, X4, X5]
