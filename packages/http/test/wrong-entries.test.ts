// What a township office entered wrongly, and what it looks like once it is put right.
import { readEntries } from '@skein/engine'
import { describe, expect, it } from 'vitest'
import { examplesUntil, officeAfter } from './office.js'

const typesOf = (events: readonly { readonly type: string }[]) => events.map(({ type }) => type)

describe('money', () => {
  it('a contribution typed 26 million for 2.6 is 2.6 million', async () => {
    const office = await officeAfter(examplesUntil('HangPlaque'))
    const grant = { baseId: 'base-1', level: 'county', amountFen: 2_600_000_000, certainty: 'exact', reference: 'g-2' }
    await office.send('RecordContribution', { ...grant, on: '2018-02-01' })
    const { status } = await office.correct('base-base-1', 'RecordContribution', { amountFen: 260_000_000 })
    expect([status, await office.read('supportLedger', 'base-1')]).toMatchObject([
      200,
      { contributions: { total: { fen: 320_000_000 }, levels: [{ contributions: 2 }] } },
    ])
  })

  it('a grant typed twice counts once', async () => {
    const office = await officeAfter(examplesUntil('GrantSupport'))
    const again = {
      traineeId: 'trainee-1',
      kind: 'funding',
      amountFen: 2_000_000,
      instrument: 'subsidy',
      purpose: 'tools',
    }
    await office.send('GrantSupport', { ...again, on: '2018-03-05' })
    expect(await office.read('supportLedger', 'base-1')).toMatchObject({ support: { fundingFen: 4_000_000 } })
    expect((await office.annul('journey-trainee-1', 'GrantSupport')).status).toBe(200)
    expect(await office.read('supportLedger', 'base-1')).toMatchObject({
      support: { fundingFen: 2_000_000, fundingGrants: 1 },
    })
  })
})

describe('mentoring', () => {
  it('a visit to the wrong household does not count', async () => {
    const office = await officeAfter(examplesUntil('RecordVisit'))
    await office.send('RecordVisit', { agreementId: 'agreement-1', householdId: 'household-2', on: '2018-05-04' })
    expect(await office.read('mentoringNetwork', 'agreement-1')).toMatchObject({ visits: 2 })
    await office.annul('agreement-agreement-1', 'RecordVisit')
    expect(await office.read('mentoringNetwork', 'agreement-1')).toMatchObject({ visits: 1 })
  })

  it('a household of 9 that was registered as 4 is 9 in the agreement, the exit and the figures', async () => {
    const office = await officeAfter(examplesUntil('ConfirmExit'))
    expect(await office.read('mentoringNetwork', 'agreement-1')).toMatchObject({ exited: { people: 5 } })
    const { status, body } = await office.correct('household-household-1', 'ReviseMembers', { people: 9 })
    expect([status, body.plan?.streams.map(({ stream }) => stream)]).toEqual([
      200,
      ['household-household-1', 'agreement-agreement-1'],
    ])
    expect(await office.read('mentoringNetwork', 'agreement-1')).toMatchObject({
      carried: { people: 13 },
      exited: { people: 9 },
      households: [{ householdId: 'household-1', people: 9, outcome: { people: 9 } }, { people: 4 }],
    })
    expect((await office.standing('household-household-1')).find(({ type }) => type === 'PovertyExited')).toMatchObject(
      {
        data: { people: 9 },
      },
    )
  })

  it('the late paper of 9 does the same', async () => {
    const office = await officeAfter(examplesUntil('ConfirmExit'))
    const paper = { householdId: 'household-1', people: 9, reason: 'counted', on: '2018-03-01' }
    expect((await office.send('ReviseMembers', paper)).status).toBe(200)
    expect(await office.read('mentoringNetwork', 'agreement-1')).toMatchObject({ exited: { people: 9 } })
  })

  it.each([
    ['withdrawal', 'Withdraw'],
    ['disqualification', 'Disqualify'],
  ])('a mistaken %s ends no agreement', async (_what, type) => {
    const office = await officeAfter(examplesUntil('RecordVisit'))
    expect((await office.send(type, { traineeId: 'trainee-1', reason: 'mixedUp', on: '2018-06-02' })).status).toBe(200)
    expect(await office.read('mentoringNetwork', 'agreement-1')).toMatchObject({ state: 'terminated' })
    expect((await office.annul('journey-trainee-1', type)).status).toBe(200)
    expect(await office.read('mentoringNetwork', 'agreement-1')).toMatchObject({
      state: 'active',
      placed: { households: 2, people: 9 },
    })
  })
})

