import fc from 'fast-check'
import type { Scenario, SessionName } from '../scenario.js'
import { contents, march, more } from './batch-situations.js'
import { anyOf, around, type RuleCase } from './case.js'

const named = ['s1', 's2', 's3'] as const
const dates = ['2018-03-19', '2018-03-20', '2018-03-21'] as const
const passMode = (p: Scenario, batchId: string) => p.gate(batchId, 'mode')
const cancel = ({ say }: Scenario, sessionId: string, reason: string, on = '2018-03-10') =>
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

export const batchScheduleCases = [T5, T6, T7]
