import fc from 'fast-check'
import type { Scenario } from '../scenario.js'
import { contents, enrol, more, openOutdoors } from './batch-situations.js'
import { anyOf, around, type RuleCase } from './case.js'

const T1: RuleCase = {
  id: 'T1',
  near: (p) =>
    fc.boolean().map((isEnrolled) => ({
      from: 'open',
      history: [...openOutdoors(p), ...(isEnrolled ? [p.sit('k1', 't1')] : [])],
      unsettled: [p.sit('k2', 't1')],
      command: enrol(p, 'k2'),
      forbidden: isEnrolled,
    })),
  examples: (p) => [
    {
      title: 'a second enrolment',
      from: 'open',
      history: [...openOutdoors(p), p.sit('k1', 't1')],
      unsettled: [p.sit('k2', 't1')],
      command: enrol(p, 'k2'),
    },
  ],
}

const T2: RuleCase = {
  id: 'T2',
  near: (p) =>
    anyOf(
      around(p.policy.batchSeats).map((seats) => ({
        from: 'people',
        command: p.plan('k9', { seats: Math.max(seats, 0) }),
        forbidden: seats > p.policy.batchSeats,
      })),
      around(p.seats, 1).map((seats) => ({
        from: 'planned',
        history: [p.facility('small', { seats })],
        command: more(p, 's3', { placeId: 'small' }),
        forbidden: seats < p.seats,
      })),
      fc.integer({ min: Math.max(0, p.seats - 1), max: p.seats }).map((taken) => ({
        from: 'open',
        history: Array.from({ length: taken }, (_, at) => `u${at}`).flatMap((traineeId) => [
          ...p.person(traineeId),
          p.sit('k1', traineeId),
        ]),
        command: p.sit('k1', 't1'),
        forbidden: taken === p.seats,
      })),
    ),
  examples: (p) => [
    {
      title: 'more seats than the policy allows',
      from: 'people',
      command: p.plan('k9', { seats: p.policy.batchSeats + 1 }),
    },
    {
      title: 'a room that is too small',
      from: 'planned',
      history: [p.facility('small', { seats: p.seats - 1 })],
      command: more(p, 's3', { placeId: 'small' }),
      event: contents.s3,
    },
    {
      title: 'a seat in a full batch',
      from: 'open',
      history: Array.from({ length: p.seats }, (_, at) => `u${at}`).flatMap((id) => [...p.person(id), p.sit('k1', id)]),
      command: p.sit('k1', 't1'),
      event: { attempt: 1 },
    },
  ],
}

const closedDormitory = (p: Scenario) => [
  p.facility('shut', { zone: 'living', kind: 'dormitory', beds: 2 }),
  p.say('ClosePlace', { baseId: 'b1', placeId: 'shut', reason: 'repairs', on: '2018-02-15' }),
]
const reserve = ({ say }: Scenario, placeId: string) =>
  say('ReserveBed', {
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
  near: (p) =>
    anyOf(
      fc.constantFrom('dorm', 'room', 'nowhere', 'shut', 'constructor').map((dormitoryId) => ({
        from: 'open',
        history: closedDormitory(p),
        command: p.sit('k1', 't1', { dormitoryId }),
        forbidden: dormitoryId !== 'dorm',
      })),
      fc.constantFrom('dorm', 'room', 'field', 'nowhere').map((placeId) => ({
        from: 'open',
        history: [p.sit('k1', 't1')],
        command: reserve(p, placeId),
        forbidden: placeId !== 'dorm',
      })),
    ),
  examples: (p) => [
    {
      title: 'boarding in a classroom',
      from: 'open',
      command: p.sit('k1', 't1', { dormitoryId: 'room' }),
      event: { attempt: 1 },
    },
    {
      title: 'a bed in a classroom',
      from: 'open',
      history: [p.sit('k1', 't1')],
      command: reserve(p, 'room'),
    },
  ],
}

/** A further lesson that harms no gate, at any time of the planning. */
const extra = (p: Scenario) => more(p, 's1')
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
  near: (p) =>
    anyOf(
      fc.array(preparing, { minLength: 2, maxLength: 7 }).map((asked) => {
        // one further lesson at most: a session id is used once
        const steps = asked.filter((step, at) => step !== 'extra' || asked.indexOf('extra') === at)
        return {
          from: 'planned',
          history: steps.map((step) =>
            step === 'extra' ? extra(p) : p.gate('k1', step.gate, { passed: step.passed, on: '2018-03-01' }),
          ),
          command: p.open('k1'),
          forbidden: !isReady(steps),
        }
      }),
      // everything passed, and the bookings may not have been asked for yet
      fc.boolean().map((isBooked) => {
        const passed = [p.gate('k1', 'curriculum'), p.gate('k1', 'mode')]
        return {
          from: 'planned',
          ...(isBooked ? { history: [extra(p), ...passed] } : { unsettled: [extra(p), ...passed] }),
          command: p.open('k1'),
          forbidden: !isBooked,
        }
      }),
    ),
  examples: (p) => [
    {
      title: 'opening what passed one gate',
      from: 'planned',
      history: [p.gate('k1', 'curriculum')],
      command: p.open('k1'),
    },
  ],
}

export const batchPlanCases = [T1, T2, T3, T4]
