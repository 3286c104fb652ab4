// Mistakes that offices make, each put right: what stands afterwards is as if it had been right at once.
import { type CommandInput, domain } from '@skein/core'
import { check } from '@skein/engine'
import * as E from 'fp-ts/lib/Either.js'
import { expect, it } from 'vitest'
import { programmeAt, right, scenario } from './programme.js'

const { command } = scenario
type Programme = Awaited<ReturnType<typeof programmeAt>>
const typesIn = async ({ standing }: Programme, stream: string) => (await standing(stream)).map(({ type }) => type)
const dataIn = async ({ standing }: Programme, stream: string, type: string) =>
  (await standing(stream)).filter((event) => event.type === type).map(({ data }) => data)
const isConsistent = async (programme: Programme) => {
  await programme.settle()
  expect(await programme.violations()).toEqual([])
}

const contribution = (amountFen: number, reference = 'r-17') =>
  command('RecordContribution', {
    baseId: 'b1',
    level: 'county',
    amountFen,
    certainty: 'exact',
    reference,
    on: '2018-02-01',
  })
const withdraw = command('Withdraw', { traineeId: 't1', reason: 'moved', on: '2018-07-01' })
const disqualify = command('Disqualify', { traineeId: 't1', reason: 'fraud', on: '2018-07-01' })

it('a contribution of 26 million for 2.6 is one of 2.6', async () => {
  const programme = await programmeAt('base')
  await programme.must(contribution(2_600_000_000))
  right(await programme.correct('base-b1', 'ContributionRecorded', { amountFen: 260_000_000 }))
  expect(await dataIn(programme, 'base-b1', 'ContributionRecorded')).toMatchObject([{ amountFen: 260_000_000 }])
  await isConsistent(programme)
})

it('a grant that was typed twice counts once', async () => {
  const programme = await programmeAt('leads')
  await programme.must(scenario.grantSupport('t1', 500_000), scenario.grantSupport('t1', 500_000, { on: '2018-05-16' }))
  right(await programme.annul('journey-t1', 'SupportGranted'))
  expect(await dataIn(programme, 'journey-t1', 'SupportGranted')).toMatchObject([{ on: '2018-05-15' }])
  await isConsistent(programme)
})

it('a visit to the wrong household is taken back, and entered for the right one', async () => {
  const programme = await programmeAt('placed')
  const visit = (householdId: string) => command('RecordVisit', { agreementId: 'a1', householdId, on: '2018-07-01' })
  await programme.must(scenario.placeHousehold('a1', 'h2'), visit('h1'))
  right(await programme.annul('agreement-a1', 'VisitRecorded'))
  await programme.must(visit('h2'))
  expect(await dataIn(programme, 'agreement-a1', 'VisitRecorded')).toMatchObject([{ householdId: 'h2' }])
  await isConsistent(programme)
})

it('an exit that was confirmed on a wrong income is contradicted, and then taken back everywhere', async () => {
  const programme = await programmeAt('placed')
  await programme.must(scenario.recordIncome('h1'), scenario.confirmExit('h1'))
  const { plan } = right(await programme.correct('household-h1', 'IncomeRecorded', { perCapitaFen: 1 }))
  expect(plan?.contradictions).toMatchObject([{ stream: 'household-h1', event: 'PovertyExited', rule: 'X1' }])
  right(await programme.annul('household-h1', 'PovertyExited'))
  expect(await typesIn(programme, 'household-h1')).not.toContain('PovertyExited')
  expect(await typesIn(programme, 'agreement-a1')).not.toContain('OutcomeRecorded')
  await isConsistent(programme)
})

it.each([
  ['withdrawal', withdraw, 'JourneyWithdrawn'],
  ['disqualification', disqualify, 'TraineeDisqualified'],
] as const)(
  'a mistaken %s gives back the agreement that it ended, with its placements',
  async (_what, mistake, type) => {
    const programme = await programmeAt('placed')
    const streams = ['journey-t1', 'agreement-a1', 'household-h1']
    const before = await Promise.all(streams.map((stream) => programme.standing(stream)))
    await programme.must(mistake)
    expect(await typesIn(programme, 'agreement-a1')).toContain('AgreementTerminated')
    right(await programme.annul('journey-t1', type))
    await programme.settle()
    expect(await Promise.all(streams.map((stream) => programme.standing(stream)))).toEqual(before)
    await isConsistent(programme)
  },
)

