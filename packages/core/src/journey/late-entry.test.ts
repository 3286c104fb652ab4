// What is entered for a day before what is recorded already.
import { day } from '@skein/kernel'
import { describe, expect, it } from 'vitest'
import { divisionCode, journey, registeredOn, send } from '../../test/journeys.js'
import { event, listed, nominated, policy, reviewed, selected } from '../../test/people.js'
import { TraineeId } from '../shared/value-objects.js'
import { mentor } from './views.js'

const selectedTrainee = [nominated({ partyMember: true }), reviewed(), selected]
const june = event('CoursesRequested', { subjects: ['morels'], on: '2018-06-01' })
const scale = (quantity: number, on: string) => send('RecordScale', { industry: 'morels', quantity, unit: 'mu', on })
const recorded = (quantity: number, on: string) =>
  event('ScaleRecorded', { industry: 'morels', quantity, unit: 'mu', threshold: 100, on })
const reached = (quantity: number, on: string) =>
  event('ScaleThresholdReached', { industry: 'morels', quantity, unit: 'mu', threshold: 100, on })
const threshold = { policy: policy({ scaleThresholds: { morels: { quantity: 100, unit: 'mu' } } }) }

describe('a training', () => {
  const result = { completed: true, attendance: 1, hours: 20 }
  const traineeId = TraineeId.parse('t1')
  const training = send('RecordTraining', { batchId: 'k1', ...result, on: '2018-04-04' })
  const views = { batch: { audience: [], closedOn: day('2018-04-04'), result: { traineeId, ...result } } }

  it('is of the day of the closing, whatever is recorded for later days', () => {
    const trained = journey(...selectedTrainee, june).when(training, views)
    expect(trained.events).toEqual([event('TrainingCompleted', { batchId: 'k1', ...result, on: '2018-04-04' })])
    expect(trained.state.trainedOn).toBe('2018-04-04')
  })

  it('K1 permits what follows it, though a fact of a later day is recorded', () => {
    const cadre = send('NameReserveCadre', { divisionCode, on: '2018-04-10' })
    const trained = journey(...selectedTrainee, june).when(training, views)
    expect(trained.when(cadre, { division: { registeredOn } }).events).toHaveLength(1)
    expect(journey(...selectedTrainee, june).when(cadre, { division: { registeredOn } }).rule).toBe('K1')
  })
})

describe('an enrolment', () => {
  const inJune = { from: '2018-06-04', until: '2018-06-10' }
  const inMarch = { from: '2018-03-19', until: '2018-03-25' }

  it('in a batch of March is accepted after one of June, and T1 compares their dates', () => {
    const enrolled = journey(
      ...selectedTrainee,
      event('TraineeEnrolled', { batchId: 'k2', ...inJune, on: '2018-05-20' }),
    )
    const enrol = (dates: object) => send('Enrol', { batchId: 'k1', ...dates, on: '2018-03-10' })
    const batch = { batch: { audience: ['villager'] as const, seat: { attempt: 1, on: day('2018-03-10') } } }
    const march = enrolled.when(enrol(inMarch), batch)
    expect(march.events).toHaveLength(1)
    expect([...march.state.enrolments.keys()]).toEqual(['k1', 'k2'])
    expect(enrolled.when(enrol({ from: '2018-06-10', until: '2018-06-20' }), batch).evidence).toMatchObject({
      event: 'TraineeEnrolled',
      rule: 'T1',
    })
  })
})

describe('the newest day counts, not the last entry', () => {
  it('in a profile, field by field', () => {
    const revised = event('ProfileRevised', {
      willing: true,
      potential: ['selling'],
      reason: 'asked',
      on: '2018-05-01',
    })
    const late = send('ReviseProfile', { willing: false, partyMember: false, reason: 'asked', on: '2018-04-01' })
    expect(journey(...selectedTrainee, revised).when(late).state.profile).toMatchObject({
      willing: true,
      partyMember: false,
      potential: ['selling'],
    })
  })

  it('in a review: a failed one of an earlier day does not override a passed one', () => {
    const failed = send('ReviewEligibility', {
      passed: false,
      findings: [],
      by: { role: 'villageBranch', id: 'branch-1' },
      on: '2018-03-02',
    })
    const late = journey(...selectedTrainee).when(failed)
    expect(late.events).toHaveLength(1)
    expect(late.state.nomination).toMatchObject({
      review: { passed: true, on: '2018-03-04' },
      selectedOn: '2018-03-05',
    })
  })

  it('S2 contradicts a selection that a late review speaks against, and a later review resolves it', () => {
    const review = (passed: boolean, on: string) =>
      send('ReviewEligibility', { passed, findings: [], by: { role: 'villageBranch', id: 'branch-1' }, on })
    const contradicted = journey(...selectedTrainee, listed).when(review(false, '2018-03-05'))
    expect(contradicted.contradictions).toEqual([])
    const late = journey(
      nominated(),
      reviewed(true, '2018-03-02'),
      event('TraineeSelected', { on: '2018-03-05' }),
    ).when(review(false, '2018-03-03'))
    expect(late.contradictions).toEqual(['S2'])
    expect(late.when(review(true, '2018-03-04')).contradictions).toEqual([])
  })
})

describe('a scale', () => {
  it('moves the day of the threshold when one of an earlier day reaches it too', () => {
    const inMay = journey(nominated(), [recorded(120, '2018-05-01'), reached(120, '2018-05-01')])
    expect(mentor('morels')(inMay.state).thresholdOn).toBe('2018-05-01')
    const inApril = inMay.when(scale(110, '2018-04-01'), threshold)
    expect(inApril.history).toEqual([
      nominated(),
      recorded(110, '2018-04-01'),
      reached(110, '2018-04-01'),
      recorded(120, '2018-05-01'),
    ])
    expect(mentor('morels')(inApril.state)).toMatchObject({
      thresholdOn: '2018-04-01',
      scale: { quantity: 120, unit: 'mu' },
    })
  })

  it('that is the same on a later day is recorded, so that one in between does not replace it', () => {
    const april = journey(nominated()).when(scale(100, '2018-04-01'), threshold)
    const may = april.when(scale(100, '2018-05-01'), threshold)
    expect(may.events).toEqual([recorded(100, '2018-05-01')])
    const between = may.when(scale(90, '2018-04-15'), threshold)
    expect(between.events).toEqual([recorded(90, '2018-04-15')])
    expect(mentor('morels')(between.state).scale).toEqual({ quantity: 100, unit: 'mu' })
  })
})
