// A small programme as commands, made to suit a policy: what each command says by default, on days that follow each other.
import { type CommandInput, Policy } from '@skein/core'
import { addDays } from '@skein/kernel'

/** The data of a command, as a caller writes it. */
export type DataOf<Type extends CommandInput['type']> = Extract<CommandInput, { type: Type }>['data']
export type Changes<Type extends CommandInput['type']> = Partial<DataOf<Type>>
export type PolicyInput = DataOf<'AdoptPolicy'>['policy']

export const township = '532329102'
export const village = '532329102201'
export const otherVillage = '532329102202'

const by = { role: 'base', id: 'office' } as const
const personal = { name: 'made up' }
const assured = { food: true, clothing: true, education: true, medical: true, housing: true }

/** The policy with what no programme can do without: an industry that has a threshold, and a poverty line. */
export const playable = (policy: PolicyInput): Policy => {
  const parsed = Policy.parse(policy)
  return Policy.parse({
    ...parsed,
    scaleThresholds:
      Object.keys(parsed.scaleThresholds).length > 0
        ? parsed.scaleThresholds
        : { morels: { quantity: 10, unit: 'mu' } },
    povertyLineFen: Object.keys(parsed.povertyLineFen).length > 0 ? parsed.povertyLineFen : { 2018: 350_000 },
  })
}

/** The sessions of a batch: what each is about, and when it is held. */
export const sessions = {
  s1: { courseId: 'c1', date: '2018-03-19', period: 'morning' },
  s2: { courseId: 'c2', date: '2018-03-20', period: 'morning' },
  s3: { courseId: 'c3', date: '2018-03-21', period: 'morning' },
} as const
export type SessionName = keyof typeof sessions
export const sessionNames: readonly SessionName[] = ['s1', 's2', 's3']