it('a base that was founded a year later than it was lets the year be entered once that is put right', async () => {
  const programme = await programmeAt('base')
  const late = command('FoundBase', {
    baseId: 'b2',
    divisionCode: '532329102',
    name: 'Another base',
    areaMu: 1,
    on: '2019-01-01',
  })
  const plaque = command('HangPlaque', { baseId: 'b2', name: 'A plaque', on: '2018-05-01' })
  await programme.must(late)
  expect(await programme.enter(plaque)).toMatchObject(E.left({ rejection: { rule: 'G6' } }))
  right(await programme.correct('base-b2', 'BaseFounded', { on: '2018-01-01' }))
  await programme.must(plaque)
  expect(await typesIn(programme, 'base-b2')).toEqual(['BaseFounded', 'PlaqueHung'])
  await isConsistent(programme)
})

it('a phantom person is gone, and the ID number is free for somebody else', async () => {
  const programme = await programmeAt('base')
  const personal = { name: 'made up', idNumber: '532329199001010011' }
  const nominate = (id: string) => scenario.nominateCandidate(id, { personal })
  await programme.must(nominate('phantom'))
  expect(await programme.enter(nominate('real'))).toMatchObject(E.left({ rejection: { rule: 'S3' } }))
  right(await programme.annul('journey-phantom', 'CandidateNominated'))
  await programme.must(nominate('real'))
  expect(await typesIn(programme, 'journey-phantom')).toEqual([])
  await isConsistent(programme)
})

it('a policy that was to take effect in 2081 is put right, and another one adopted after it', async () => {
  const programme = await programmeAt('base')
  const adopt = (version: number, effectiveFrom: string, on: string) =>
    scenario.adoptPolicy(version, effectiveFrom, { on: on as never })
  await programme.must(adopt(2, '2081-01-01', '2018-02-01'))
  right(await programme.correct('base-b1', 'PolicyAdopted', { effectiveFrom: '2018-03-01' }))
  await programme.must(adopt(3, '2018-04-01', '2018-03-15'))
  expect(await dataIn(programme, 'base-b1', 'PolicyAdopted')).toMatchObject([
    { version: 1, effectiveFrom: '2018-01-01' },
    { version: 2, effectiveFrom: '2018-03-01' },
    { version: 3, effectiveFrom: '2018-04-01' },
  ])
  await isConsistent(programme)
})

it('a village that was classified wrongly is classified rightly', async () => {
  const programme = await programmeAt('base')
  const village = 'division-532329102201'
  await programme.must(command('ClassifyDivision', { code: '532329102201', status: 'deeplyPoor', on: '2018-02-01' }))
  right(await programme.correct(village, 'DivisionClassified', { status: 'notPoor' }))
  expect(await dataIn(programme, village, 'DivisionClassified')).toMatchObject([{ status: 'notPoor' }])
  await isConsistent(programme)
})

it.each(['taught', 'closed'] as const)('a score of 9 for 90 in a batch that is %s counts as 90', async (stage) => {
  const programme = await programmeAt('running')
  const { stages } = scenario
  const taught = stages.taught.map(
    (one): CommandInput => (one.type === 'RecordAssessment' ? scenario.recordAssessment('k1', 't1', 9) : one),
  )
  await programme.must(...taught, ...(stage === 'closed' ? stages.closed : []))
  right(await programme.correct('batch-k1', 'AssessmentRecorded', { score: 90 }))
  await programme.settle()
  if (stage === 'taught') await programme.must(...stages.closed)
  expect(await dataIn(programme, 'journey-t1', 'TrainingCompleted')).toMatchObject([{ score: 90, completed: true }])
  expect(await typesIn(programme, 'journey-t1')).not.toContain('TrainingNotCompleted')
  await isConsistent(programme)
})

