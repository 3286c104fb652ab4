// T8 to T14: who sits, what is taught, how a batch ends.
import type { CommandInput } from '@skein/core'
import fc from 'fast-check'
import { type Scenario, type SessionName, type Stage, sessions } from '../scenario.js'
import { chosenFrom, mixed, type RuleCase } from './case.js'

const named = ['s1', 's2', 's3'] as const
const march = (from: number, to: number) => fc.integer({ min: from, max: to }).map((of) => `2018-03-${of}`)
const cancelSession = ({ command }: Scenario, sessionId: string, reason: string, on: string) =>
  command('CancelSession', { batchId: 'k1', sessionId, reason, on })
const cancelBatch = ({ command }: Scenario, on = '2018-03-23') =>
  command('CancelBatch', { batchId: 'k1', reason: 'storm', on })
const correct = ({ command }: Scenario, traineeId: string, sessionId = 's1') =>
  command('CorrectAttendance', {
    batchId: 'k1',
    sessionId,
    traineeId,
    present: false,
    reason: 'misread',
    on: '2018-03-26',
  })
const release = ({ command }: Scenario, traineeId: string) =>
  command('ReleaseSeat', { batchId: 'k1', traineeId, reason: 'ill', on: '2018-03-26' })

const T8: RuleCase = {
  id: 'T8',
  situations: (scenario) =>
    mixed(
      // a full batch is another rule's matter
      fc
        .constantFrom<Stage>('planned', 'open', ...(scenario.seats > 1 ? ['running' as const] : []))
        .map((from) => ({ from, command: scenario.takeSeat('k1', 't2'), isForbidden: from !== 'open' })),
      fc.subarray(['t1', 't2']).map((present) => ({
        from: 'running',
        command: scenario.deliverSession('k1', 's1', present),
        isForbidden: present.includes('t2'),
      })),
      fc.tuple(fc.constantFrom('t1', 't2'), fc.boolean(), fc.boolean()).map(([traineeId, isAgain, isScore]) => ({
        from: 'running',
        history: isAgain ? [scenario.recordAssessment('k1', 't1', 40), scenario.giveFeedback('k1', 't1', 1)] : [],
        command: isScore ? scenario.recordAssessment('k1', traineeId, 90) : scenario.giveFeedback('k1', traineeId, 4),
        isForbidden: traineeId === 't2' || isAgain,
      })),
      fc.constantFrom('t1', 't2').map((traineeId) => ({
        from: 'taught',
        command: correct(scenario, traineeId),
        isForbidden: traineeId === 't2',
      })),
    ),
  examples: (scenario) => [
    {
      title: 'a seat before the opening',
      from: 'planned',
      command: scenario.takeSeat('k1', 't2'),
      event: { attempt: 1 },
    },
    {
      title: 'somebody present who has no seat',
      from: 'running',
      command: scenario.deliverSession('k1', 's1', ['t2']),
      event: { subject: 'history', hours: scenario.partySpiritHours, instructorId: 'i1', placeId: 'room' },
    },
    { title: 'a score of somebody who has no seat', from: 'running', command: scenario.recordAssessment('k1', 't2') },
  ],
}

const training = ({ command }: Scenario, changes: object) => {
  const said = { traineeId: 't1', batchId: 'k1', completed: true, attendance: 1, score: 100, on: '2018-03-25' }
  return (hours: number) => command('RecordTraining', { ...said, hours, ...changes })
}

const T9: RuleCase = {
  id: 'T9',
  situations: (scenario) =>
    fc
      .record(
        {
          completed: fc.boolean(),
          attendance: fc.constantFrom(1, 0.9, 0),
          score: fc.constantFrom(100, 99, undefined),
          hours: fc.constantFrom(scenario.partySpiritHours + 8, scenario.partySpiritHours),
        },
        { requiredKeys: [] },
      )
      .map((told) => ({
        from: 'taught',
        unsettled: [scenario.closeBatch('k1')],
        command: training(scenario, told)(scenario.partySpiritHours + 8),
        isForbidden:
          told.completed === false ||
          (told.attendance ?? 1) !== 1 ||
          ('score' in told && told.score !== 100) ||
          (told.hours ?? scenario.partySpiritHours + 8) !== scenario.partySpiritHours + 8,
      })),
  examples: (scenario) => [
    {
      title: 'a better result than the batch gave',
      from: 'taught',
      unsettled: [scenario.closeBatch('k1')],
      command: training(scenario, { score: 99 })(scenario.partySpiritHours + 8),
    },
  ],
  brokenLogs: (scenario) => [
    {
      title: 'a batch that says somebody completed it who was hardly there',
      from: 'taught',
      stream: 'batch-k1',
      type: 'BatchClosed',
      data: {
        results: [{ traineeId: 't1', attendance: 0.2, hours: scenario.partySpiritHours, score: 100, completed: true }],
        on: '2018-03-25',
      },
    },
  ],
}

