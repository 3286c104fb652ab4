// G3, G5 and G6: rules of every aggregate.
import type { CommandInput } from '@skein/core'
import { addDays } from '@skein/kernel'
import fc from 'fast-check'
import { defaultRecordedOn } from '../../recorded-on.js'
import { type Scenario, type Stage, township, village } from '../../scenario.js'
import { chosenFrom, type FullRuleCase, type JudgedSituation, mixed } from '../case.js'

/** Commands of each aggregate by their day, and the stage they need. */
const dated = (scenario: Scenario): readonly (readonly [(on: string) => CommandInput, from: Stage])[] => [
  [(on) => scenario.command('CountWilling', { code: township, people: 5, on }), 'placed'],
  [(on) => scenario.command('HangPlaque', { baseId: 'b1', name: 'A school', on }), 'placed'],
  [(on) => scenario.command('ReviseSubjects', { instructorId: 'i1', subjects: ['x'], on }), 'placed'],
  [(on) => scenario.command('ReviseCourse', { courseId: 'c1', title: 'Other', on }), 'placed'],
  [(on) => scenario.requestCourses('t1', ['pruning'], on), 'placed'],
  [(on) => scenario.planBatch('k9', { on }), 'people'],
  [(on) => scenario.startBatch('k1', on), 'open'],
  [(on) => scenario.command('ReviseMembers', { householdId: 'h1', people: 4, reason: 'birth', on }), 'placed'],
  [
    (on) => scenario.command('PledgeResource', { agreementId: 'a1', kind: 'land', quantity: 3, unit: 'mu', on }),
    'placed',
  ],
  [
    (on) =>
      scenario.command('BookPlace', {
        placeId: 'field',
        baseId: 'b1',
        batchId: 'k1',
        sessionId: 's1',
        date: '2018-04-01',
        period: 'evening',
        on,
      }),
    'placed',
  ],
]

const G3: FullRuleCase = {
  id: 'G3',
  situations: (scenario) =>
    fc
      .tuple(fc.constantFrom(...dated(scenario)), fc.integer({ min: -2, max: 2 }))
      .map(([[command, from], days]): JudgedSituation => {
        const isStart = command('2018-03-19').type === 'StartBatch'
        return {
          from,
          history: isStart ? [scenario.takeSeat('k1', 't1')] : [],
          command: command(addDays(defaultRecordedOn, days)),
          isForbidden: days > 0,
        }
      }),
  examples: (scenario) => [
    {
      title: 'a request dated tomorrow',
      from: 'people',
      command: scenario.requestCourses('t1', ['pruning'], addDays(defaultRecordedOn, 1)),
    },
    {
      title: 'a batch planned tomorrow',
      from: 'people',
      command: scenario.planBatch('k9', { on: addDays(defaultRecordedOn, 1) }),
    },
  ],
}

const withdrawCourse = ({ command }: Scenario) =>
  command('WithdrawCourse', { courseId: 'c3', reason: 'outdated', on: '2018-04-20' })
const reviseCourse = ({ command }: Scenario) =>
  command('ReviseCourse', { courseId: 'c3', title: 'Other', on: '2018-04-21' })
const complete = ({ command }: Scenario) => command('CompleteAgreement', { agreementId: 'a1', on: '2018-09-01' })
const pledge = ({ command }: Scenario) =>
  command('PledgeResource', { agreementId: 'a1', kind: 'land', quantity: 3, unit: 'mu', on: '2018-09-02' })
const visit = ({ command }: Scenario, on: string) =>
  command('RecordVisit', { agreementId: 'a1', householdId: 'h1', on })
const reviewEffect = (scenario: Scenario) =>
  scenario.reviewGate('k1', 'effectiveness', { passed: false, on: '2018-03-26' })

