// T10 to T13: how a batch ends.
import type { CommandInput } from '@skein/core'
import fc from 'fast-check'
import type { SessionName, Stage } from '../../scenario.js'
import { type FullRuleCase, mixed } from '../case.js'
import { cancelBatch, cancelSession, correctAttendance, releaseSeat, sessionIds } from './batch-situations.js'

const T10: FullRuleCase = {
  id: 'T10',
  situations: (scenario) =>
    fc
      .record({
        became: fc.tuple(
          ...sessionIds.map(() =>
            fc.constantFrom('delivered' as const, 'delivered' as const, 'notHeld' as const, 'open' as const),
          ),
        ),
        isReviewed: fc.boolean(),
      })
      .map(({ became, isReviewed }) => ({
        from: 'running',
        history: [
          ...sessionIds.flatMap((name, at): CommandInput[] => {
            if (became[at] === 'open') return []
            return [
              became[at] === 'delivered'
                ? scenario.deliverSession('k1', name, ['t1'])
                : cancelSession(scenario, name, 'notHeld', '2018-03-24'),
            ]
          }),
          ...(isReviewed ? [scenario.reviewGate('k1', 'effectiveness', { passed: false })] : []),
        ],
        command: scenario.closeBatch('k1'),
        isForbidden: became.includes('open') || !became.includes('delivered') || !isReviewed,
      })),
  examples: (scenario) => [
    {
      title: 'a closing before the last session',
      from: 'running',
      history: [
        scenario.deliverSession('k1', 's1', ['t1']),
        scenario.reviewGate('k1', 'effectiveness', { passed: false }),
      ],
      command: scenario.closeBatch('k1'),
      event: { results: [] },
    },
  ],
}

const T11: FullRuleCase = {
  id: 'T11',
  situations: (scenario) => {
    const seated = ['t1', 't2', 't4'].slice(0, scenario.seats)
    return fc
      .array(fc.option(fc.integer({ min: 1, max: 5 })), { minLength: scenario.seats, maxLength: scenario.seats })
      .map((given) => {
        const ratings = given.flatMap((rating) => rating ?? [])
        const mean = ratings.reduce((sum, rating) => sum + rating, 0) / ratings.length
        return {
          from: 'open',
          history: [
            ...scenario.admitTrainee('t4'),
            ...seated.map((traineeId) => scenario.takeSeat('k1', traineeId)),
            scenario.startBatch('k1'),
            ...seated.flatMap((traineeId, at) => {
              const rating = given[at] ?? undefined
              return rating === undefined ? [] : [scenario.giveFeedback('k1', traineeId, rating)]
            }),
          ],
          command: scenario.reviewGate('k1', 'effectiveness'),
          isForbidden:
            ratings.length === 0 ||
            ratings.length < scenario.policy.minFeedbackShare * seated.length ||
            mean < scenario.policy.minMeanRating,
        }
      })
  },
  examples: (scenario) => [
    {
      title: 'an effectiveness gate passed without feedback',
      from: 'running',
      command: scenario.reviewGate('k1', 'effectiveness'),
    },
  ],
}

const T12: FullRuleCase = {
  id: 'T12',
  situations: (scenario) =>
    mixed(
      fc.tuple(fc.constantFrom<Stage>('taught', 'closed'), fc.boolean()).map(([from, isRelease]) => ({
        from,
        command: isRelease ? releaseSeat(scenario, 't1') : correctAttendance(scenario, 't1'),
        isForbidden: from === 'closed',
      })),
      fc.tuple(fc.boolean(), fc.boolean()).map(([isCancelled, isSession]) => ({
        from: 'running',
        history: isCancelled ? [cancelBatch(scenario)] : [],
        command: isSession ? cancelSession(scenario, 's1', 'notHeld', '2018-03-26') : releaseSeat(scenario, 't1'),
        isForbidden: isCancelled,
      })),
    ),
  examples: (scenario) => [
    {
      title: 'a correction of attendance after the closing',
      from: 'closed',
      command: correctAttendance(scenario, 't1'),
    },
    {
      title: 'a cancelled session of a cancelled batch',
      from: 'running',
      history: [cancelBatch(scenario)],
      command: cancelSession(scenario, 's1', 'notHeld', '2018-03-26'),
    },
  ],
}

const T13: FullRuleCase = {
  id: 'T13',
  situations: (scenario) =>
    fc.subarray<SessionName>([...sessionIds]).chain((some) =>
      fc.constantFrom(some, []).map((delivered) => ({
        from: 'running',
        history: delivered.map((name) => scenario.deliverSession('k1', name, ['t1'])),
        command: cancelBatch(scenario),
        isForbidden: delivered.length > 0,
      })),
    ),
  examples: (scenario) => [
    {
      title: 'the cancellation of a batch with a delivered session',
      from: 'running',
      history: [scenario.deliverSession('k1', 's1', ['t1'])],
      command: cancelBatch(scenario),
    },
  ],
}

export const batchEndCases = [T10, T11, T12, T13]
