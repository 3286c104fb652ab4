// T8 to T14: who sits, what is taught, how a batch ends.
import type { CommandInput } from '@skein/core'
import fc from 'fast-check'
import { type Scenario, type SessionName, type Stage, sessions } from '../scenario.js'
import { anyOf, oneOf, type RuleCase } from './case.js'

const named = ['s1', 's2', 's3'] as const
const march = (from: number, to: number) => fc.integer({ min: from, max: to }).map((of) => `2018-03-${of}`)
const cancelSession = ({ say }: Scenario, sessionId: string, reason: string, on: string) =>
  say('CancelSession', { batchId: 'k1', sessionId, reason, on })
const cancelBatch = ({ say }: Scenario, on = '2018-03-23') => say('CancelBatch', { batchId: 'k1', reason: 'storm', on })
const correct = ({ say }: Scenario, traineeId: string, sessionId = 's1') =>
  say('CorrectAttendance', {
    batchId: 'k1',
    sessionId,
    traineeId,
    present: false,
    reason: 'misread',
    on: '2018-03-26',
  })
const release = ({ say }: Scenario, traineeId: string) =>
  say('ReleaseSeat', { batchId: 'k1', traineeId, reason: 'ill', on: '2018-03-26' })

const T8: RuleCase = {
  id: 'T8',
  near: (p) =>
    anyOf(
      // a full batch is another rule's matter
      fc
        .constantFrom<Stage>('planned', 'open', ...(p.seats > 1 ? ['running' as const] : []))
        .map((from) => ({ from, command: p.sit('k1', 't2'), forbidden: from !== 'open' })),
      fc.subarray(['t1', 't2']).map((present) => ({
        from: 'running',
        command: p.deliver('k1', 's1', present),
        forbidden: present.includes('t2'),
      })),
      fc.tuple(fc.constantFrom('t1', 't2'), fc.boolean(), fc.boolean()).map(([traineeId, isAgain, isScore]) => ({
        from: 'running',
        history: isAgain ? [p.assess('k1', 't1', 40), p.rate('k1', 't1', 1)] : [],
        command: isScore ? p.assess('k1', traineeId, 90) : p.rate('k1', traineeId, 4),
        forbidden: traineeId === 't2' || isAgain,
      })),
      fc
        .constantFrom('t1', 't2')
        .map((traineeId) => ({ from: 'taught', command: correct(p, traineeId), forbidden: traineeId === 't2' })),
    ),
  examples: (p) => [
    { title: 'a seat before the opening', from: 'planned', command: p.sit('k1', 't2'), event: { attempt: 1 } },
    {
      title: 'somebody present who has no seat',
      from: 'running',
      command: p.deliver('k1', 's1', ['t2']),
      event: { subject: 'history', hours: p.partySpiritHours, instructorId: 'i1', placeId: 'room' },
    },
    { title: 'a score of somebody who has no seat', from: 'running', command: p.assess('k1', 't2') },
  ],
}

const training = ({ say }: Scenario, changes: object) => {
  const said = { traineeId: 't1', batchId: 'k1', completed: true, attendance: 1, score: 100, on: '2018-03-25' }
  return (hours: number) => say('RecordTraining', { ...said, hours, ...changes })
}

const T9: RuleCase = {
  id: 'T9',
  near: (p) =>
    fc
      .record(
        {
          completed: fc.boolean(),
          attendance: fc.constantFrom(1, 0.9, 0),
          score: fc.constantFrom(100, 99, undefined),
          hours: fc.constantFrom(p.partySpiritHours + 8, p.partySpiritHours),
        },
        { requiredKeys: [] },
      )
      .map((told) => ({
        from: 'taught',
        unsettled: [p.close('k1')],
        command: training(p, told)(p.partySpiritHours + 8),
        forbidden:
          told.completed === false ||
          (told.attendance ?? 1) !== 1 ||
          ('score' in told && told.score !== 100) ||
          (told.hours ?? p.partySpiritHours + 8) !== p.partySpiritHours + 8,
      })),
  examples: (p) => [
    {
      title: 'a better result than the batch gave',
      from: 'taught',
      unsettled: [p.close('k1')],
      command: training(p, { score: 99 })(p.partySpiritHours + 8),
    },
  ],
  logs: (p) => [
    {
      title: 'a batch that says somebody completed it who was hardly there',
      from: 'taught',
      stream: 'batch-k1',
      type: 'BatchClosed',
      data: {
        results: [{ traineeId: 't1', attendance: 0.2, hours: p.partySpiritHours, score: 100, completed: true }],
        on: '2018-03-25',
      },
    },
  ],
}

