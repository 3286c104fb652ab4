// T1 to T7: what a batch plans, and whom it has room for.
import type { CommandInput } from '@skein/core'
import fc from 'fast-check'
import type { Programme, SessionName } from '../programme.js'
import { anyOf, around, type RuleCase } from './case.js'

const march = (from: number, to: number) => fc.integer({ min: from, max: to }).map((of) => `2018-03-${of}`)
const outdoors = { instructorId: 'i2', placeId: 'field' } as const

/** A second batch at the same time, outdoors and with the other instructor. */
const openOutdoors = (p: Programme): CommandInput[] => [
  p.plan('k2'),
  ...(['s1', 's2', 's3'] as const).map((name) => p.schedule('k2', name, outdoors)),
  p.gate('k2', 'curriculum'),
  p.gate('k2', 'mode'),
  p.open('k2'),
]
const enrol = ({ say }: Programme, batchId: string) =>
  say('Enrol', { traineeId: 't1', batchId, attempt: 1, on: '2018-03-06' })

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

const contents = {
  s1: { subject: 'history', component: 'partySpirit', kind: 'theory', addresses: ['skills'], hours: 4 },
  s2: { subject: 'morels', component: 'skills', kind: 'theory', addresses: ['skills'], hours: 4 },
  s3: { subject: 'pruning', component: 'practice', kind: 'theory', addresses: ['skills'], hours: 4 },
} as const
const more = (p: Programme, like: SessionName, changes: Parameters<Programme['schedule']>[2] = {}) =>
  p.schedule('k1', like, { sessionId: 's4', date: '2018-03-22', ...changes })

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

const closedDormitory = (p: Programme) => [
  p.facility('shut', { zone: 'living', kind: 'dormitory', beds: 2 }),
  p.say('ClosePlace', { baseId: 'b1', placeId: 'shut', reason: 'repairs', on: '2018-02-15' }),
]
const reserve = ({ say }: Programme, placeId: string) =>
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
const extra = (p: Programme) => more(p, 's1')
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

const named = ['s1', 's2', 's3'] as const
const dates = ['2018-03-19', '2018-03-20', '2018-03-21'] as const
const passMode = (p: Programme, batchId: string) => p.gate(batchId, 'mode')
const cancel = ({ say }: Programme, sessionId: string, reason: string, on = '2018-03-10') =>
  say('CancelSession', { batchId: 'k1', sessionId, reason, on })

const T5: RuleCase = {
  id: 'T5',
  near: (p) => {
    const { minPartySpiritShare } = p.policy
    // hours of party spirit beside eight others
    const enough = Math.ceil((8 * minPartySpiritShare) / (1.0001 - minPartySpiritShare))
    return anyOf(
      fc
        .record({
          held: fc.subarray([...named], { minLength: 2 }),
          days: fc.shuffledSubarray([...dates], { minLength: 3 }),
        })
        .map(({ held, days }) => {
          const day = (name: SessionName) => days[named.indexOf(name)] ?? ''
          return {
            from: 'people' as const,
            history: [p.plan('k2'), ...held.map((name) => p.schedule('k2', name, { date: day(name) }))],
            command: passMode(p, 'k2'),
            forbidden: held.length < 3 || day('s1') !== dates[0],
          }
        }),
      around(Math.max(enough, 2), 1).map((hours) => ({
        from: 'people',
        history: [
          p.course('c8', { component: 'partySpirit', subject: 'history', hours }),
          p.plan('k2'),
          p.schedule('k2', 's1', { courseId: 'c8' }),
          p.schedule('k2', 's2'),
          p.schedule('k2', 's3'),
        ],
        command: passMode(p, 'k2'),
        forbidden: hours < minPartySpiritShare * (hours + 8),
      })),
      // after the opening: a lesson that one cancels leaves a component out, one that was lost does not
      fc.tuple(fc.constantFrom(...named), fc.constantFrom('rain', 'bookingRefused')).map(([sessionId, reason]) => ({
        from: 'open',
        command: cancel(p, sessionId, reason),
        forbidden: reason === 'rain',
      })),
    )
  },
  examples: (p) => [
    {
      title: 'a schedule without practice',
      from: 'people',
      history: [p.plan('k2'), p.schedule('k2', 's1'), p.schedule('k2', 's2')],
      command: passMode(p, 'k2'),
    },
    { title: 'leaving out the practice after the opening', from: 'open', command: cancel(p, 's3', 'rain') },
  ],
}

const T6: RuleCase = {
  id: 'T6',
  near: (p) =>
    anyOf(
      fc.subarray(['t1', 't2', 't3']).map((requestedBy) => ({
        from: 'planned',
        command: more(p, 's2', { requestedBy }),
        forbidden: requestedBy.includes('t3'),
      })),
      fc.array(fc.boolean(), { minLength: 1, maxLength: 3 }).map((asked) => ({
        from: 'people' as const,
        history: [
          p.plan('k2'),
          ...asked.map((isAsked, at) =>
            p.schedule('k2', 's2', {
              sessionId: `s${at}`,
              date: dates[at] ?? '',
              requestedBy: isAsked ? ['t1'] : [],
            }),
          ),
        ],
        command: p.gate('k2', 'curriculum'),
        forbidden: asked.filter((isAsked) => isAsked).length < p.policy.minRequestedShare * asked.length,
      })),
      // what was lost is replaced before the start
      fc.boolean().map((isReplaced) => ({
        from: 'open',
        history: [cancel(p, 's3', 'bookingRefused'), ...(isReplaced ? [more(p, 's3')] : [])],
        command: p.start('k1'),
        forbidden: !isReplaced,
      })),
      fc.boolean().map((isCancelled) => ({
        from: 'planned',
        history: [more(p, 's1'), ...(isCancelled ? [cancel(p, 's4', 'rain', '2018-02-20')] : [])],
        command: more(p, 's1', { sessionId: isCancelled ? 's4' : 's5', period: 'evening' }),
        forbidden: isCancelled,
      })),
    ),
  examples: (p) => [
    {
      title: 'a session for somebody who did not ask for it',
      from: 'planned',
      command: more(p, 's2', { requestedBy: ['t3'] }),
      event: contents.s2,
    },
    {
      title: 'a start without what was lost',
      from: 'open',
      history: [cancel(p, 's3', 'bookingRefused')],
      command: p.start('k1'),
    },
  ],
}

const T7: RuleCase = {
  id: 'T7',
  near: (p) =>
    anyOf(
      march(15, 29).map((date) => ({
        from: 'planned',
        command: more(p, 's3', { date }),
        forbidden: date < '2018-03-19' || date > '2018-03-25',
      })),
      march(16, 22).map((endsOn) => ({
        from: 'people',
        command: p.plan('k9', { endsOn }),
        forbidden: endsOn < '2018-03-19',
      })),
    ),
  examples: (p) => [
    {
      title: 'a session after the last day',
      from: 'planned',
      command: more(p, 's3', { date: '2018-03-26' }),
      event: contents.s3,
    },
    { title: 'a batch that ends first', from: 'people', command: p.plan('k9', { endsOn: '2018-03-18' }) },
  ],
}

export const batchPlanCases = [T1, T2, T3, T4, T5, T6, T7]