describe('an exit confirmed on a wrong income', () => {
  it('is contradicted once the income is corrected, and taken back without a relapse', async () => {
    const office = await officeAfter(examplesUntil('ConfirmExit'))
    const corrected = await office.correct('household-household-1', 'RecordIncome', { perCapitaFen: 240_000 })
    expect(corrected.status).toBe(200)
    expect(typesOf(corrected.body.consequences ?? [])).toContain('EntryContradicted')
    const item = 'base-1/contradiction'
    const worklist = async () => (await office.runtime.read('worklist').list({ prefix: item })).items.length
    expect(await worklist()).toBe(1)
    expect((await office.annul('household-household-1', 'ConfirmExit')).status).toBe(200)
    expect(await worklist()).toBe(0)
    expect(await office.read('mentoringNetwork', 'agreement-1')).toMatchObject({
      exited: { households: 0 },
      relapsed: { households: 0 },
    })
  })
})

describe('a person', () => {
  it('who never was is nowhere counted, and the ID number is free again', async () => {
    const office = await officeAfter(examplesUntil('OpenEnrolment'))
    const phantom = {
      ...examplesUntil('NominateCandidate').at(-1)?.data,
      traineeId: 'phantom',
      personal: { name: 'made up', idNumber: 'id-9' },
    }
    await office.send('NominateCandidate', phantom)
    expect(await office.read('journeyFunnel', 'base:base-1')).toMatchObject({ reached: { nominated: 6 } })
    expect((await office.annul('journey-phantom', 'NominateCandidate')).status).toBe(200)
    expect(await office.read('journeyFunnel', 'base:base-1')).toMatchObject({ reached: { nominated: 5 } })
    expect((await office.send('NominateCandidate', { ...phantom, traineeId: 'trainee-6' })).status).toBe(200)
  })

  it('whose nomination is corrected on the day of review and selection stays selected', async () => {
    const office = await officeAfter(examplesUntil('OpenEnrolment'))
    const on = '2018-01-20'
    const nomination = {
      ...examplesUntil('NominateCandidate').at(-1)?.data,
      traineeId: 't6',
      personal: { name: 'x' },
      on,
    }
    const review = { ...examplesUntil('ReviewEligibility').at(-1)?.data, traineeId: 't6', on }
    await office.send('NominateCandidate', nomination)
    await office.send('ReviewEligibility', review)
    await office.send('SelectTrainee', { traineeId: 't6', on })
    expect((await office.correct('journey-t6', 'NominateCandidate', { partyMember: true })).status).toBe(200)
    expect(typesOf(await office.standing('journey-t6'))).toEqual([
      'CandidateNominated',
      'EligibilityReviewed',
      'TraineeSelected',
    ])
  })

  it('with a scale of 1,200 for 1.2 has reached no threshold', async () => {
    const office = await officeAfter(examplesUntil('GrantSupport'))
    const scale = { traineeId: 'trainee-1', industry: 'morels', quantity: 1200, unit: 'mu', on: '2018-03-03' }
    await office.send('RecordScale', scale)
    expect(await office.read('leadHouseholds', 'trainee-1')).toMatchObject({ scales: [{ reachedOn: '2018-03-03' }] })
    expect((await office.correct('journey-trainee-1', 'RecordScale', { quantity: 1.2 })).status).toBe(200)
    expect(typesOf(await office.standing('journey-trainee-1'))).not.toContain('ScaleThresholdReached')
    expect(await office.read('leadHouseholds', 'trainee-1')).toMatchObject({
      scales: [{ quantity: 1.2, reachedOn: null }],
    })
  })
})

describe('a score of 9 for 90', () => {
  const closing = { batchId: 'batch-1', on: '2018-02-10' }

  it('put right before the batch is closed', async () => {
    const office = await officeAfter(examplesUntil('ReviewGate'))
    await office.correct('batch-batch-1', 'RecordAssessment', { score: 9 })
    await office.correct('batch-batch-1', 'RecordAssessment', { score: 90 })
    await office.send('CloseBatch', closing)
    expect(await office.read('batchRegister', 'batch-1')).toMatchObject({ results: [{ completed: true, score: 90 }] })
  })

  it('put right after it changes the results, and the journey of that person', async () => {
    const office = await officeAfter(examplesUntil('ReviewGate'))
    await office.correct('batch-batch-1', 'RecordAssessment', { score: 9 })
    await office.send('CloseBatch', closing)
    expect(typesOf(await office.standing('journey-trainee-1'))).toContain('TrainingNotCompleted')
    const { status, body } = await office.correct('batch-batch-1', 'RecordAssessment', { score: 90 })
    expect([status, body.plan?.streams.map(({ stream }) => stream)]).toEqual([
      200,
      ['batch-batch-1', 'journey-trainee-1'],
    ])
    expect(await office.read('batchRegister', 'batch-1')).toMatchObject({ results: [{ completed: true, score: 90 }] })
    const types = typesOf(await office.standing('journey-trainee-1'))
    expect([types.includes('TrainingCompleted'), types.includes('TrainingNotCompleted')]).toEqual([true, false])
  })
})