/** What each of the commands below says, unless a test wants it otherwise. Days follow each other from 2018-01-01. */
export const sampleCommandsOf = (policy: Policy) => {
  const [industry = 'morels', threshold = { quantity: 10, unit: 'mu' }] =
    Object.entries(policy.scaleThresholds)[0] ?? []
  const [lineYear = '2018', line = 350_000] =
    Object.entries(policy.povertyLineFen).findLast(([year]) => Number(year) <= 2018) ??
    Object.entries(policy.povertyLineFen)[0] ??
    []
  const incomeYear = Math.max(2018, Number(lineYear))
  const exitOn = `${incomeYear + 1}-03-20`
  // party spirit in a batch of two other sessions of four hours each
  const partySpiritHours = Math.ceil((8 * policy.minPartySpiritShare) / (1.0001 - policy.minPartySpiritShare)) + 1
  const seats = Math.min(policy.batchSeats, 3)
  const quotaPeople = Math.max(policy.minQuotaPeople, Math.min(policy.maxQuotaPeople ?? 8, 8))

  const say = <Type extends CommandInput['type']>(type: Type, data: DataOf<Type>): CommandInput =>
    // sound: the data is that type's
    ({ type, data }) as unknown as CommandInput

  const nominate = (traineeId: string, changes: Changes<'NominateCandidate'> = {}) =>
    say('NominateCandidate', {
      traineeId,
      baseId: 'b1',
      divisionCode: village,
      category: 'villager',
      partyMember: true,
      willing: true,
      potential: ['growing'],
      needs: ['skills'],
      by: { role: 'villageBranch', id: 'branch' },
      lawfulBasis: 'consent',
      personal,
      on: '2018-02-01',
      ...changes,
    })
  const review = (traineeId: string, passed = true, on = '2018-02-03') =>
    say('ReviewEligibility', { traineeId, passed, findings: [], by: { role: 'townshipParty', id: 'office' }, on })
  const select = (traineeId: string, on = '2018-02-05') => say('SelectTrainee', { traineeId, on })
  const request = (traineeId: string, subjects = ['morels'], on = '2018-02-06') =>
    say('RequestCourses', { traineeId, subjects, on })

  const plan = (batchId: string, changes: Changes<'PlanBatch'> = {}) =>
    say('PlanBatch', {
      batchId,
      baseId: 'b1',
      title: 'A batch',
      audience: ['villager', 'partyMember'],
      seats,
      startsOn: '2018-03-19',
      endsOn: '2018-03-25',
      on: '2018-02-10',
      ...changes,
    })
  const schedule = (batchId: string, like: SessionName, changes: Changes<'ScheduleSession'> = {}) =>
    say('ScheduleSession', {
      batchId,
      sessionId: like,
      ...sessions[like],
      instructorId: 'i1',
      placeId: 'room',
      requestedBy: like === 's2' ? ['t1'] : [],
      by,
      on: '2018-02-12',
      ...changes,
    })
  const gate = (batchId: string, of: DataOf<'ReviewGate'>['gate'], changes: Changes<'ReviewGate'> = {}) =>
    say('ReviewGate', {
      batchId,
      gate: of,
      passed: true,
      findings: [],
      by,
      on: of === 'effectiveness' ? '2018-03-24' : '2018-03-01',
      ...changes,
    })
  const open = (batchId: string, on = '2018-03-02') => say('OpenEnrolment', { batchId, on })
  const sit = (batchId: string, traineeId: string, changes: Changes<'TakeSeat'> = {}) =>
    say('TakeSeat', { batchId, traineeId, on: '2018-03-05', ...changes })
  const start = (batchId: string, on = '2018-03-19') => say('StartBatch', { batchId, on })
  const deliver = (batchId: string, like: SessionName, present: readonly string[], on: string = sessions[like].date) =>
    say('DeliverSession', { batchId, sessionId: like, present: [...present], on })
  const assess = (batchId: string, traineeId: string, score = 100, on = '2018-03-22') =>
    say('RecordAssessment', { batchId, traineeId, score, on })
  const rate = (batchId: string, traineeId: string, rating = 5, on = '2018-03-22') =>
    say('GiveFeedback', { batchId, traineeId, rating, on })
  const close = (batchId: string, on = '2018-03-25') => say('CloseBatch', { batchId, on })

  const list = (traineeId: string, changes: Changes<'ListLeadCandidate'> = {}) =>
    say('ListLeadCandidate', { traineeId, industry, conditions: ['land'], on: '2018-04-10', ...changes })
  const record = (traineeId: string, quantity = threshold.quantity, changes: Changes<'RecordScale'> = {}) =>
    say('RecordScale', { traineeId, industry, quantity, unit: threshold.unit, on: '2018-05-01', ...changes })
  const recognise = (traineeId: string, changes: Changes<'RecogniseLeadHousehold'> = {}) =>
    say('RecogniseLeadHousehold', { traineeId, industry, on: '2018-05-10', ...changes })
  const grant = (traineeId: string, amountFen: number, changes: Changes<'GrantSupport'> = {}) =>
    say('GrantSupport', {
      traineeId,
      kind: 'funding',
      amountFen,
      instrument: 'grant',
      purpose: 'seedlings',
      on: '2018-05-15',
      ...changes,
    })
  const sign = (agreementId: string, mentorId: string, changes: Changes<'SignAgreement'> = {}) =>
    say('SignAgreement', {
      agreementId,
      baseId: 'b1',
      mentorId,
      mode: 'leaderFarmers',
      partyOrganisation: 'branch',
      industry,
      quotaPeople,
      ...(policy.minQuotaHouseholds !== undefined && { quotaHouseholds: policy.minQuotaHouseholds }),
      from: '2018-06-01',
      until: '2028-05-31',
      on: '2018-06-01',
      ...changes,
    })
  const register = (householdId: string, people = 1, changes: Changes<'RegisterHousehold'> = {}) =>
    say('RegisterHousehold', {
      householdId,
      baseId: 'b1',
      divisionCode: village,
      people,
      category: 'general',
      mainCause: 'illness',
      personal: { head: 'made up' },
      on: '2018-01-20',
      ...changes,
    })
  const place = (agreementId: string, householdId: string, on = '2018-06-05') =>
    say('PlaceHousehold', { agreementId, householdId, on })
  const earn = (householdId: string, perCapitaFen = line + 1, on = `${incomeYear + 1}-01-10`) =>
    say('RecordIncome', { householdId, year: incomeYear, perCapitaFen, on })
  const exit = (householdId: string, changes: Changes<'ConfirmExit'> = {}) =>
    say('ConfirmExit', {
      householdId,
      incomeYear,
      twoAssurancesThreeGuarantees: assured,
      publicisedFrom: addDays(exitOn, -1 - policy.exitPublicityDays),
      publicisedUntil: addDays(exitOn, -1),
      on: exitOn,
      ...changes,
    })

  const facility = (placeId: string, changes: Changes<'OpenFacility'> = {}) =>
    say('OpenFacility', {
      baseId: 'b1',
      placeId,
      zone: 'teaching',
      kind: 'classroom',
      name: placeId,
      certainty: 'exact',
      on: '2018-01-02',
      ...changes,
    })
  const course = (courseId: string, changes: Changes<'OfferCourse'> = {}) =>
    say('OfferCourse', {
      courseId,
      baseId: 'b1',
      title: courseId,
      kind: 'theory',
      component: 'skills',
      subject: 'morels',
      hours: 4,
      addresses: ['skills'],
      on: '2018-01-05',
      ...changes,
    })
  const engage = (instructorId: string, changes: Changes<'EngageInstructor'> = {}) =>
    say('EngageInstructor', {
      instructorId,
      baseId: 'b1',
      category: 'expert',
      subjects: ['history', 'morels', 'pruning'],
      personal,
      on: '2018-01-05',
      ...changes,
    })
  const divide = (code: string, changes: Changes<'RegisterDivision'> = {}) =>
    say('RegisterDivision', { code, level: 'village', name: 'A village', on: '2017-01-01', ...changes })
  const found = (baseId: string, changes: Changes<'FoundBase'> = {}) =>
    say('FoundBase', { baseId, divisionCode: township, name: 'The base', areaMu: 40, on: '2018-01-01', ...changes })
  const adopt = (version: number, effectiveFrom: string, changes: Changes<'AdoptPolicy'> = {}) =>
    say('AdoptPolicy', { baseId: 'b1', version, effectiveFrom, policy, on: '2018-01-01', ...changes })

  const facilities = [
    facility('room', { seats: 200 }),
    facility('dorm', { zone: 'living', kind: 'dormitory', beds: 2 }),
    facility('field', { zone: 'cropTraining', kind: 'trainingGround' }),
    facility('pen', { zone: 'livestockTraining', kind: 'trainingGround' }),
  ]
  const person = (traineeId: string, changes: Changes<'NominateCandidate'> = {}) => [
    nominate(traineeId, changes),
    review(traineeId),
    select(traineeId),
    request(traineeId),
  ]
  const planned = (batchId: string) => [plan(batchId), ...sessionNames.map((name) => schedule(batchId, name))]
  const opened = (batchId: string) => [
    ...planned(batchId),
    gate(batchId, 'curriculum'),
    gate(batchId, 'mode'),
    open(batchId),
  ]
  const lead = (traineeId: string) => [list(traineeId), record(traineeId), recognise(traineeId)]

  return {
    policy,
    facilities,
    industry,
    threshold,
    line,
    incomeYear,
    exitOn,
    partySpiritHours,
    seats,
    quotaPeople,
    say,
    nominate,
    review,
    select,
    request,
    person,
    plan,
    schedule,
    planned,
    opened,
    gate,
    open,
    sit,
    start,
    deliver,
    assess,
    rate,
    close,
    list,
    record,
    recognise,
    lead,
    grant,
    sign,
    register,
    place,
    earn,
    exit,
    facility,
    course,
    engage,
    divide,
    found,
    adopt,
  }
}

export type SampleCommands = ReturnType<typeof sampleCommandsOf>
