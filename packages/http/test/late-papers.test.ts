// Papers that come to a township office late and out of order, and what readers then see.
import { describe, expect, it } from 'vitest'
import { exampleCommands } from '../src/index.js'
import { examplesUntil, officeAfter } from './office.js'

const typesOf = (events: readonly { readonly type: string }[]) => events.map(({ type }) => type)
const dataOf = (type: string) => exampleCommands.find((one) => one.type === type)?.data ?? {}

describe('a batch of February that is closed after facts of June are recorded', () => {
  // two people finish it
  const story = examplesUntil('ReviewGate').filter(({ type }) => type !== 'ReleaseSeat')
  const present = story.map((one) =>
    one.type === 'DeliverSession' ? { ...one, data: { ...one.data, present: ['trainee-1', 'trainee-5'] } } : one,
  )
  const assessed = { batchId: 'batch-1', traineeId: 'trainee-5', score: 80, on: '2018-02-08' }
  const closedLate = async () => {
    const office = await officeAfter(present.filter(({ type }) => type !== 'CorrectAttendance'))
    await office.send('RecordAssessment', assessed)
    await office.send('RequestCourses', { traineeId: 'trainee-1', subjects: ['beekeeping'], on: '2018-06-01' })
    expect((await office.send('CloseBatch', { batchId: 'batch-1', on: '2018-02-10' })).status).toBe(200)
    return office
  }

  it('dates the training on the day of closing, and lets what rests on it follow', async () => {
    const office = await closedLate()
    expect((await office.standing('journey-trainee-1')).find(({ type }) => type === 'TrainingCompleted')).toMatchObject(
      {
        data: { on: '2018-02-10' },
      },
    )
    const named = { traineeId: 'trainee-1', divisionCode: '532329104207', on: '2018-04-10' }
    expect((await office.send('NameReserveCadre', { ...dataOf('NameReserveCadre'), ...named })).status).toBe(200)
  })

  it('counts both graduates as of the end of May', async () => {
    const office = await closedLate()
    expect(await office.read('rotationCoverage', 'base-1', '2018-05-31')).toMatchObject({ trained: 2 })
    expect(await office.read('rotationCoverage', 'base-1', '2018-02-09')).toMatchObject({ trained: 0 })
  })
})

describe('a true exit of December', () => {
  const exit = {
    ...dataOf('ConfirmExit'),
    publicisedFrom: '2018-12-01',
    publicisedUntil: '2018-12-15',
    on: '2018-12-20',
  }

  it('is accepted though income and members of January were typed first', async () => {
    const office = await officeAfter(examplesUntil('RecordIncome'))
    await office.send('RecordIncome', {
      householdId: 'household-1',
      year: 2018,
      perCapitaFen: 900_000,
      on: '2019-01-10',
    })
    await office.send('ReviseMembers', { householdId: 'household-1', people: 6, reason: 'birth', on: '2019-01-12' })
    const { status, body } = await office.send('ConfirmExit', exit)
    expect([status, body.events?.[0]?.data]).toMatchObject([
      200,
      { perCapitaFen: 420_000, people: 5, agreementId: 'agreement-1', on: '2018-12-20' },
    ])
  })

  it('is credited to the agreement of its day, though that ended before it was entered', async () => {
    const office = await officeAfter(examplesUntil('RecordIncome'))
    await office.send('CompleteAgreement', { agreementId: 'agreement-1', on: '2019-12-31' })
    expect((await office.send('ConfirmExit', exit)).status).toBe(200)
    expect(await office.read('mentoringNetwork', 'agreement-1')).toMatchObject({
      state: 'completed',
      exited: { households: 1, people: 5 },
    })
  })
})

