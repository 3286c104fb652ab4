// Stories of mentoring and of training: what people enter, in any order of days, and what they take back or put right.
import type { CommandInput } from '@skein/core'
import { addDays, day } from '@skein/kernel'
import fc from 'fast-check'
import type { Step } from './engine-and-model.js'
import { scenario } from './programme.js'

const { command } = scenario
const people = ['t1', 't2'] as const
const agreementId = fc.constantFrom('a1', 'a2')
const householdId = fc.constantFrom('h1', 'h2')
const traineeId = fc.constantFrom(...people)
const within = (from: string, days: number) => fc.nat(days).map((after) => addDays(day(from), after))

type Weighted = { readonly weight: number; readonly arbitrary: fc.Arbitrary<CommandInput> }
const weighted = (weight: number, arbitrary: fc.Arbitrary<CommandInput>): Weighted => ({ weight, arbitrary })

/** Two trained lead households, before anybody signs. */
export const leadsStart: readonly CommandInput[] = [
  ...scenario.commandsUntil('open'),
  scenario.takeSeat('k1', 't1'),
  scenario.takeSeat('k1', 't2'),
  scenario.startBatch('k1'),
  ...(['s1', 's2', 's3'] as const).map((session) => scenario.deliverSession('k1', session, people)),
  ...people.flatMap((id) => [scenario.recordAssessment('k1', id), scenario.giveFeedback('k1', id)]),
  scenario.reviewGate('k1', 'effectiveness'),
  scenario.closeBatch('k1'),
  ...people.flatMap((id) => scenario.becomeLead(id)),
]

const on = within('2018-06-01', 40)
const reason = 'asked'

const mentoringCommand: fc.Arbitrary<CommandInput> = fc.oneof(
  weighted(
    4,
    fc
      .tuple(agreementId, traineeId, within('2018-06-01', 10))
      .map(([id, mentor, date]) => scenario.signAgreement(id, mentor, { on: date })),
  ),
  weighted(
    6,
    fc.tuple(agreementId, householdId, on).map(([id, household, date]) => scenario.placeHousehold(id, household, date)),
  ),
  weighted(
    3,
    fc.record({ agreementId, householdId, on }).map((data) => command('ReleaseHousehold', { ...data, reason })),
  ),
  weighted(
    2,
    fc
      .record({ agreementId, on: within('2018-06-10', 40) })
      .map((data) => command('TerminateAgreement', { ...data, reason })),
  ),
  weighted(
    3,
    fc
      .record({ householdId, people: fc.integer({ min: 1, max: 9 }), on: within('2018-02-01', 170) })
      .map((data) => command('ReviseMembers', { ...data, reason })),
  ),
  weighted(
    1,
    fc.record({ traineeId, on: within('2018-06-05', 40) }).map((data) => command('Withdraw', { ...data, reason })),
  ),
  weighted(
    1,
    fc.record({ traineeId, on: within('2018-06-05', 40) }).map((data) => command('Disqualify', { ...data, reason })),
  ),
)

/** Mostly one of the newest. */
const entry = fc.oneof({ weight: 3, arbitrary: fc.nat(7) }, { weight: 1, arbitrary: fc.nat(100) })
const correction: fc.Arbitrary<Step> = fc
  .record({ entry, days: fc.integer({ min: -8, max: 8 }), figure: fc.integer({ min: 1, max: 9 }) })
  .map((of) => ({ do: 'correct', ...of }))
const stepsOf = (some: fc.Arbitrary<CommandInput>): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 8, arbitrary: some.map((of): Step => ({ do: 'enter', command: of })) },
      { weight: 1, arbitrary: entry.map((of): Step => ({ do: 'annul', entry: of })) },
      { weight: 1, arbitrary: correction },
    ),
    { minLength: 4, maxLength: 14, size: 'max' },
  )

export const mentoringStories = stepsOf(mentoringCommand)

/** Two selected people, and two batches that are open for enrolment. */
export const trainingStart: readonly CommandInput[] = [
  ...scenario.commandsUntil('people'),
  scenario.reviewEligibility('t3'),
  scenario.selectTrainee('t3'),
  ...scenario.scheduledBatch('k1'),
  scenario.reviewGate('k1', 'curriculum'),
  scenario.reviewGate('k1', 'mode'),
  scenario.openEnrolment('k1'),
]

const attendance = fc.constantFrom(['t1'], ['t1', 't2'], ['t2'])
const trainingCommand: fc.Arbitrary<CommandInput> = fc.oneof(
  weighted(
    6,
    fc
      .tuple(fc.constantFrom('t1', 't2', 't3'), within('2018-03-02', 16))
      .map(([id, date]) => scenario.takeSeat('k1', id, { on: date })),
  ),
  weighted(
    2,
    fc
      .record({ traineeId: fc.constantFrom('t1', 't2', 't3'), on: within('2018-03-03', 20) })
      .map((data) => command('ReleaseSeat', { ...data, batchId: 'k1', reason })),
  ),
  weighted(2, fc.constant(scenario.startBatch('k1'))),
  weighted(
    5,
    fc
      .tuple(fc.constantFrom('s1', 's2', 's3'), attendance)
      .map(([session, present]) => scenario.deliverSession('k1', session, present)),
  ),
  weighted(
    3,
    fc
      .tuple(fc.constantFrom('t1', 't2'), fc.integer({ min: 3, max: 10 }))
      .map(([id, score]) => scenario.recordAssessment('k1', id, score * 10)),
  ),
  weighted(2, fc.constant(scenario.reviewGate('k1', 'effectiveness'))),
  weighted(2, fc.constant(scenario.closeBatch('k1'))),
  weighted(
    1,
    fc.record({ traineeId, on: within('2018-02-20', 50) }).map((data) => command('Withdraw', { ...data, reason })),
  ),
  weighted(
    1,
    fc.record({ traineeId, on: within('2018-02-20', 50) }).map((data) => command('Disqualify', { ...data, reason })),
  ),
)

/** The training as it goes, with other commands anywhere in it: most of a story is then possible. */
const trained: readonly CommandInput[] = [
  scenario.takeSeat('k1', 't1'),
  scenario.takeSeat('k1', 't2'),
  scenario.startBatch('k1'),
  ...(['s1', 's2', 's3'] as const).map((session) => scenario.deliverSession('k1', session, people)),
  ...people.map((id) => scenario.recordAssessment('k1', id, 80)),
  scenario.reviewGate('k1', 'effectiveness'),
  scenario.closeBatch('k1'),
]

export const trainingStories: fc.Arbitrary<readonly Step[]> = fc
  .tuple(stepsOf(trainingCommand), fc.array(fc.nat(), { minLength: 16, maxLength: 16 }), fc.boolean())
  .map(([steps, places, isLikely]) => {
    if (!isLikely) return steps
    const all: Step[] = trained.map((of) => ({ do: 'enter', command: of }))
    for (const [at, step] of steps.entries()) all.splice((places[at] ?? 0) % (all.length + 1), 0, step)
    return all
  })
