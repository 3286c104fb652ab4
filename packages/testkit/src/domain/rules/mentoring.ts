// M1 to M6 and M8: who mentors, and whom.
import type { CommandInput } from '@skein/core'
import { addDays } from '@skein/kernel'
import fc from 'fast-check'
import type { Scenario } from '../scenario.js'
import { anyOf, around, type RuleCase } from './case.js'

const startMentoring = ({ say }: Scenario) =>
  say('StartMentoring', { traineeId: 't1', agreementId: 'a1', on: '2018-06-01' })
const revoke = ({ say, industry }: Scenario) =>
  say('RevokeRecognition', { traineeId: 't1', industry, reason: 'gaveUp', on: '2018-06-01' })

const M1: RuleCase = {
  id: 'M1',
  near: (p) =>
    anyOf(
      fc
        .record({
          part: fc.constantFrom(0.5, 0.9, 1, 1.5),
          isRecognised: fc.boolean(),
          on: fc.constantFrom('2018-04-20', '2018-05-05', '2018-05-09', '2018-05-10', '2018-06-01', '2018-07-01'),
        })
        .map(({ part, isRecognised, on }) => ({
          from: 'closed',
          history: [
            p.list('t1'),
            p.record('t1', p.threshold.quantity * part),
            ...(isRecognised ? [p.recognise('t1')] : []),
          ],
          command: p.sign('a1', 't1', { on }),
          forbidden: part < 1 || !isRecognised || on < '2018-05-10',
        })),
      fc.boolean().map((isRevoked) => ({
        from: 'leads',
        unsettled: [p.sign('a1', 't1'), ...(isRevoked ? [revoke(p)] : [])],
        command: startMentoring(p),
        forbidden: isRevoked,
      })),
    ),
  examples: (p) => [
    {
      title: 'an agreement below the threshold',
      from: 'closed',
      history: [p.list('t1'), p.record('t1', p.threshold.quantity / 2), p.recognise('t1')],
      command: p.sign('a1', 't1'),
    },
    {
      title: 'mentoring of somebody whose recognition was revoked',
      from: 'leads',
      unsettled: [p.sign('a1', 't1'), revoke(p)],
      command: startMentoring(p),
    },
  ],
}

const modes = ['partyCooperativeFarmers', 'leaderFarmers', 'shareholdingCooperative'] as const

const M2: RuleCase = {
  id: 'M2',
  near: (p) =>
    fc.tuple(fc.constantFrom(...modes, 'partyCooperativeFarmers' as const), fc.boolean()).map(([mode, isNamed]) => ({
      from: 'leads',
      command: p.sign('a1', 't1', { mode, ...(isNamed ? { cooperativeId: 'co1' } : {}) }),
      forbidden: mode === 'partyCooperativeFarmers' && !isNamed,
    })),
  examples: (p) => [
    {
      title: 'no cooperative named',
      from: 'leads',
      command: p.sign('a1', 't1', { mode: 'partyCooperativeFarmers' }),
    },
  ],
}

const M3: RuleCase = {
  id: 'M3',
  near: (p) => {
    const { minQuotaPeople, maxQuotaPeople, minQuotaHouseholds } = p.policy
    const least = minQuotaHouseholds ?? 0
    return fc
      .record({
        quotaPeople: fc
          .oneof(around(minQuotaPeople), around(maxQuotaPeople ?? minQuotaPeople + 5))
          .map((people) => Math.max(people, 0)),
        quotaHouseholds: fc.option(around(least, 1).map((households) => Math.max(households, 0))),
        days: around(2, 4),
      })
      .map(({ quotaPeople, quotaHouseholds, days }) => {
        const { quotaHouseholds: _, ...terms } = p.sign('a1', 't1').data as ReturnType<typeof p.sign>['data'] & {
          readonly quotaHouseholds?: number
        }
        const households = quotaHouseholds === null ? {} : { quotaHouseholds }
        return {
          from: 'leads',
          // sound: the terms that `sign` says, but for the quotas and the term
          command: {
            type: 'SignAgreement',
            data: { ...terms, quotaPeople, ...households, until: addDays('2018-06-01', days) },
          } as CommandInput,
          forbidden:
            quotaPeople < minQuotaPeople ||
            (maxQuotaPeople !== undefined && quotaPeople > maxQuotaPeople) ||
            (minQuotaHouseholds !== undefined && (quotaHouseholds ?? 0) < minQuotaHouseholds) ||
            days < 0,
        }
      })
  },
  examples: (p) => [
    { title: 'a quota of nobody', from: 'leads', command: p.sign('a1', 't1', { quotaPeople: 0 }) },
    {
      title: 'a term that ends before it begins',
      from: 'leads',
      command: p.sign('a1', 't1', { from: '2018-06-02', until: '2018-06-01' }),
    },
  ],
}

