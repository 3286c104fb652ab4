// B1 to B5: a base, its money, places and policies.
import type { CommandInput } from '@skein/core'
import { addDays } from '@skein/kernel'
import fc from 'fast-check'
import { type Scenario, township } from '../../scenario.js'
import { around, dayInMarch, type FullRuleCase, mixed } from '../case.js'
import { sessionContents } from './batch-situations.js'

const contribution = ({ command }: Scenario, amountFen: number) =>
  command('RecordContribution', {
    baseId: 'b1',
    level: 'county',
    amountFen,
    certainty: 'exact',
    reference: 'document-1',
    on: '2018-01-10',
  })
const closePlace = ({ command }: Scenario, placeId: string, on: string) =>
  command('ClosePlace', { baseId: 'b1', placeId, reason: 'repairs', on })
const commission = ({ command }: Scenario, on = '2018-01-04') => command('CommissionBase', { baseId: 'b1', on })

const B1: FullRuleCase = {
  id: 'B1',
  situations: (scenario) =>
    around(0, 3).map((amountFen) => ({
      from: 'founded',
      command: contribution(scenario, amountFen),
      isForbidden: amountFen <= 0,
    })),
  examples: (scenario) => [{ title: 'a contribution of zero', from: 'founded', command: contribution(scenario, 0) }],
}

const rooms = (scenario: Scenario) => [
  scenario.openFacility('classroom'),
  scenario.openFacility('bedrooms', { zone: 'living', kind: 'dormitory', beds: 2 }),
  scenario.openFacility('orchard', { zone: 'cropTraining', kind: 'trainingGround' }),
  scenario.openFacility('stable', { zone: 'livestockTraining', kind: 'trainingGround' }),
]
const unfurnished = (scenario: Scenario) => [
  scenario.registerDivision(township, { level: 'township' }),
  scenario.foundBase('b1'),
]

const B2: FullRuleCase = {
  id: 'B2',
  situations: (scenario) =>
    fc
      .record({ opened: fc.subarray(rooms(scenario), { minLength: 2 }), isStableClosed: fc.boolean() })
      .map(({ opened, isStableClosed }) => {
        const hasStable = opened.some(({ data }) => 'placeId' in data && data.placeId === 'stable')
        const closes = hasStable && isStableClosed
        return {
          from: 'empty',
          history: [
            ...unfurnished(scenario),
            ...opened,
            ...(closes ? [closePlace(scenario, 'stable', '2018-01-03')] : []),
          ],
          command: commission(scenario),
          isForbidden: opened.length < 4 || closes,
        }
      }),
  examples: (scenario) => [
    {
      title: 'the commissioning of a base without a dormitory',
      from: 'empty',
      history: [...unfurnished(scenario), ...rooms(scenario).filter((_, at) => at !== 1)],
      command: commission(scenario),
    },
  ],
}

const B3: FullRuleCase = {
  id: 'B3',
  situations: (scenario) => {
    const other = { ...scenario.policy, facultyTarget: scenario.policy.facultyTarget + 1 }
    return fc
      .record({ adopted: fc.integer({ min: 0, max: 2 }), version: around(2, 1), days: around(0) })
      .map(({ adopted, version, days }) => {
        const last = adopted === 0 ? undefined : addDays('2018-02-01', adopted * 10)
        const effectiveFrom = addDays(last ?? '2018-03-01', days)
        const on = last ?? '2018-03-01'
        return {
          from: 'founded',
          history: Array.from({ length: adopted }, (_, at) =>
            scenario.adoptPolicy(at + 1, addDays('2018-02-01', (at + 1) * 10), { on: '2018-02-01' }),
          ),
          command: scenario.adoptPolicy(version, effectiveFrom, { policy: other, on }),
          isForbidden: version !== adopted + 1 || days < 0,
        }
      })
  },
  examples: (scenario) => [
    {
      title: 'a policy version that skips one',
      from: 'base',
      command: scenario.adoptPolicy(3, '2018-05-01', { on: '2018-04-01' }),
    },
    {
      title: 'a policy that takes effect before its adoption',
      from: 'founded',
      command: scenario.adoptPolicy(1, '2018-03-01', { on: '2018-04-01' }),
    },
  ],
}

const spare = (scenario: Scenario, closedOn: string): CommandInput[] => [
  scenario.openFacility('spare', { seats: 200 }),
  closePlace(scenario, 'spare', closedOn),
]
const scheduledInSpare = (scenario: Scenario, date: string) =>
  scenario.scheduleSession('k1', 's1', { sessionId: 's4', placeId: 'spare', date, period: 'evening' })
const bookedInSpare = (scenario: Scenario, date: string) =>
  scenario.command('BookPlace', {
    placeId: 'spare',
    baseId: 'b1',
    batchId: 'k1',
    sessionId: 's1',
    date,
    period: 'evening',
    on: '2018-03-01',
  })

const B4: FullRuleCase = {
  id: 'B4',
  situations: (scenario) =>
    mixed(
      dayInMarch(15, 27).map((on) => ({
        from: 'open',
        command: closePlace(scenario, 'room', on),
        isForbidden: on <= '2018-03-21',
      })),
      fc.tuple(dayInMarch(17, 27), dayInMarch(19, 25)).map(([closedOn, date]) => ({
        from: 'planned',
        history: spare(scenario, closedOn),
        command: bookedInSpare(scenario, date),
        isForbidden: date >= closedOn,
      })),
      // a session that was scheduled before the closing stands
      fc
        .tuple(fc.constantFrom('2018-02-11', '2018-02-12', '2018-02-13'), dayInMarch(19, 25))
        .map(([closedOn, date]) => ({
          from: 'planned',
          history: spare(scenario, closedOn),
          command: scheduledInSpare(scenario, date),
          isForbidden: closedOn <= '2018-02-12',
        })),
    ),
  examples: (scenario) => [
    { title: 'the closing of a booked room', from: 'open', command: closePlace(scenario, 'room', '2018-03-20') },
    {
      title: 'a session in a closed room',
      from: 'planned',
      history: spare(scenario, '2018-02-10'),
      command: scheduledInSpare(scenario, '2018-03-20'),
      event: sessionContents.s1,
    },
    {
      title: 'a booking of a closed room',
      from: 'planned',
      history: spare(scenario, '2018-03-20'),
      command: bookedInSpare(scenario, '2018-03-22'),
    },
  ],
}

/** A batch that is open for enrolment although its base is not commissioned. */
const openWithoutCommission = (scenario: Scenario): CommandInput[] => [
  ...scenario.stages.base.filter(({ type }) => type !== 'CommissionBase'),
  ...scenario.stages.people,
  ...scenario.stages.planned,
  ...scenario.stages.open,
]

const B5: FullRuleCase = {
  id: 'B5',
  situations: (scenario) =>
    fc
      .constantFrom(undefined, '2018-03-10', '2018-03-18', '2018-03-19', '2018-03-20', '2018-04-01')
      .map((commissionedOn) => ({
        from: 'founded',
        history: [
          ...openWithoutCommission(scenario),
          ...(commissionedOn === undefined ? [] : [commission(scenario, commissionedOn)]),
        ],
        command: scenario.startBatch('k1'),
        isForbidden: commissionedOn === undefined || commissionedOn > '2018-03-19',
      })),
  examples: (scenario) => [
    {
      title: 'a start at a base that is not commissioned',
      from: 'founded',
      history: openWithoutCommission(scenario),
      command: scenario.startBatch('k1'),
    },
  ],
}

export const baseCases = [B1, B2, B3, B4, B5]
