// T1 to T4: enrolment, seats, beds and gates.
import fc from 'fast-check'
import type { Scenario } from '../../scenario.js'
import { around, type FullRuleCase, mixed } from '../case.js'
import { enrol, furtherSession, openSecondBatch, sessionContents } from './batch-situations.js'

const T1: FullRuleCase = {
  id: 'T1',
  situations: (scenario) =>
    fc.boolean().map((isEnrolled) => ({
      from: 'open',
      history: [...openSecondBatch(scenario), ...(isEnrolled ? [scenario.takeSeat('k1', 't1')] : [])],
      unsettled: [scenario.takeSeat('k2', 't1')],
      command: enrol(scenario, 't1', 'k2'),
      isForbidden: isEnrolled,
    })),
  examples: (scenario) => [
    {
      title: 'a second enrolment',
      from: 'open',
      history: [...openSecondBatch(scenario), scenario.takeSeat('k1', 't1')],
      unsettled: [scenario.takeSeat('k2', 't1')],
      command: enrol(scenario, 't1', 'k2'),
    },
  ],
}

const T2: FullRuleCase = {
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
        command: furtherSession(scenario, 's3', { placeId: 'small' }),
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
      command: furtherSession(scenario, 's3', { placeId: 'small' }),
      event: sessionContents.s3,
    },
    {
      title: 'a seat in a full batch',
      from: 'open',
      history: Array.from({ length: scenario.seats }, (_, at) => `u${at}`).flatMap((id) => [
        ...scenario.admitTrainee(id),
        scenario.takeSeat('k1', id),
      ]),
      command: scenario.takeSeat('k1', 't1'),
      event: { attempt: scenario.attemptOfSeat(scenario.seats + 1) },
    },
  ],
}

const closedDormitory = (scenario: Scenario) => [
  scenario.openFacility('shut', { zone: 'living', kind: 'dormitory', beds: 2 }),
  scenario.command('ClosePlace', { baseId: 'b1', placeId: 'shut', reason: 'repairs', on: '2018-02-15' }),
]
const reserve = ({ command, attemptOfSeat }: Scenario, placeId: string) =>
  command('ReserveBed', {
    placeId,
    baseId: 'b1',
    batchId: 'k1',
    traineeId: 't1',
    attempt: attemptOfSeat(1),
    from: '2018-03-19',
    until: '2018-03-25',
    on: '2018-03-06',
  })

const T3: FullRuleCase = {
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
      event: { attempt: scenario.attemptOfSeat(1) },
    },
    {
      title: 'a bed in a classroom',
      from: 'open',
      history: [scenario.takeSeat('k1', 't1')],
      command: reserve(scenario, 'room'),
    },
  ],
}

/** A further session that affects no gate. */
const extraSession = (scenario: Scenario) => furtherSession(scenario, 's1', { on: '2018-03-01' })

/** A step of the preparation of a batch: a further session, or the review of a gate. */
type Preparation = 'extra' | { readonly gate: 'curriculum' | 'mode'; readonly passed: boolean }

const preparation: fc.Arbitrary<Preparation> = fc.oneof(
  { weight: 1, arbitrary: fc.constant('extra' as const) },
  {
    weight: 6,
    arbitrary: fc.record({ gate: fc.constantFrom('curriculum' as const, 'mode' as const), passed: fc.boolean() }),
  },
)

/** Whether the last review of each gate passed, after the last session was scheduled. */
const isReady = (steps: readonly Preparation[]): boolean => {
  const reviews = steps.slice(steps.lastIndexOf('extra') + 1).flatMap((step) => (step === 'extra' ? [] : step))
  const hasPassed = (gate: string) => reviews.findLast((review) => review.gate === gate)?.passed === true
  return hasPassed('curriculum') && hasPassed('mode')
}

const T4: FullRuleCase = {
  id: 'T4',
  situations: (scenario) =>
    mixed(
      fc.array(preparation, { minLength: 2, maxLength: 7 }).map((generated) => {
        // at most one further session, as its id can be used once
        const steps = generated.filter((step, index) => step !== 'extra' || generated.indexOf('extra') === index)
        return {
          from: 'planned',
          history: steps.map((step) =>
            step === 'extra'
              ? extraSession(scenario)
              : scenario.reviewGate('k1', step.gate, { passed: step.passed, on: '2018-03-01' }),
          ),
          command: scenario.openEnrolment('k1'),
          isForbidden: !isReady(steps),
        }
      }),
      // both gates have passed, but the booking process may not have run yet
      fc.boolean().map((isBooked) => {
        const passed = [scenario.reviewGate('k1', 'curriculum'), scenario.reviewGate('k1', 'mode')]
        return {
          from: 'planned',
          ...(isBooked
            ? { history: [extraSession(scenario), ...passed] }
            : { unsettled: [extraSession(scenario), ...passed] }),
          command: scenario.openEnrolment('k1'),
          isForbidden: !isBooked,
        }
      }),
    ),
  examples: (scenario) => [
    {
      title: 'an opening after one gate only',
      from: 'planned',
      history: [scenario.reviewGate('k1', 'curriculum')],
      command: scenario.openEnrolment('k1'),
    },
  ],
}

export const batchPlanCases = [T1, T2, T3, T4]
