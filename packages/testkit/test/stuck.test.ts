// Liveness: nothing is left over for what has ended, and a willing person in any programme can still come to mentor.
import { chadian2018, Journey } from '@skein/core'
import { addDays, readView } from '@skein/kernel'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { generatedHistory } from '../src/domain/generated-history.js'
import { completePolicy, scenarioOf } from '../src/domain/scenario.js'
import { choicesOf } from '../src/domain/seeded-choice.js'
import type { World } from '../src/domain/world.js'
import { leftovers } from './leftovers.js'
import { runs } from './runs.js'

const scenario = scenarioOf(completePolicy(chadian2018))
const on = '2029-03-01'
const batchDay = (days: number) => addDays('2029-03-19', days)

const journeyOf = (world: World, traineeId: string): Journey.State =>
  world.view(readView(Journey.stream(traineeId), (state: Journey.State) => state))

const isWilling = ({ status, profile }: Journey.State) => status === 'active' && profile?.willing === true

/** Leads a person to mentoring from any stage. Throws if a rule rejects a command on the way. */
const leadToMentoring = (world: World, traineeId: string): void => {
  const state = () => journeyOf(world, traineeId)
  if (Journey.stageOf(state()) === 'mentoring') return
  if (state().profile?.potential.length === 0)
    world.must(scenario.command('ReviseProfile', { traineeId, potential: ['growing'], reason: 'seen', on }))
  if (state().nomination?.selectedOn === undefined)
    world.must(scenario.reviewEligibility(traineeId, true, on), scenario.selectTrainee(traineeId, on))
  if (state().trainedOn === undefined) train(world, traineeId)
  if (state().nomination?.listed === undefined) world.must(scenario.listLeadCandidate(traineeId, { on: '2029-05-01' }))
  const { industry, threshold } = scenario
  if (state().thresholds.get(industry) === undefined)
    world.must(scenario.recordScale(traineeId, threshold.quantity * 2, { on: '2029-05-02' }))
  if (state().nomination?.recognised.get(industry) === undefined)
    world.must(scenario.recogniseLeadHousehold(traineeId, { on: '2029-05-03' }))
  const term = { from: '2029-06-01', until: '2031-06-01', on: '2029-06-01' }
  world.must(scenario.signAgreement(`new-${traineeId}`, traineeId, term))
}

/** Trains a person in a batch of their own, after releasing their seat in another. */
const train = (world: World, traineeId: string): void => {
  const { enrolments } = world.view(readView(Journey.stream(traineeId), Journey.ties))
  for (const { batchId } of enrolments)
    world.must(scenario.command('ReleaseSeat', { batchId, traineeId, reason: 'moved', on }))
  const { category = 'villager' } = world.view(readView(Journey.stream(traineeId), Journey.admission))
  const batchId = `new-${traineeId}`
  const instructorId = `instructor-of-${traineeId}`
  const placeId = `room-of-${traineeId}`
  const courses = { s1: `party-${traineeId}`, s2: `skill-${traineeId}`, s3: `practice-${traineeId}` } as const
  const sessions = ['s1', 's2', 's3'] as const
  world.must(
    scenario.engageInstructor(instructorId, { on }),
    scenario.openFacility(placeId, { seats: 9, on }),
    scenario.offerCourse(courses.s1, { component: 'partySpirit', subject: 'history', on }),
    scenario.offerCourse(courses.s2, { on }),
    scenario.offerCourse(courses.s3, { component: 'practice', subject: 'pruning', on }),
    scenario.requestCourses(traineeId, ['morels'], on),
    scenario.planBatch(batchId, { audience: [category], startsOn: batchDay(0), endsOn: batchDay(6), on }),
    ...sessions.map((session, index) =>
      scenario.scheduleSession(batchId, session, {
        courseId: courses[session],
        date: batchDay(index),
        instructorId,
        placeId,
        requestedBy: session === 's2' ? [traineeId] : [],
        on,
      }),
    ),
    scenario.reviewGate(batchId, 'curriculum', { on }),
    scenario.reviewGate(batchId, 'mode', { on }),
    scenario.openEnrolment(batchId, on),
    scenario.takeSeat(batchId, traineeId, { on }),
    scenario.startBatch(batchId, batchDay(0)),
    ...sessions.map((session, index) => scenario.deliverSession(batchId, session, [traineeId], batchDay(index))),
    scenario.giveFeedback(batchId, traineeId, 5, batchDay(3)),
    scenario.reviewGate(batchId, 'effectiveness', { on: batchDay(4) }),
    scenario.closeBatch(batchId, batchDay(5)),
  )
}

it('a settled programme keeps no booking, enrolment or mentor for what has ended', () => {
  fc.assert(
    fc.property(generatedHistory(), fc.nat(), ({ world }, order) => {
      world.settle(choicesOf(order))
      expect(leftovers(world)).toEqual([])
    }),
    { numRuns: runs },
  )
})

it('every willing and active person can come to mentor, from any stage', () => {
  const stages = new Set<string>()
  fc.assert(
    fc.property(generatedHistory(), ({ world }) => {
      world.settle()
      for (const id of world.ids('journey').filter((person) => isWilling(journeyOf(world, person)))) {
        stages.add(Journey.stageOf(journeyOf(world, id)))
        leadToMentoring(world, id)
        expect(Journey.stageOf(journeyOf(world, id))).toBe('mentoring')
      }
    }),
    { numRuns: runs },
  )
  // they started from every stage
  expect([...stages].sort()).toEqual([
    'leadCandidate',
    'leadHousehold',
    'mentoring',
    'nominated',
    'selected',
    'trained',
  ])
})
