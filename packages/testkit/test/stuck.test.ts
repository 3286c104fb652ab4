// No journey is stuck: wherever a programme has got to, a willing person in it can still come to mentor.
import { Agreement, Batch, Calendar, chadian2018, Household, Instructor, Journey } from '@skein/core'
import { addDays, readView } from '@skein/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type GeneratedHistory, generatedHistory } from '../src/domain/generated-history.js'
import { completePolicy, scenarioOf } from '../src/domain/scenario.js'
import { choicesOf } from '../src/domain/seeded-choice.js'
import type { World } from '../src/domain/world.js'
import { runs } from './runs.js'

const scenario = scenarioOf(completePolicy(chadian2018))
const on = '2029-03-01'
const day = (days: number) => addDays('2029-03-19', days)

const people = (world: World) =>
  world
    .ids('journey')
    .map((id) => ({
      id,
      state: world.view(readView(Journey.stream(id), (state: Journey.State) => state)),
    }))
    .filter(({ state }) => state.status === 'active' && state.profile?.willing === true)

/** Whoever is there and willing goes on from where they are; nothing is asked of what is done. */
const onwards = (world: World, traineeId: string): void => {
  const state = () => world.view(readView(Journey.stream(traineeId), (of: Journey.State) => of))
  const stage = () => Journey.stageOf(state())
  if (stage() === 'mentoring') return
  if (state().profile?.potential.length === 0)
    world.must(scenario.command('ReviseProfile', { traineeId, potential: ['growing'], reason: 'seen', on }))
  if (state().nomination?.selectedOn === undefined)
    world.must(scenario.reviewEligibility(traineeId, true, on), scenario.selectTrainee(traineeId, on))
  if (state().trainedOn === undefined) train(world, traineeId)
  if (state().nomination?.listed === undefined) world.must(scenario.listLeadCandidate(traineeId, { on: '2029-05-01' }))
  const { industry } = scenario
  if (state().thresholds.get(industry) === undefined)
    world.must(scenario.recordScale(traineeId, scenario.threshold.quantity * 2, { on: '2029-05-02' }))
  if (state().nomination?.recognised.get(industry) === undefined)
    world.must(scenario.recogniseLeadHousehold(traineeId, { on: '2029-05-03' }))
  world.must(
    scenario.signAgreement(`onwards-${traineeId}`, traineeId, {
      from: '2029-06-01',
      until: '2031-06-01',
      on: '2029-06-01',
    }),
  )
}

/** In a batch of their own, at a base that is at work; out of the one they are in, if they are. */
const train = (world: World, traineeId: string): void => {
  const { enrolment } = world.view(readView(Journey.stream(traineeId), Journey.ties))
  if (enrolment !== undefined)
    world.must(scenario.command('ReleaseSeat', { batchId: enrolment.batchId, traineeId, reason: 'moved', on }))
  const batchId = `onwards-${traineeId}`
  const { category = 'villager' } = world.view(readView(Journey.stream(traineeId), Journey.admission))
  const instructorId = `teacher-of-${traineeId}`
  const placeId = `room-for-${traineeId}`
  const courses = { s1: 'party', s2: 'skill', s3: 'practice' } as const
  world.must(
    scenario.engageInstructor(instructorId, { on }),
    scenario.openFacility(placeId, { seats: 9, on }),
    scenario.offerCourse(`party-${traineeId}`, { component: 'partySpirit', subject: 'history', on }),
    scenario.offerCourse(`skill-${traineeId}`, { on }),
    scenario.offerCourse(`practice-${traineeId}`, { component: 'practice', subject: 'pruning', on }),
    scenario.requestCourses(traineeId, ['morels'], on),
    scenario.planBatch(batchId, { audience: [category], startsOn: day(0), endsOn: day(6), on }),
    ...(['s1', 's2', 's3'] as const).map((name, at) =>
      scenario.scheduleSession(batchId, name, {
        courseId: `${courses[name]}-${traineeId}`,
        date: day(at),
        instructorId,
        placeId,
        requestedBy: name === 's2' ? [traineeId] : [],
        on,
      }),
    ),
    scenario.reviewGate(batchId, 'curriculum', { on }),
    scenario.reviewGate(batchId, 'mode', { on }),
    scenario.openEnrolment(batchId, on),
    scenario.takeSeat(batchId, traineeId, { on }),
    scenario.startBatch(batchId, day(0)),
    ...(['s1', 's2', 's3'] as const).map((name, at) => scenario.deliverSession(batchId, name, [traineeId], day(at))),
    scenario.giveFeedback(batchId, traineeId, 5, day(3)),
    scenario.reviewGate(batchId, 'effectiveness', { on: day(4) }),
    scenario.closeBatch(batchId, day(5)),
  )
}

