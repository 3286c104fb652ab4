// Lead households, the households they mentor, and village posts.
import {
  type ExampleCommand,
  example,
  nameReserveCadre,
  registerHousehold,
  signAgreement,
  village,
} from './example-commands.js'

export const leadCommands: readonly ExampleCommand[] = [
  ...['trainee-1', 'trainee-5'].map((traineeId) =>
    example('ListLeadCandidate', { traineeId, industry: 'morels', conditions: ['land'], on: '2018-03-01' }),
  ),
  example('DelistLeadCandidate', { traineeId: 'trainee-5', reason: 'movedAway', on: '2018-03-02' }),
  example('GrantSupport', {
    traineeId: 'trainee-1',
    kind: 'funding',
    amountFen: 2000000,
    instrument: 'subsidy',
    purpose: 'seedlings',
    on: '2018-03-02',
  }),
  example('RecordScale', {
    traineeId: 'trainee-1',
    industry: 'morels',
    quantity: 12,
    unit: 'mu',
    annualIncomeFen: 8000000,
    on: '2018-03-03',
  }),
  example('RecogniseLeadHousehold', { traineeId: 'trainee-1', industry: 'morels', on: '2018-03-04' }),
  example('LeadCooperative', {
    traineeId: 'trainee-1',
    cooperativeId: 'cooperative-1',
    name: '食用菌种植专业合作社',
    members: 20,
    farmers: 18,
    partyLed: true,
    on: '2018-03-05',
  }),
]

export const mentoringCommands: readonly ExampleCommand[] = [
  registerHousehold('household-1'),
  registerHousehold('household-2'),
  example('ReviseMembers', { householdId: 'household-1', people: 5, reason: 'birth', on: '2018-02-01' }),
  example('CorrectHouseholdDetails', {
    householdId: 'household-1',
    personal: { head: '某户主', phone: 'made-up' },
    reason: 'typingError',
    on: '2018-02-01',
  }),
  signAgreement('agreement-1', '2018-04-01', '2019-12-31'),
  example('PledgeResource', { agreementId: 'agreement-1', kind: 'land', quantity: 30, unit: 'mu', on: '2018-04-02' }),
  example('RecordFarmersDrawn', { agreementId: 'agreement-1', households: 12, on: '2018-06-01' }),
  example('PlaceHousehold', { agreementId: 'agreement-1', householdId: 'household-1', on: '2018-04-03' }),
  example('PlaceHousehold', { agreementId: 'agreement-1', householdId: 'household-2', on: '2018-04-03' }),
  example('RecordVisit', {
    agreementId: 'agreement-1',
    householdId: 'household-1',
    note: '长势良好',
    on: '2018-05-03',
  }),
  example('ReleaseHousehold', {
    agreementId: 'agreement-1',
    householdId: 'household-2',
    reason: 'movedAway',
    on: '2018-05-10',
  }),
  example('RecordIncome', { householdId: 'household-1', year: 2018, perCapitaFen: 420000, on: '2018-11-01' }),
  example('ConfirmExit', {
    householdId: 'household-1',
    incomeYear: 2018,
    twoAssurancesThreeGuarantees: { food: true, clothing: true, education: true, medical: true, housing: true },
    publicisedFrom: '2018-11-02',
    publicisedUntil: '2018-11-20',
    on: '2018-12-01',
  }),
  example('RecordRelapse', { householdId: 'household-1', cause: 'illness', on: '2019-06-01' }),
  example('CompleteAgreement', { agreementId: 'agreement-1', on: '2019-12-31' }),
  signAgreement('agreement-2', '2020-01-01', '2021-12-31'),
  example('TerminateAgreement', { agreementId: 'agreement-2', reason: 'mentorIll', on: '2020-03-01' }),
]

export const postCommands: readonly ExampleCommand[] = [
  nameReserveCadre('2020-04-01'),
  example('RemoveReserveCadre', { traineeId: 'trainee-1', reason: 'ownWish', on: '2020-04-10' }),
  nameReserveCadre('2020-05-01'),
  example('TakeVillagePost', {
    traineeId: 'trainee-1',
    post: 'secretary',
    body: 'partyBranch',
    how: 'appointed',
    divisionCode: village,
    on: '2020-06-01',
  }),
  example('EndVillagePost', { traineeId: 'trainee-1', post: 'secretary', reason: 'termOver', on: '2021-06-01' }),
  example('RevokeRecognition', { traineeId: 'trainee-1', industry: 'morels', reason: 'gaveUp', on: '2021-07-01' }),
]