const T10: RuleCase = {
  id: 'T10',
  near: (p) =>
    fc
      .record({
        became: fc.tuple(
          ...named.map(() =>
            fc.constantFrom('delivered' as const, 'delivered' as const, 'notHeld' as const, 'open' as const),
          ),
        ),
        isReviewed: fc.boolean(),
      })
      .map(({ became, isReviewed }) => ({
        from: 'running',
        history: [
          ...named.flatMap((name, at): CommandInput[] => {
            if (became[at] === 'open') return []
            return [
              became[at] === 'delivered'
                ? p.deliver('k1', name, ['t1'])
                : cancelSession(p, name, 'notHeld', '2018-03-24'),
            ]
          }),
          ...(isReviewed ? [p.gate('k1', 'effectiveness', { passed: false })] : []),
        ],
        command: p.close('k1'),
        forbidden: became.includes('open') || !became.includes('delivered') || !isReviewed,
      })),
  examples: (p) => [
    {
      title: 'closing before the last session',
      from: 'running',
      history: [p.deliver('k1', 's1', ['t1']), p.gate('k1', 'effectiveness', { passed: false })],
      command: p.close('k1'),
      event: { results: [] },
    },
  ],
}

const T11: RuleCase = {
  id: 'T11',
  near: (p) => {
    const seated = ['t1', 't2', 't4'].slice(0, p.seats)
    return fc
      .array(fc.option(fc.integer({ min: 1, max: 5 })), { minLength: p.seats, maxLength: p.seats })
      .map((said) => {
        const ratings = said.flatMap((rating) => rating ?? [])
        const mean = ratings.reduce((sum, rating) => sum + rating, 0) / ratings.length
        return {
          from: 'open',
          history: [
            ...p.person('t4'),
            ...seated.map((traineeId) => p.sit('k1', traineeId)),
            p.start('k1'),
            ...seated.flatMap((traineeId, at) => {
              const rating = said[at] ?? undefined
              return rating === undefined ? [] : [p.rate('k1', traineeId, rating)]
            }),
          ],
          command: p.gate('k1', 'effectiveness'),
          forbidden:
            ratings.length === 0 ||
            ratings.length < p.policy.minFeedbackShare * seated.length ||
            mean < p.policy.minMeanRating,
        }
      })
  },
  examples: (p) => [
    { title: 'a gate passed without any feedback', from: 'running', command: p.gate('k1', 'effectiveness') },
  ],
}

const T12: RuleCase = {
  id: 'T12',
  near: (p) =>
    anyOf(
      fc.tuple(fc.constantFrom<Stage>('taught', 'closed'), fc.boolean()).map(([from, isRelease]) => ({
        from,
        command: isRelease ? release(p, 't1') : correct(p, 't1'),
        forbidden: from === 'closed',
      })),
      fc.tuple(fc.boolean(), fc.boolean()).map(([isCancelled, isSession]) => ({
        from: 'running',
        history: isCancelled ? [cancelBatch(p)] : [],
        command: isSession ? cancelSession(p, 's1', 'notHeld', '2018-03-26') : release(p, 't1'),
        forbidden: isCancelled,
      })),
    ),
  examples: (p) => [
    { title: 'attendance corrected after the closing', from: 'closed', command: correct(p, 't1') },
    {
      title: 'a session of a cancelled batch cancelled',
      from: 'running',
      history: [cancelBatch(p)],
      command: cancelSession(p, 's1', 'notHeld', '2018-03-26'),
    },
  ],
}

const T13: RuleCase = {
  id: 'T13',
  near: (p) =>
    fc.subarray<SessionName>([...named]).chain((some) =>
      fc.constantFrom(some, []).map((delivered) => ({
        from: 'running',
        history: delivered.map((name) => p.deliver('k1', name, ['t1'])),
        command: cancelBatch(p),
        forbidden: delivered.length > 0,
      })),
    ),
  examples: (p) => [
    {
      title: 'cancelling what was begun',
      from: 'running',
      history: [p.deliver('k1', 's1', ['t1'])],
      command: cancelBatch(p),
    },
  ],
}

const T14: RuleCase = {
  id: 'T14',
  near: (p) =>
    anyOf(
      fc.tuple(fc.constantFrom(...named), march(19, 23)).map(([name, on]) => ({
        from: 'running',
        command: p.deliver('k1', name, ['t1'], on),
        forbidden: on !== sessions[name].date,
      })),
      oneOf(
        { from: 'open', command: p.deliver('k1', 's1', []), forbidden: true },
        { from: 'running', command: p.deliver('k1', 's1', []), forbidden: false },
      ),
      fc.tuple(fc.boolean(), fc.boolean()).map(([isDelivered, isCancelling]) => ({
        from: 'running',
        history: isDelivered ? [p.deliver('k1', 's1', ['t1'])] : [],
        command: isCancelling ? cancelSession(p, 's1', 'notHeld', '2018-03-24') : p.deliver('k1', 's1', []),
        forbidden: isDelivered,
      })),
    ),
  examples: (p) => [
    {
      title: 'a session on another day',
      from: 'running',
      command: p.deliver('k1', 's1', ['t1'], '2018-03-20'),
      event: { subject: 'history', hours: p.partySpiritHours, instructorId: 'i1', placeId: 'room' },
    },
    {
      title: 'cancelling what was delivered',
      from: 'running',
      history: [p.deliver('k1', 's1', ['t1'])],
      command: cancelSession(p, 's1', 'notHeld', '2018-03-24'),
    },
  ],
}

export const batchDeliveryCases = [T8, T9, T10, T11, T12, T13, T14]