const G5: FullRuleCase = {
  id: 'G5',
  situations: (scenario) => {
    const ends = (from: Stage, ending: CommandInput, command: CommandInput): fc.Arbitrary<JudgedSituation> =>
      fc.boolean().map((hasEnded) => ({ from, history: hasEnded ? [ending] : [], command, isForbidden: hasEnded }))
    return mixed(
      ends('closed', withdrawCourse(scenario), reviseCourse(scenario)),
      ends('taught', scenario.closeBatch('k1'), reviewEffect(scenario)),
      ends('placed', complete(scenario), pledge(scenario)),
      // a visit may be entered late, but may not be dated after the end
      fc.constantFrom('2018-08-30', '2018-09-01', '2018-09-02').map((on) => ({
        from: 'placed',
        history: [complete(scenario)],
        command: visit(scenario, on),
        isForbidden: on > '2018-09-01',
      })),
    )
  },
  examples: (scenario) => [
    {
      title: 'a revision of a withdrawn course',
      from: 'closed',
      history: [withdrawCourse(scenario)],
      command: reviseCourse(scenario),
    },
    { title: 'a review of a closed batch', from: 'closed', command: reviewEffect(scenario) },
    {
      title: 'a pledge after the end of the agreement',
      from: 'placed',
      history: [complete(scenario)],
      command: pledge(scenario),
    },
    {
      title: 'a visit after the end of the agreement',
      from: 'placed',
      history: [complete(scenario)],
      command: visit(scenario, '2018-09-02'),
    },
  ],
}

const G6: FullRuleCase = {
  id: 'G6',
  situations: (scenario) => {
    const openings = (isOpen: boolean): readonly CommandInput[] => [
      scenario.registerDivision(isOpen ? village : '532329102203', { name: 'Other' }),
      scenario.foundBase(isOpen ? 'b1' : 'b2', { name: 'Other' }),
      scenario.engageInstructor(isOpen ? 'i1' : 'i9', { subjects: ['other'] }),
      scenario.offerCourse(isOpen ? 'c1' : 'c9', { title: 'Other' }),
      scenario.planBatch(isOpen ? 'k1' : 'k9', { title: 'Other' }),
      scenario.registerHousehold(isOpen ? 'h1' : 'h9', 7),
      scenario.signAgreement(isOpen ? 'a1' : 'a9', 't1', { partyOrganisation: 'other' }),
    ]
    const entries = (isThere: boolean): readonly CommandInput[] => {
      const on = '2018-07-01'
      return [
        scenario.command('CountWilling', { code: isThere ? village : '532329102203', people: 3, on }),
        scenario.command('HangPlaque', { baseId: isThere ? 'b1' : 'b9', name: 'A school', on }),
        scenario.command('ReviseSubjects', { instructorId: isThere ? 'i1' : 'constructor', subjects: ['other'], on }),
        scenario.command('ReviseCourse', { courseId: isThere ? 'c1' : '__proto__', title: 'Other', on }),
        scenario.requestCourses(isThere ? 't1' : 't9', ['pruning'], on),
        scenario.command('ReviseMembers', { householdId: isThere ? 'h1' : 'h9', people: 7, reason: 'birth', on }),
        scenario.command('RecordFarmersDrawn', { agreementId: isThere ? 'a1' : 'a9', households: 3, on }),
      ]
    }
    const table = (
      commands: (is: boolean) => readonly CommandInput[],
      isForbidden: boolean,
    ): readonly JudgedSituation[] =>
      [true, false].flatMap((is) =>
        commands(is).map((command) => ({ from: 'mentoring' as const, command, isForbidden: is === isForbidden })),
      )
    return chosenFrom(...table(openings, true), ...table(entries, false))
  },
  examples: (scenario) => [
    { title: 'a second foundation of a base', from: 'base', command: scenario.foundBase('b1', { name: 'Other' }) },
    { title: 'a request by an unknown person', from: 'people', command: scenario.requestCourses('t9') },
    { title: 'the opening of an unplanned batch', from: 'people', command: scenario.openEnrolment('k9') },
  ],
}

export const alwaysCases = [G3, G5, G6]