/** Everything that was begun for what is over by now, one line each. */
const leftOver = (world: World): readonly string[] => {
  const roster = (batchId: string) => world.view(readView(Batch.stream(batchId), Batch.roster))
  const placed = (agreementId: string, householdId: string) =>
    world.view(readView(Agreement.stream(agreementId), Agreement.placement(householdId)))
  const active = (agreementId: string) => {
    const { signedOn, endedOn } = world.view(readView(Agreement.stream(agreementId), Agreement.terms))
    return signedOn !== undefined && endedOn === undefined
  }
  return [
    ...world.ids('journey').flatMap((id) => {
      const { enrolment, agreements } = world.view(readView(Journey.stream(id), Journey.ties))
      const { seats, endedOn } = roster(enrolment?.batchId ?? '')
      // sound: only looked up
      const isSeated = endedOn === undefined && seats.has(id as never)
      return [
        ...(enrolment === undefined || isSeated ? [] : [`${id} is enrolled in ${enrolment.batchId}, which has ended`]),
        ...agreements.flatMap((of) => (active(of) ? [] : [`${id} mentors under ${of}, which has ended`])),
      ]
    }),
    ...world.ids('household').flatMap((id) => {
      const mentor = world.view(readView(Household.stream(id), Household.mentor))
      if (mentor === undefined) return []
      return placed(mentor.agreementId, id)?.state === 'confirmed' ? [] : [`${id} keeps ${mentor.mentorId}`]
    }),
    ...world.ids('batch').flatMap((batchId) =>
      [...roster(batchId).sessions.values()].flatMap(({ sessionId, instructorId, placeId, isCancelled }) => {
        const held = [
          world.view(readView(Instructor.stream(instructorId), Instructor.booking(batchId, sessionId))),
          world.view(readView(Calendar.stream(placeId), Calendar.booking(batchId, sessionId))),
        ]
        return held.some((booking) => (booking !== undefined) === isCancelled)
          ? [`${batchId}/${sessionId}, cancelled: ${isCancelled}`]
          : []
      }),
    ),
  ]
}

it('once settled, nothing is kept for what is over', () => {
  fc.assert(
    fc.property(generatedHistory(), fc.nat(), ({ world }, order) => {
      world.settle(choicesOf(order))
      expect(leftOver(world)).toEqual([])
    }),
    { numRuns: runs },
  )
})

describe('no journey is stuck', () => {
  it('from anywhere, somebody willing and active comes to mentor', () => {
    const stages = new Set<string>()
    fc.assert(
      fc.property(generatedHistory(), ({ world }: GeneratedHistory) => {
        world.settle()
        for (const { id, state } of people(world)) {
          stages.add(Journey.stageOf(state))
          onwards(world, id)
          expect(Journey.stageOf(world.view(readView(Journey.stream(id), (of: Journey.State) => of)))).toBe('mentoring')
        }
      }),
      { numRuns: runs },
    )
    // they set out from everywhere
    expect([...stages].sort()).toEqual([
      'leadCandidate',
      'leadHousehold',
      'mentoring',
      'nominated',
      'selected',
      'trained',
    ])
  })
})
