// G3, G5 and G6: what every aggregate asks.
import type { CommandInput } from '@skein/core'
import { addDays } from '@skein/kernel'
import fc from 'fast-check'
import { lastDay } from '../days.js'
import { type Scenario, type Stage, township, village } from '../scenario.js'
import { anyOf, type Judged, oneOf, type RuleCase } from './case.js'

/** A command of each aggregate by its day, and the first day on which it may be. */
const dated = (p: Scenario): readonly (readonly [(on: string) => CommandInput, first: string, from: Stage])[] => [
  [(on) => p.say('CountWilling', { code: township, people: 5, on }), '2017-01-01', 'placed'],
  [(on) => p.say('HangPlaque', { baseId: 'b1', name: 'A school', on }), '2018-01-01', 'placed'],
  [(on) => p.say('ReviseSubjects', { instructorId: 'i1', subjects: ['x'], on }), '2018-01-05', 'placed'],
  [(on) => p.say('ReviseCourse', { courseId: 'c1', title: 'Other', on }), '2018-01-05', 'placed'],
  [(on) => p.request('t1', ['pruning'], on), '2018-02-01', 'placed'],
  [(on) => p.list('t2', { on }), '2018-02-05', 'people'],
  [(on) => p.plan('k9', { on }), '2018-01-01', 'people'],
  [(on) => p.start('k1', on), '2018-03-05', 'open'],
  [(on) => p.say('ReviseMembers', { householdId: 'h1', people: 4, reason: 'birth', on }), '2018-01-20', 'placed'],
  [
    (on) => p.say('PledgeResource', { agreementId: 'a1', kind: 'land', quantity: 3, unit: 'mu', on }),
    '2018-06-01',
    'placed',
  ],
  [
    (on) =>
      p.say('BookPlace', {
        placeId: 'field',
        baseId: 'b1',
        batchId: 'k1',
        sessionId: 's1',
        date: '2018-04-01',
        period: 'evening',
        on,
      }),
    '2018-01-02',
    'placed',
  ],
]

const G3: RuleCase = {
  id: 'G3',
  near: (p) =>
    fc
      .tuple(fc.constantFrom(...dated(p)), fc.integer({ min: -2, max: 2 }), fc.boolean())
      .filter(
        ([[command]]) => !(p.policy.requireTrainingBeforeListing && command('2018-02-05').type === 'ListLeadCandidate'),
      )
      .map(([[command, first, from], days, isLate]): Judged => {
        const isStart = command(first).type === 'StartBatch'
        return {
          from,
          history: isStart ? [p.sit('k1', 't1')] : [],
          command: command(addDays(isLate ? lastDay : first, days)),
          forbidden: isLate ? days > 0 : days < 0,
        }
      }),
  examples: (p) => [
    { title: 'a fact of tomorrow', from: 'people', command: p.request('t1', ['pruning'], addDays(lastDay, 1)) },
    { title: 'a request before the nomination', from: 'people', command: p.request('t1', ['pruning'], '2018-01-31') },
    {
      title: 'a batch before its base',
      from: 'people',
      command: p.plan('k9', { on: '2017-12-31' }),
    },
  ],
}

const withdrawCourse = ({ say }: Scenario) =>
  say('WithdrawCourse', { courseId: 'c3', reason: 'outdated', on: '2018-04-20' })
const reviseCourse = ({ say }: Scenario) => say('ReviseCourse', { courseId: 'c3', title: 'Other', on: '2018-04-21' })
const complete = ({ say }: Scenario) => say('CompleteAgreement', { agreementId: 'a1', on: '2018-09-01' })
const pledge = ({ say }: Scenario) =>
  say('PledgeResource', { agreementId: 'a1', kind: 'land', quantity: 3, unit: 'mu', on: '2018-09-02' })
const visit = ({ say }: Scenario, on: string) => say('RecordVisit', { agreementId: 'a1', householdId: 'h1', on })
const reviewEffect = (p: Scenario) => p.gate('k1', 'effectiveness', { passed: false, on: '2018-03-26' })

const G5: RuleCase = {
  id: 'G5',
  near: (p) => {
    const ends = (from: Stage, ending: CommandInput, command: CommandInput): fc.Arbitrary<Judged> =>
      fc.boolean().map((hasEnded) => ({ from, history: hasEnded ? [ending] : [], command, forbidden: hasEnded }))
    return anyOf(
      ends('closed', withdrawCourse(p), reviseCourse(p)),
      ends('taught', p.close('k1'), reviewEffect(p)),
      ends('placed', complete(p), pledge(p)),
      // late entry of a visit is normal, a visit after the end is not
      fc.constantFrom('2018-08-30', '2018-09-01', '2018-09-02').map((on) => ({
        from: 'placed',
        history: [complete(p)],
        command: visit(p, on),
        forbidden: on > '2018-09-01',
      })),
    )
  },
  examples: (p) => [
    { title: 'revising a withdrawn course', from: 'closed', history: [withdrawCourse(p)], command: reviseCourse(p) },
    { title: 'reviewing a closed batch', from: 'closed', command: reviewEffect(p) },
    { title: 'a pledge after the end', from: 'placed', history: [complete(p)], command: pledge(p) },
    { title: 'a visit after the end', from: 'placed', history: [complete(p)], command: visit(p, '2018-09-02') },
  ],
}

const G6: RuleCase = {
  id: 'G6',
  near: (p) => {
    const openings = (isOpen: boolean): readonly CommandInput[] => [
      p.divide(isOpen ? village : '532329102203', { name: 'Other' }),
      p.found(isOpen ? 'b1' : 'b2', { name: 'Other' }),
      p.engage(isOpen ? 'i1' : 'i9', { subjects: ['other'] }),
      p.course(isOpen ? 'c1' : 'c9', { title: 'Other' }),
      p.plan(isOpen ? 'k1' : 'k9', { title: 'Other' }),
      p.register(isOpen ? 'h1' : 'h9', 7),
      p.sign(isOpen ? 'a1' : 'a9', 't1', { partyOrganisation: 'other' }),
    ]
    const entries = (isThere: boolean): readonly CommandInput[] => {
      const on = '2018-07-01'
      return [
        p.say('CountWilling', { code: isThere ? village : '532329102203', people: 3, on }),
        p.say('HangPlaque', { baseId: isThere ? 'b1' : 'b9', name: 'A school', on }),
        p.say('ReviseSubjects', { instructorId: isThere ? 'i1' : 'constructor', subjects: ['other'], on }),
        p.say('ReviseCourse', { courseId: isThere ? 'c1' : '__proto__', title: 'Other', on }),
        p.request(isThere ? 't1' : 't9', ['pruning'], on),
        p.say('ReviseMembers', { householdId: isThere ? 'h1' : 'h9', people: 7, reason: 'birth', on }),
        p.say('RecordFarmersDrawn', { agreementId: isThere ? 'a1' : 'a9', households: 3, on }),
      ]
    }
    const table = (commands: (is: boolean) => readonly CommandInput[], isForbidden: boolean): readonly Judged[] =>
      [true, false].flatMap((is) =>
        commands(is).map((command) => ({ from: 'mentoring' as const, command, forbidden: is === isForbidden })),
      )
    return oneOf(...table(openings, true), ...table(entries, false))
  },
  examples: (p) => [
    { title: 'founding a base again', from: 'base', command: p.found('b1', { name: 'Other' }) },
    { title: 'a request of nobody', from: 'people', command: p.request('t9') },
    { title: 'a batch that was never planned', from: 'people', command: p.open('k9') },
  ],
}

export const alwaysCases = [G3, G5, G6]