it('a nomination is corrected on the day on which review and selection followed it', async () => {
  const programme = await programmeAt('base')
  const on = '2018-02-01'
  await programme.must(
    scenario.nominateCandidate('t9'),
    scenario.reviewEligibility('t9', true, on),
    scenario.selectTrainee('t9', on),
  )
  right(await programme.correct('journey-t9', 'CandidateNominated', { category: 'villageCadre' }))
  expect(await typesIn(programme, 'journey-t9')).toEqual([
    'CandidateNominated',
    'EligibilityReviewed',
    'TraineeSelected',
  ])
  await isConsistent(programme)
})

it('a scale of 2,500 for 2.5 goes with the threshold that it reached', async () => {
  const programme = await programmeAt('closed')
  await programme.must(scenario.listLeadCandidate('t1'), scenario.recordScale('t1', 2500))
  expect(await typesIn(programme, 'journey-t1')).toContain('ScaleThresholdReached')
  right(await programme.correct('journey-t1', 'ScaleRecorded', { quantity: 2.5 }))
  expect(await typesIn(programme, 'journey-t1')).not.toContain('ScaleThresholdReached')
  await isConsistent(programme)
})

it('a policy with an attendance of 0.08 for 0.8 changes the results that it gave', async () => {
  const programme = await programmeAt('planned')
  const { data } = scenario.adoptPolicy(1, '2018-01-01')
  const policy = 'policy' in data ? data.policy : {}
  right(await programme.correct('base-b1', 'PolicyAdopted', { policy: { ...policy, minAttendance: 0.08 } }))
  await programme.must(
    ...scenario.stages.open,
    scenario.takeSeat('k1', 't1'),
    scenario.takeSeat('k1', 't2'),
    scenario.startBatch('k1'),
    scenario.deliverSession('k1', 's1', ['t1', 't2']),
    scenario.deliverSession('k1', 's2', ['t1']),
    scenario.deliverSession('k1', 's3', ['t1']),
    scenario.recordAssessment('k1', 't1'),
    scenario.recordAssessment('k1', 't2'),
    scenario.giveFeedback('k1', 't1'),
    scenario.reviewGate('k1', 'effectiveness'),
    ...scenario.stages.closed,
  )
  expect(await typesIn(programme, 'journey-t2')).toContain('TrainingCompleted')
  const { plan } = right(
    await programme.correct('base-b1', 'PolicyAdopted', { policy: { ...policy, minAttendance: 0.8 } }),
  )
  expect(plan?.affected).toEqual(['base-b1', 'journey-t2'])
  await programme.settle()
  expect(await typesIn(programme, 'journey-t1')).toContain('TrainingCompleted')
  expect(await typesIn(programme, 'journey-t2')).toContain('TrainingNotCompleted')
  await isConsistent(programme)
})

it('a relapse cannot be moved to a day before the household was registered: it had no members then', async () => {
  const programme = await programmeAt('placed')
  await programme.must(scenario.recordIncome('h1'), scenario.confirmExit('h1'))
  await programme.must(command('RecordRelapse', { householdId: 'h1', cause: 'illness', on: '2020-03-01' }))
  const moved = await programme.correct('household-h1', 'PovertyRelapsed', { on: '2018-01-03' })
  expect(moved).toMatchObject({ left: { _tag: 'Rejected' } })
  await isConsistent(programme)
})

it('what was entered while the end of the agreement was on its way is contradicted, and nothing is found beside that', async () => {
  const programme = await programmeAt('placed')
  right(await programme.enter(disqualify))
  right(await programme.enter(command('RecordVisit', { agreementId: 'a1', householdId: 'h1', on: '2018-07-02' })))
  const release = { agreementId: 'a1', householdId: 'h1', reason: 'moved', on: '2018-07-02' }
  right(await programme.enter(command('ReleaseHousehold', release)))
  await programme.settle()
  const contradicted = (await programme.entries('agreement-a1')).filter(
    ({ contradictedBy }) => contradictedBy.length > 0,
  )
  expect(contradicted.map(({ events: [first] }) => first?.type)).toEqual(['VisitRecorded', 'HouseholdReleased'])
  const found: string[] = []
  for await (const { rule } of check(domain, programme.storage.events)) found.push(rule)
  expect(found).toEqual([])
})
