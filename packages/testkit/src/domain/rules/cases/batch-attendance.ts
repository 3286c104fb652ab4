// T8, T9 and T14: seats, results and delivered sessions.
import fc from 'fast-check'
import { type Scenario, type Stage, sessions } from '../../scenario.js'
import { chosenFrom, dayInMarch, type FullRuleCase, mixed } from '../case.js'
import { cancelSession, correctAttendance, sessionIds } from './batch-situations.js'

const T8: FullRuleCase = {
  id: 'T8',
  situations: (scenario) =>
    mixed(
      // another rule is about full batches
      fc.constantFrom<Stage>('planned', 'open', ...(scenario.seats > 1 ? ['running' as const] : [])).map((from) => ({
        from,
        command: scenario.takeSeat('k1', 't2', from === 'running' ? { on: '2018-03-20' } : {}),
        isForbidden: from !== 'open',
      })),
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
        command: correctAttendance(scenario, traineeId),
        isForbidden: traineeId === 't2',
      })),
    ),
  examples: (scenario) => [
    {
      title: 'a seat before enrolment is open',
      from: 'planned',
      command: scenario.takeSeat('k1', 't2'),
      event: { attempt: scenario.stages.planned.length },
    },
    {
      title: 'the attendance of a person without a seat',
      from: 'running',
      command: scenario.deliverSession('k1', 's1', ['t2']),
      event: { subject: 'history', hours: scenario.partySpiritHours, instructorId: 'i1', placeId: 'room' },
    },
    { title: 'a score of a person without a seat', from: 'running', command: scenario.recordAssessment('k1', 't2') },
  ],
}

/** What the graduation process sends for a trainee who completed the batch, with changes. */
const recordTraining = ({ command, partySpiritHours }: Scenario, changes: object = {}) =>
  command('RecordTraining', {
    traineeId: 't1',
    batchId: 'k1',
    completed: true,
    attendance: 1,
    score: 100,
    hours: partySpiritHours + 8,
    on: '2018-03-25',
    ...changes,
  })

const T9: FullRuleCase = {
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
      .map((changes) => ({
        from: 'taught',
        unsettled: [scenario.closeBatch('k1')],
        command: recordTraining(scenario, changes),
        isForbidden:
          changes.completed === false ||
          (changes.attendance ?? 1) !== 1 ||
          ('score' in changes && changes.score !== 100) ||
          (changes.hours ?? scenario.partySpiritHours + 8) !== scenario.partySpiritHours + 8,
      })),
  examples: (scenario) => [
    {
      title: 'a training result that differs from the batch',
      from: 'taught',
      unsettled: [scenario.closeBatch('k1')],
      command: recordTraining(scenario, { score: 99 }),
    },
  ],
  brokenLogs: (scenario) => [
    {
      title: 'a batch result with completion despite low attendance',
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

const T14: FullRuleCase = {
  id: 'T14',
  situations: (scenario) =>
    mixed(
      fc.tuple(fc.constantFrom(...sessionIds), dayInMarch(19, 23)).map(([name, on]) => ({
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
      title: 'a delivery on another day',
      from: 'running',
      command: scenario.deliverSession('k1', 's1', ['t1'], '2018-03-20'),
      event: { subject: 'history', hours: scenario.partySpiritHours, instructorId: 'i1', placeId: 'room' },
    },
    {
      title: 'the cancellation of a delivered session',
      from: 'running',
      history: [scenario.deliverSession('k1', 's1', ['t1'])],
      command: cancelSession(scenario, 's1', 'notHeld', '2018-03-24'),
    },
  ],
}

export const batchAttendanceCases = [T8, T9, T14]
