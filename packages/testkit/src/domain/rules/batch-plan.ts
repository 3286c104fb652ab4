import fc from 'fast-check'
import type { Scenario } from '../scenario.js'
import { contents, enrol, more, openOutdoors } from './batch-situations.js'
import { around, mixed, type RuleCase } from './case.js'

const T1: RuleCase = {
  id: 'T1',
  situations: (scenario) =>
    fc.boolean().map((isEnrolled) => ({
      from: 'open',
      history: [...openOutdoors(scenario), ...(isEnrolled ? [scenario.takeSeat('k1', 't1')] : [])],
      unsettled: [scenario.takeSeat('k2', 't1')],
      command: enrol(scenario, 'k2'),
      isForbidden: isEnrolled,
    })),
  examples: (scenario) => [
    {
      title: 'a second enrolment',
      from: 'open',
      history: [...openOutdoors(scenario), scenario.takeSeat('k1', 't1')],
      unsettled: [scenario.takeSeat('k2', 't1')],
      command: enrol(scenario, 'k2'),
    },
  ],
}

const T2: RuleCase = {
  id: 'T2',
  situations: (scenario) =>
    mixed(
      around(scenario.policy.batchSeats).map((seats) => ({
        from: 'people',
        command: scenario.planBatch('k9', { seats: Math.max(seats, 0) }),
        isForbidden: seats > scenario.policy.batchSeats,
      })),
      around(scenario.seats, 1).map((seats) => ({
        from: 'planned',
        history: [scenario.openFacility('small', { seats })],
        command: more(scenario, 's3', { placeId: 'small' }),
        isForbidden: seats < scenario.seats,
      })),
      fc.integer({ min: Math.max(0, scenario.seats - 1), max: scenario.seats }).map((taken) => ({
        from: 'open',
        history: Array.from({ length: taken }, (_, at) => `u${at}`).flatMap((traineeId) => [
          ...scenario.admitTrainee(traineeId),
          scenario.takeSeat('k1', traineeId),
        ]),
        command: scenario.takeSeat('k1', 't1'),
        isForbidden: taken === scenario.seats,
      })),
    ),
  examples: (scenario) => [
    {
      title: 'more seats than the policy allows',
      from: 'people',
      command: scenario.planBatch('k9', { seats: scenario.policy.batchSeats + 1 }),
    },
    {
      title: 'a room that is too small',
      from: 'planned',
      history: [scenario.openFacility('small', { seats: scenario.seats - 1 })],
      command: more(scenario, 's3', { placeId: 'small' }),
      event: contents.s3,
    },
    {
      title: 'a seat in a full batch',
      from: 'open',
      history: Array.from({ length: scenario.seats }, (_, at) => `u${at}`).flatMap((id) => [
        ...scenario.admitTrainee(id),
        scenario.takeSeat('k1', id),
      ]),
      command: scenario.takeSeat('k1', 't1'),
      event: { attempt: 1 },
    },
  ],
}

const closedDormitory = (scenario: Scenario) => [
  scenario.openFacility('shut', { zone: 'living', kind: 'dormitory', beds: 2 }),
  scenario.command('ClosePlace', { baseId: 'b1', placeId: 'shut', reason: 'repairs', on: '2018-02-15' }),
]
const reserve = ({ command }: Scenario, placeId: string) =>
  command('ReserveBed', {
    placeId,
    baseId: 'b1',
    batchId: 'k1',
    traineeId: 't1',
    attempt: 1,
    from: '2018-03-19',
    until: '2018-03-25',
    on: '2018-03-06',
  })

const T3: RuleCase = {
  id: 'T3',
  situations: (scenario) =>
    mixed(
      fc.constantFrom('dorm', 'room', 'nowhere', 'shut', 'constructor').map((dormitoryId) => ({
        from: 'open',
        history: closedDormitory(scenario),
        command: scenario.takeSeat('k1', 't1', { dormitoryId }),
        isForbidden: dormitoryId !== 'dorm',
      })),
      fc.constantFrom('dorm', 'room', 'field', 'nowhere').map((placeId) => ({
        from: 'open',
        history: [scenario.takeSeat('k1', 't1')],
        command: reserve(scenario, placeId),
        isForbidden: placeId !== 'dorm',
      })),
    ),
  examples: (scenario) => [
    {
      title: 'boarding in a classroom',
      from: 'open',
      command: scenario.takeSeat('k1', 't1', { dormitoryId: 'room' }),
      event: { attempt: 1 },
    },
    {
      title: 'a bed in a classroom',
      from: 'open',
      history: [scenario.takeSeat('k1', 't1')],
      command: reserve(scenario, 'room'),
    },
  ],
}

/** A further lesson that harms no gate, at any time of the planning. */
const extra = (scenario: Scenario) => more(scenario, 's1')
type Preparing = 'extra' | { readonly gate: 'curriculum' | 'mode'; readonly passed: boolean }
const preparing: fc.Arbitrary<Preparing> = fc.oneof(
  { weight: 1, arbitrary: fc.constant('extra' as const) },
  {
    weight: 6,
    arbitrary: fc.record({ gate: fc.constantFrom('curriculum' as const, 'mode' as const), passed: fc.boolean() }),
  },
)
const isReady = (steps: readonly Preparing[]): boolean => {
  const since = steps.slice(steps.lastIndexOf('extra') + 1)
  const passed = (gate: string) =>
    since.findLast((step) => step !== 'extra' && step.gate === gate) as { readonly passed: boolean } | undefined
  return passed('curriculum')?.passed === true && passed('mode')?.passed === true
}

const T4: RuleCase = {
  id: 'T4',
  situations: (scenario) =>
    mixed(
      fc.array(preparing, { minLength: 2, maxLength: 7 }).map((asked) => {
        // one further lesson at most: a session id is used once
        const steps = asked.filter((step, at) => step !== 'extra' || asked.indexOf('extra') === at)
        return {
          from: 'planned',
          history: steps.map((step) =>
            step === 'extra'
              ? extra(scenario)
              : scenario.reviewGate('k1', step.gate, { passed: step.passed, on: '2018-03-01' }),
          ),
          command: scenario.openEnrolment('k1'),
          isForbidden: !isReady(steps),
        }
      }),
      // everything passed, and the bookings may not have been asked for yet
      fc.boolean().map((isBooked) => {
        const passed = [scenario.reviewGate('k1', 'curriculum'), scenario.reviewGate('k1', 'mode')]
        return {
          from: 'planned',
          ...(isBooked ? { history: [extra(scenario), ...passed] } : { unsettled: [extra(scenario), ...passed] }),
          command: scenario.openEnrolment('k1'),
          isForbidden: !isBooked,
        }
      }),
    ),
  examples: (scenario) => [
    {
      title: 'opening what passed one gate',
      from: 'planned',
      history: [scenario.reviewGate('k1', 'curriculum')],
      command: scenario.openEnrolment('k1'),
    },
  ],
}

export const batchPlanCases = [T1, T2, T3, T4]