describe('a base', () => {
  it('whose opening has a wrong date accepts what came before, once that is corrected', async () => {
    const office = await officeAfter(examplesUntil('FoundBase'))
    const grant = {
      baseId: 'base-1',
      level: 'county',
      amountFen: 1,
      certainty: 'exact',
      reference: 'g',
      on: '2017-09-01',
    }
    expect((await office.send('RecordContribution', grant)).body.rule).toBe('G6')
    expect((await office.correct('base-base-1', 'FoundBase', { on: '2017-06-01' })).status).toBe(200)
    expect((await office.send('RecordContribution', grant)).status).toBe(200)
    expect(await office.read('facilityUse', 'base:base-1')).toMatchObject({ foundedOn: '2017-06-01' })
  })

  it('with a policy in force from 2081 adopts another one before that, and annuls it', async () => {
    const office = await officeAfter(examplesUntil('AdoptPolicy'))
    const adopt = (version: number, effectiveFrom: string) =>
      office.send('AdoptPolicy', { baseId: 'base-1', version, effectiveFrom, policy: {}, on: '2018-05-01' })
    expect((await adopt(2, '2081-06-01')).status).toBe(200)
    expect((await adopt(3, '2018-06-01')).status).toBe(200)
    const policies = await readEntries(office.runtime, 'base-base-1')
    const wrong = policies.find(({ events: [event] }) => Reflect.get(event?.data ?? {}, 'version') === 2)
    expect((await office.annul('base-base-1', 'AdoptPolicy', { eventId: wrong?.id })).status).toBe(200)
    expect((await office.standing('base-base-1')).map(({ data }) => data.version)).not.toContain(2)
    expect((await adopt(4, '2018-07-01')).status).toBe(200)
  })

  it('with a policy of 0.08 for 0.8 changes every result that was judged by it, once that is corrected', async () => {
    // present at two of three sessions
    const story = examplesUntil('ReviewGate').filter(({ type }) => type !== 'CorrectAttendance')
    const office = await officeAfter(story)
    const policy = { minAttendance: 0.08, scaleThresholds: { morels: { quantity: 10, unit: 'mu' } } }
    const adopted = { baseId: 'base-1', version: 2, effectiveFrom: '2018-02-01', policy, on: '2018-01-20' }
    expect((await office.send('AdoptPolicy', adopted)).status).toBe(200)
    await office.send('CloseBatch', { batchId: 'batch-1', on: '2018-02-10' })
    expect(await office.read('batchRegister', 'batch-1')).toMatchObject({ results: [{ completed: true }] })
    const { status, body } = await office.correct('base-base-1', 'AdoptPolicy', {
      policy: { ...policy, minAttendance: 0.8 },
    })
    expect([status, body.plan?.streams.map(({ stream }) => stream)]).toEqual([
      200,
      ['base-base-1', 'batch-batch-1', 'journey-trainee-1'],
    ])
    expect(await office.read('batchRegister', 'batch-1')).toMatchObject({ results: [{ completed: false }] })
    expect(typesOf(await office.standing('journey-trainee-1'))).toContain('TrainingNotCompleted')
  })
})

it('a village wrongly classified is what it was', async () => {
  const office = await officeAfter(examplesUntil('CountWilling'))
  await office.send('ClassifyDivision', { code: '532329104207', status: 'deeplyPoor', on: '2017-06-01' }, 'county')
  expect(await office.read('povertyIncidence', '532329104207')).toMatchObject({ status: { status: 'deeplyPoor' } })
  const { status } = await office.annul('division-532329104207', 'ClassifyDivision', {}, 'county')
  expect([status, await office.read('povertyIncidence', '532329104207')]).toMatchObject([
    200,
    { status: { status: 'poor' } },
  ])
})
