// T5 to T7: what is scheduled.
import fc from 'fast-check'
import type { Scenario, SessionName } from '../../scenario.js'
import { around, dayInMarch, type FullRuleCase, mixed } from '../case.js'
import { furtherSession, sessionContents, sessionIds } from './batch-situations.js'

const dates = ['2018-03-19', '2018-03-20', '2018-03-21'] as const
const passMode = (scenario: Scenario, batchId: string) => scenario.reviewGate(batchId, 'mode')
const cancel = ({ command }: Scenario, sessionId: string, reason: string, on = '2018-03-10') =>
  command('CancelSession', { batchId: 'k1', sessionId, reason, on })

const T5: FullRuleCase = {
  id: 'T5',
  situations: (scenario) => {
    const { minPartySpiritShare } = scenario.policy
    // hours of party spirit beside eight other hours
    const enough = Math.ceil((8 * minPartySpiritShare) / (1.0001 - minPartySpiritShare))
    return mixed(
      fc
        .record({
          held: fc.subarray([...sessionIds], { minLength: 2 }),
          days: fc.shuffledSubarray([...dates], { minLength: 3 }),
        })
        .map(({ held, days }) => {
          const day = (name: SessionName) => days[sessionIds.indexOf(name)] ?? ''
          return {
            from: 'people' as const,
            history: [
              scenario.planBatch('k2'),
              ...held.map((name) => scenario.scheduleSession('k2', name, { date: day(name) })),
            ],
            command: passMode(scenario, 'k2'),
            isForbidden: held.length < 3 || day('s1') !== dates[0],
          }
        }),
      around(Math.max(enough, 2), 1).map((hours) => ({
        from: 'people',
        history: [
          scenario.offerCourse('c8', { component: 'partySpirit', subject: 'history', hours }),
          scenario.planBatch('k2'),
          scenario.scheduleSession('k2', 's1', { courseId: 'c8' }),
          scenario.scheduleSession('k2', 's2'),
          scenario.scheduleSession('k2', 's3'),
        ],
        command: passMode(scenario, 'k2'),
        isForbidden: hours < minPartySpiritShare * (hours + 8),
      })),
      // after the opening, a session that is cancelled by choice leaves a component out; a lost booking does not
      fc
        .tuple(fc.constantFrom(...sessionIds), fc.constantFrom('rain', 'bookingRefused'))
        .map(([sessionId, reason]) => ({
          from: 'open',
          command: cancel(scenario, sessionId, reason),
          isForbidden: reason === 'rain',
        })),
    )
  },
  examples: (scenario) => [
    {
      title: 'a schedule without practice',
      from: 'people',
      history: [scenario.planBatch('k2'), scenario.scheduleSession('k2', 's1'), scenario.scheduleSession('k2', 's2')],
      command: passMode(scenario, 'k2'),
    },
    {
      title: 'the cancellation of the only practice after the opening',
      from: 'open',
      command: cancel(scenario, 's3', 'rain'),
    },
  ],
}

const T6: FullRuleCase = {
  id: 'T6',
  situations: (scenario) =>
    mixed(
      fc.subarray(['t1', 't2', 't3']).map((requestedBy) => ({
        from: 'planned',
        command: furtherSession(scenario, 's2', { requestedBy }),
        isForbidden: requestedBy.includes('t3'),
      })),
      fc.array(fc.boolean(), { minLength: 1, maxLength: 3 }).map((requests) => ({
        from: 'people' as const,
        history: [
          scenario.planBatch('k2'),
          ...requests.map((isRequested, at) =>
            scenario.scheduleSession('k2', 's2', {
              sessionId: `s${at}`,
              date: dates[at] ?? '',
              requestedBy: isRequested ? ['t1'] : [],
            }),
          ),
        ],
        command: scenario.reviewGate('k2', 'curriculum'),
        isForbidden:
          requests.filter((isRequested) => isRequested).length < scenario.policy.minRequestedShare * requests.length,
      })),
      // a session whose booking was lost has to be replaced before the start
      fc.boolean().map((isReplaced) => ({
        from: 'open',
        history: [
          cancel(scenario, 's3', 'bookingRefused'),
          ...(isReplaced ? [furtherSession(scenario, 's3', { on: '2018-03-10' })] : []),
        ],
        command: scenario.startBatch('k1'),
        isForbidden: !isReplaced,
      })),
      fc.boolean().map((isCancelled) => ({
        from: 'planned',
        history: [
          furtherSession(scenario, 's1'),
          ...(isCancelled ? [cancel(scenario, 's4', 'rain', '2018-02-20')] : []),
        ],
        command: furtherSession(scenario, 's1', {
          sessionId: isCancelled ? 's4' : 's5',
          period: 'evening',
          on: '2018-02-21',
        }),
        isForbidden: isCancelled,
      })),
    ),
  examples: (scenario) => [
    {
      title: 'a session for a person who did not request it',
      from: 'planned',
      command: furtherSession(scenario, 's2', { requestedBy: ['t3'] }),
      event: sessionContents.s2,
    },
    {
      title: 'a start without the replacement of a lost session',
      from: 'open',
      history: [cancel(scenario, 's3', 'bookingRefused')],
      command: scenario.startBatch('k1'),
    },
  ],
}

const T7: FullRuleCase = {
  id: 'T7',
  situations: (scenario) =>
    mixed(
      dayInMarch(15, 29).map((date) => ({
        from: 'planned',
        command: furtherSession(scenario, 's3', { date }),
        isForbidden: date < '2018-03-19' || date > '2018-03-25',
      })),
      dayInMarch(16, 22).map((endsOn) => ({
        from: 'people',
        command: scenario.planBatch('k9', { endsOn }),
        isForbidden: endsOn < '2018-03-19',
      })),
    ),
  examples: (scenario) => [
    {
      title: 'a session after the last day',
      from: 'planned',
      command: furtherSession(scenario, 's3', { date: '2018-03-26' }),
      event: sessionContents.s3,
    },
    {
      title: 'a batch that ends before it starts',
      from: 'people',
      command: scenario.planBatch('k9', { endsOn: '2018-03-18' }),
    },
  ],
}

export const batchScheduleCases = [T5, T6, T7]