const T10: RuleCase = {
  id: 'T10',
  situations: (scenario) =>
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
      title: 'closing before the last session',
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

const T11: RuleCase = {
  id: 'T11',
  situations: (scenario) => {
    const seated = ['t1', 't2', 't4'].slice(0, scenario.seats)
    return fc
      .array(fc.option(fc.integer({ min: 1, max: 5 })), { minLength: scenario.seats, maxLength: scenario.seats })
      .map((said) => {
        const ratings = said.flatMap((rating) => rating ?? [])
        const mean = ratings.reduce((sum, rating) => sum + rating, 0) / ratings.length
        return {
          from: 'open',
          history: [
            ...scenario.admitTrainee('t4'),
            ...seated.map((traineeId) => scenario.takeSeat('k1', traineeId)),
            scenario.startBatch('k1'),
            ...seated.flatMap((traineeId, at) => {
              const rating = said[at] ?? undefined
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
      title: 'a gate passed without any feedback',
      from: 'running',
      command: scenario.reviewGate('k1', 'effectiveness'),
    },
  ],
}

const T12: RuleCase = {
  id: 'T12',
  situations: (scenario) =>
    mixed(
      fc.tuple(fc.constantFrom<Stage>('taught', 'closed'), fc.boolean()).map(([from, isRelease]) => ({
        from,
        command: isRelease ? release(scenario, 't1') : correct(scenario, 't1'),
        isForbidden: from === 'closed',
      })),
      fc.tuple(fc.boolean(), fc.boolean()).map(([isCancelled, isSession]) => ({
        from: 'running',
        history: isCancelled ? [cancelBatch(scenario)] : [],
        command: isSession ? cancelSession(scenario, 's1', 'notHeld', '2018-03-26') : release(scenario, 't1'),
        isForbidden: isCancelled,
      })),
    ),
  examples: (scenario) => [
    { title: 'attendance corrected after the closing', from: 'closed', command: correct(scenario, 't1') },
    {
      title: 'a session of a cancelled batch cancelled',
      from: 'running',
      history: [cancelBatch(scenario)],
      command: cancelSession(scenario, 's1', 'notHeld', '2018-03-26'),
    },
  ],
}

const T13: RuleCase = {
  id: 'T13',
  situations: (scenario) =>
    fc.subarray<SessionName>([...named]).chain((some) =>
      fc.constantFrom(some, []).map((delivered) => ({
        from: 'running',
        history: delivered.map((name) => scenario.deliverSession('k1', name, ['t1'])),
        command: cancelBatch(scenario),
        isForbidden: delivered.length > 0,
      })),
    ),
  examples: (scenario) => [
    {
      title: 'cancelling what was begun',
      from: 'running',
      history: [scenario.deliverSession('k1', 's1', ['t1'])],
      command: cancelBatch(scenario),
    },
  ],
}

const T14: RuleCase = {
  id: 'T14',
  situations: (scenario) =>
    mixed(
      fc.tuple(fc.constantFrom(...named), march(19, 23)).map(([name, on]) => ({
        from: 'running',
        command: scenario.deliverSession('k1', name, ['t1'], on),
        isForbidden: on !== sessions[name].date,
      })),
      chosenFrom(
        { from: 'open', command: scenario.deliverSession('k1', 's1', []), isForbidden: true },
        { from: 'running', command: scenario.deliverSession('k1', 's1', []), isForbidden: false },
      ),
      fc.tuple(fc.boolean(), fc.boolean()).map(([isDelivered, isCancelling]) => ({
        from: 'running',
        history: isDelivered ? [scenario.deliverSession('k1', 's1', ['t1'])] : [],
        command: isCancelling
          ? cancelSession(scenario, 's1', 'notHeld', '2018-03-24')
          : scenario.deliverSession('k1', 's1', []),
        isForbidden: isDelivered,
      })),
    ),
  examples: (scenario) => [
    {
      title: 'a session on another day',
      from: 'running',
      command: scenario.deliverSession('k1', 's1', ['t1'], '2018-03-20'),
      event: { subject: 'history', hours: scenario.partySpiritHours, instructorId: 'i1', placeId: 'room' },
    },
    {
      title: 'cancelling what was delivered',
      from: 'running',
      history: [scenario.deliverSession('k1', 's1', ['t1'])],
      command: cancelSession(scenario, 's1', 'notHeld', '2018-03-24'),
    },
  ],
}

export const batchDeliveryCases = [T8, T9, T10, T11, T12, T13, T14]
