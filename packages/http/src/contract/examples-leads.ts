// Who became a lead household, mentored others, and took a post.
import { agreement, household, reserve, type Step, step, village } from './examples-steps.js'

export const leading: readonly Step[] = [
  ...['trainee-1', 'trainee-5'].map((traineeId) =>
    step('ListLeadCandidate', { traineeId, industry: 'morels', conditions: ['land'], on: '2018-03-01' }),
  ),
  step('DelistLeadCandidate', { traineeId: 'trainee-5', reason: 'movedAway', on: '2018-03-02' }),
  step('GrantSupport', {
    traineeId: 'trainee-1',
    kind: 'funding',
    amountFen: 2000000,
    instrument: 'subsidy',
    purpose: 'seedlings',
    on: '2018-03-02',
  }),
  step('RecordScale', {
    traineeId: 'trainee-1',
    industry: 'morels',
    quantity: 12,
    unit: 'mu',
    annualIncomeFen: 8000000,
    on: '2018-03-03',
  }),
  step('RecogniseLeadHousehold', { traineeId: 'trainee-1', industry: 'morels', on: '2018-03-04' }),
  step('LeadCooperative', {
    traineeId: 'trainee-1',
    cooperativeId: 'cooperative-1',
    name: '食用菌种植专业合作社',
    members: 20,
    farmers: 18,
    partyLed: true,
    on: '2018-03-05',
  }),
]

export const mentoring: readonly Step[] = [
  household('household-1'),
  household('household-2'),
  step('ReviseMembers', { householdId: 'household-1', people: 5, reason: 'birth', on: '2018-02-01' }),
  step('CorrectHouseholdDetails', {
    householdId: 'household-1',
    personal: { head: '某户主', phone: 'made-up' },
    reason: 'typingError',
    on: '2018-02-01',
  }),
  agreement('agreement-1', '2018-04-01', '2019-12-31'),
  step('PledgeResource', { agreementId: 'agreement-1', kind: 'land', quantity: 30, unit: 'mu', on: '2018-04-02' }),
  step('RecordFarmersDrawn', { agreementId: 'agreement-1', households: 12, on: '2018-06-01' }),
  step('PlaceHousehold', { agreementId: 'agreement-1', householdId: 'household-1', on: '2018-04-03' }),
  step('PlaceHousehold', { agreementId: 'agreement-1', householdId: 'household-2', on: '2018-04-03' }),
  step('RecordVisit', {
    agreementId: 'agreement-1',
    householdId: 'household-1',
    note: '长势良好',
    on: '2018-05-03',
  }),
  step('ReleaseHousehold', {
    agreementId: 'agreement-1',
    householdId: 'household-2',
    reason: 'movedAway',
    on: '2018-05-10',
  }),
  step('RecordIncome', { householdId: 'household-1', year: 2018, perCapitaFen: 420000, on: '2018-11-01' }),
  step('ConfirmExit', {
    householdId: 'household-1',
    incomeYear: 2018,
    twoAssurancesThreeGuarantees: { food: true, clothing: true, education: true, medical: true, housing: true },
    publicisedFrom: '2018-11-02',
    publicisedUntil: '2018-11-20',
    on: '2018-12-01',
  }),
  step('RecordRelapse', { householdId: 'household-1', cause: 'illness', on: '2019-06-01' }),
  step('CompleteAgreement', { agreementId: 'agreement-1', on: '2019-12-31' }),
  agreement('agreement-2', '2020-01-01', '2021-12-31'),
  step('TerminateAgreement', { agreementId: 'agreement-2', reason: 'mentorIll', on: '2020-03-01' }),
]

export const posts: readonly Step[] = [
  reserve('2020-04-01'),
  step('RemoveReserveCadre', { traineeId: 'trainee-1', reason: 'ownWish', on: '2020-04-10' }),
  reserve('2020-05-01'),
  step('TakeVillagePost', {
    traineeId: 'trainee-1',
    post: 'secretary',
    body: 'partyBranch',
    how: 'appointed',
    divisionCode: village,
    on: '2020-06-01',
  }),
  step('EndVillagePost', { traineeId: 'trainee-1', post: 'secretary', reason: 'termOver', on: '2021-06-01' }),
  step('RevokeRecognition', { traineeId: 'trainee-1', industry: 'morels', reason: 'gaveUp', on: '2021-07-01' }),
]
