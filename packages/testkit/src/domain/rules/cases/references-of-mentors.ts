import type { Scenario } from '../../scenario.js'
import { village } from '../../scenario.js'
import { chosenFrom } from '../case.js'
import { atOtherBase, fittingOr, on, referringTo } from './reference-situations.js'

const accept = (scenario: Scenario, changes: object = {}) =>
  scenario.command('AcceptMentor', { householdId: 'h1', agreementId: 'a1', mentorId: 't1', attempt: 1, on, ...changes })
const release = (scenario: Scenario, householdId: string) =>
  scenario.command('ReleaseHousehold', { agreementId: 'a1', householdId, reason: 'moved', on })
const visit = (scenario: Scenario, householdId: string, day = on) =>
  scenario.command('RecordVisit', { agreementId: 'a1', householdId, on: day })

/** References to lead households, agreements and placements. */
export const referencesOfMentors = (scenario: Scenario) => [
  referringTo('leads', (mentorId) => scenario.signAgreement('a1', mentorId), 't1'),
  referringTo(
    'leads',
    (industry) => scenario.command('RevokeRecognition', { traineeId: 't1', industry, reason: 'x', on }),
    scenario.industry,
  ),
  chosenFrom(
    {
      from: 'leads',
      command: scenario.command('DelistLeadCandidate', { traineeId: 't1', reason: 'x', on }),
      isForbidden: false,
    },
    {
      from: 'closed',
      command: scenario.command('DelistLeadCandidate', { traineeId: 't1', reason: 'x', on }),
      isForbidden: true,
    },
  ),
  fittingOr('leads', scenario.signAgreement('a1', 't1'), scenario.signAgreement('a1', 't7'), atOtherBase(scenario)),
  chosenFrom(
    {
      from: 'leads',
      unsettled: [scenario.signAgreement('a1', 't1')],
      command: scenario.command('StartMentoring', { traineeId: 't1', agreementId: 'a1', on }),
      isForbidden: false,
    },
    {
      from: 'leads',
      command: scenario.command('StartMentoring', { traineeId: 't1', agreementId: 'a1', on }),
      isForbidden: true,
    },
  ),
  referringTo('mentoring', (householdId) => scenario.placeHousehold('a1', householdId), 'h1'),
  fittingOr(
    'mentoring',
    scenario.placeHousehold('a1', 'h1'),
    scenario.placeHousehold('a1', 'h7'),
    atOtherBase(scenario),
  ),
  referringTo('placed', (householdId) => visit(scenario, householdId), 'h1'),
  fittingOr('placed', visit(scenario, 'h1', '2018-06-30'), visit(scenario, 'h1', '2018-07-02'), [
    release(scenario, 'h1'),
  ]),
  referringTo('placed', (householdId) => release(scenario, householdId), 'h1'),
  chosenFrom(
    {
      from: 'mentoring',
      unsettled: [scenario.placeHousehold('a1', 'h1')],
      command: accept(scenario),
      isForbidden: false,
    },
    {
      from: 'mentoring',
      unsettled: [scenario.placeHousehold('a1', 'h1')],
      command: accept(scenario, { attempt: 2 }),
      isForbidden: true,
    },
    { from: 'mentoring', command: accept(scenario), isForbidden: true },
  ),
  chosenFrom(
    {
      from: 'closed',
      history: [scenario.command('NameReserveCadre', { traineeId: 't1', divisionCode: village, on: '2018-06-01' })],
      command: scenario.command('RemoveReserveCadre', { traineeId: 't1', reason: 'x', on }),
      isForbidden: false,
    },
    {
      from: 'closed',
      command: scenario.command('RemoveReserveCadre', { traineeId: 't1', reason: 'x', on }),
      isForbidden: true,
    },
    {
      from: 'closed',
      command: scenario.command('EndVillagePost', { traineeId: 't1', post: 'secretary', reason: 'x', on }),
      isForbidden: true,
    },
  ),
]