describe('what was typed last', () => {
  it('does not count instead of the newest day: members, and the placement that copies them', async () => {
    const office = await officeAfter(examplesUntil('SignAgreement').filter(({ type }) => type !== 'TerminateAgreement'))
    const count = (people: number, on: string) =>
      office.send('ReviseMembers', { householdId: 'household-2', people, reason: 'counted', on })
    await count(4, '2018-03-01')
    await count(9, '2018-02-20')
    const place = { agreementId: 'agreement-2', householdId: 'household-2', on: '2020-01-02' }
    const { status, body } = await office.send('PlaceHousehold', place)
    expect([status, body.events?.[0]?.data]).toMatchObject([200, { people: 4 }])
  })

  it('does not make an exited village poor again', async () => {
    const office = await officeAfter(examplesUntil('AdoptPolicy'))
    const code = '532329104207'
    const count = { code, population: 1200, poorPeople: 3, source: 'counted', dateCertainty: 'exact' }
    await office.send('CountPoverty', { ...count, on: '2018-06-01' })
    const classify = (status: string, on: string) =>
      office.send('ClassifyDivision', { code, status, baseId: 'base-1', on }, 'county')
    expect((await classify('exited', '2018-12-01')).status).toBe(200)
    expect((await classify('deeplyPoor', '2017-06-01')).status).toBe(200)
    expect(await office.read('povertyIncidence', code)).toMatchObject({
      status: { status: 'exited', on: '2018-12-01' },
    })
    expect((await classify('exited', '2019-06-01')).body.rule).toBe('X4')
  })

  it('does not hide the newest scale, nor the day on which the threshold was reached', async () => {
    const office = await officeAfter(examplesUntil('GrantSupport'))
    const scale = (quantity: number, on: string) =>
      office.send('RecordScale', { traineeId: 'trainee-1', industry: 'morels', quantity, unit: 'mu', on })
    await scale(12, '2018-05-01')
    await scale(11, '2018-04-01')
    await scale(12, '2018-06-01')
    await scale(9, '2018-05-15')
    expect(await office.read('leadHouseholds', 'trainee-1')).toMatchObject({
      scales: [{ quantity: 12, on: '2018-06-01', reachedOn: '2018-04-01' }],
    })
    expect(await office.read('leadHouseholds', 'trainee-1', '2018-05-20')).toMatchObject({
      scales: [{ quantity: 9, on: '2018-05-15', reachedOn: '2018-04-01' }],
    })
  })

  it('does not let a failed review of an earlier day override a passed one', async () => {
    const office = await officeAfter(examplesUntil('OpenEnrolment'))
    const failed = { ...dataOf('ReviewEligibility'), traineeId: 'trainee-1', passed: false, on: '2018-01-07' }
    expect((await office.send('ReviewEligibility', failed)).status).toBe(200)
    expect((await office.runtime.read('worklist').list({ prefix: 'base-1/contradiction' })).items).toEqual([])
    expect(typesOf(await office.standing('journey-trainee-1'))).toContain('TraineeSelected')
  })
})

describe('seats', () => {
  /** The commands of the batch of February once more, for one of June. */
  const june = (type: string) =>
    JSON.parse(
      JSON.stringify(exampleCommands.filter((one) => one.type === type))
        .replaceAll('batch-1', 'batch-6')
        .replaceAll(/2018-01-(\d\d)/g, '2018-05-$1')
        .replaceAll(/2018-02-(\d\d)/g, '2018-06-$1'),
    )
  const openJune = ['PlanBatch', 'ScheduleSession', 'ReviewGate', 'OpenEnrolment'].flatMap(june)
  const story = [
    ...examplesUntil('OpenEnrolment'),
    ...openJune.filter(
      ({ type, data }) => data.batchId === 'batch-6' && !(type === 'ReviewGate' && data.gate === 'effectiveness'),
    ),
  ]

  it('of an earlier batch is taken after one of a later batch', async () => {
    const office = await officeAfter(story)
    const take = (batchId: string, on: string) => office.send('TakeSeat', { batchId, traineeId: 'trainee-1', on })
    expect((await take('batch-6', '2018-05-16')).status).toBe(200)
    expect((await take('batch-1', '2018-01-16')).status).toBe(200)
    const enrolled = (await office.standing('journey-trainee-1')).filter(({ type }) => type === 'TraineeEnrolled')
    expect(enrolled.map(({ data }) => data.batchId)).toEqual(['batch-1', 'batch-6'])
  })

  it('released before they were recorded are refused, and never stand for ever', async () => {
    const office = await officeAfter(story)
    const release = { batchId: 'batch-1', traineeId: 'trainee-1', reason: 'harvest', on: '2018-01-18' }
    const early = await office.send('ReleaseSeat', release)
    expect([early.status, early.body.rule]).toEqual([422, 'G7'])
    await office.send('TakeSeat', { batchId: 'batch-1', traineeId: 'trainee-1', on: '2018-01-16' })
    expect((await office.send('ReleaseSeat', release)).status).toBe(200)
    expect(typesOf(await office.standing('journey-trainee-1')).slice(-2)).toEqual(['TraineeEnrolled', 'EnrolmentEnded'])
  })

  it('feedback of the day of closing is accepted the day after', async () => {
    // trainee-5 stays until the end
    const office = await officeAfter(examplesUntil('CloseBatch').filter(({ type }) => type !== 'ReleaseSeat'))
    const feedback = { batchId: 'batch-1', traineeId: 'trainee-5', rating: 3, on: '2018-02-10' }
    expect((await office.send('GiveFeedback', feedback)).status).toBe(200)
    expect(await office.read('batchRegister', 'batch-1')).toMatchObject({ status: 'closed', meanRating: 4 })
  })
})