const M4: RuleCase = {
  id: 'M4',
  near: (p) =>
    anyOf(
      around(p.quotaPeople)
        .map((people) => Math.max(people, 1))
        .map((people) => ({
          from: 'mentoring',
          history: [p.register('h3', people)],
          command: p.place('a1', 'h3'),
          forbidden: people > p.quotaPeople,
        })),
      fc.tuple(fc.integer({ min: 1, max: p.quotaPeople }), around(0), fc.boolean()).map(([first, over, isReleased]) => {
        const people = Math.max(1, p.quotaPeople - first + over)
        return {
          from: 'mentoring',
          history: [
            p.register('h3', first),
            p.register('h4', people),
            p.place('a1', 'h3'),
            ...(isReleased
              ? [
                  p.say('ReleaseHousehold', {
                    agreementId: 'a1',
                    householdId: 'h3',
                    reason: 'moved',
                    on: '2018-06-05',
                  }),
                ]
              : []),
          ],
          command: p.place('a1', 'h4'),
          forbidden: (isReleased ? 0 : first) + people > p.quotaPeople,
        }
      }),
    ),
  examples: (p) => [
    {
      title: 'more people than agreed',
      from: 'mentoring',
      history: [p.register('h3', p.quotaPeople + 1)],
      command: p.place('a1', 'h3'),
      event: { people: p.quotaPeople + 1, attempt: 1 },
    },
  ],
}

const accept = ({ say }: Scenario, householdId: string, agreementId: string, on = '2018-06-05') =>
  say('AcceptMentor', { householdId, agreementId, mentorId: 't1', attempt: 1, on })

const M5: RuleCase = {
  id: 'M5',
  near: (p) =>
    anyOf(
      fc.constantFrom('h1', 'h2').map((householdId) => ({
        from: 'placed',
        history: [p.sign('a2', 't1')],
        command: p.place('a2', householdId),
        forbidden: householdId === 'h1',
      })),
      fc.boolean().map((hasAccepted) => ({
        from: 'mentoring',
        history: [p.sign('a2', 't1')],
        unsettled: [p.place('a1', 'h2'), p.place('a2', 'h2'), ...(hasAccepted ? [accept(p, 'h2', 'a1')] : [])],
        command: accept(p, 'h2', 'a2'),
        forbidden: hasAccepted,
      })),
    ),
  examples: (p) => [
    {
      title: 'a second agreement for one household',
      from: 'placed',
      history: [p.sign('a2', 't1')],
      command: p.place('a2', 'h1'),
      event: { people: 1, attempt: 1 },
    },
    {
      title: 'a second mentor accepted',
      from: 'mentoring',
      history: [p.sign('a2', 't1')],
      unsettled: [p.place('a1', 'h2'), p.place('a2', 'h2'), accept(p, 'h2', 'a1')],
      command: accept(p, 'h2', 'a2'),
    },
  ],
}

const moveInto = ({ say }: Scenario, householdId: string) =>
  say('ReviseProfile', { traineeId: 't1', householdId, reason: 'married', on: '2018-06-10' })

const M6: RuleCase = {
  id: 'M6',
  near: (p) => {
    const own = fc.constantFrom('h1', 'h2')
    return anyOf(
      own.map((householdId) => ({
        from: 'mentoring',
        history: [moveInto(p, householdId)],
        command: p.place('a1', 'h1', '2018-06-15'),
        forbidden: householdId === 'h1',
      })),
      own.map((householdId) => ({
        from: 'placed',
        command: moveInto(p, householdId),
        forbidden: householdId === 'h1',
      })),
      // the agreement is so new that the person's own file does not name it yet
      own.map((householdId) => ({
        from: 'leads',
        unsettled: [p.sign('a1', 't1'), p.place('a1', 'h1'), moveInto(p, householdId)],
        command: accept(p, 'h1', 'a1', '2018-06-10'),
        forbidden: householdId === 'h1',
      })),
    )
  },
  examples: (p) => [
    {
      title: 'carrying the own household',
      from: 'mentoring',
      history: [moveInto(p, 'h1')],
      command: p.place('a1', 'h1', '2018-06-15'),
      event: { people: 1, attempt: 1 },
    },
    { title: 'moving into a household that one carries', from: 'placed', command: moveInto(p, 'h1') },
    {
      title: 'accepting a mentor who moved in',
      from: 'leads',
      unsettled: [p.sign('a1', 't1'), p.place('a1', 'h1'), moveInto(p, 'h1')],
      command: accept(p, 'h1', 'a1', '2018-06-10'),
    },
  ],
}

const M8: RuleCase = {
  id: 'M8',
  near: (p) => {
    const later = addDays(p.exitOn, 10)
    return anyOf(
      fc.tuple(fc.boolean(), fc.boolean()).map(([isExited, isLate]) => ({
        from: 'mentoring',
        history: isExited ? [p.earn('h1'), p.exit('h1')] : [],
        command: p.place('a1', 'h1', isLate ? '2028-06-01' : later),
        forbidden: isLate || (isExited && !p.policy.countExitedHouseholds),
      })),
      fc.boolean().map((isExited) => ({
        from: 'mentoring',
        history: [p.earn('h1')],
        unsettled: [p.place('a1', 'h1', p.exitOn), ...(isExited ? [p.exit('h1')] : [])],
        command: accept(p, 'h1', 'a1', p.exitOn),
        forbidden: isExited && !p.policy.countExitedHouseholds,
      })),
    )
  },
  examples: (p) => [
    {
      title: 'a placement after the last day',
      from: 'mentoring',
      command: p.place('a1', 'h1', '2028-06-01'),
      event: { people: 1, attempt: 1 },
    },
    {
      title: 'accepting a mentor after leaving poverty',
      from: 'mentoring',
      history: [p.earn('h1')],
      unsettled: [p.place('a1', 'h1', p.exitOn), p.exit('h1')],
      command: accept(p, 'h1', 'a1', p.exitOn),
    },
  ],
}

export const mentoringCases = [M1, M2, M3, M4, M5, M6, M8]
