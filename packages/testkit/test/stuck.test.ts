// No journey is stuck: wherever a programme has got to, a willing person in it can still come to mentor.
import { Agreement, Batch, Calendar, chadian2018, Household, Instructor, Journey } from '@skein/core'
import { addDays, readView } from '@skein/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type GeneratedHistory, generatedHistory, shuffledBy } from '../src/domain/histories.js'
import { playable, scenarioOf } from '../src/domain/scenario.js'
import type { World } from '../src/domain/world.js'
import { runs } from './runs.js'

const p = scenarioOf(playable(chadian2018))
const on = '2029-03-01'
const day = (days: number) => addDays('2029-03-19', days)

const people = (world: World) =>
  world
    .ids('journey')
    .map((id) => ({
      id,
      state: world.see(readView(Journey.stream(id), (state: Journey.State) => state)),
    }))
    .filter(({ state }) => state.status === 'active' && state.profile?.willing === true)

/** Whoever is there and willing goes on from where they are; nothing is asked of what is done. */
const onwards = (world: World, traineeId: string): void => {
  const state = () => world.see(readView(Journey.stream(traineeId), (of: Journey.State) => of))
  const stage = () => Journey.stageOf(state())
  if (stage() === 'mentoring') return
  if (state().profile?.potential.length === 0)
    world.must(p.say('ReviseProfile', { traineeId, potential: ['growing'], reason: 'seen', on }))
  if (state().nomination?.selectedOn === undefined) world.must(p.review(traineeId, true, on), p.select(traineeId, on))
  if (state().trainedOn === undefined) train(world, traineeId)
  if (state().nomination?.listed === undefined) world.must(p.list(traineeId, { on: '2029-05-01' }))
  const { industry } = p
  if (state().thresholds.get(industry) === undefined)
    world.must(p.record(traineeId, p.threshold.quantity * 2, { on: '2029-05-02' }))
  if (state().nomination?.recognised.get(industry) === undefined)
    world.must(p.recognise(traineeId, { on: '2029-05-03' }))
  world.must(p.sign(`onwards-${traineeId}`, traineeId, { from: '2029-06-01', until: '2031-06-01', on: '2029-06-01' }))
}

/** In a batch of their own, at a base that is at work; out of the one they are in, if they are. */
const train = (world: World, traineeId: string): void => {
  const { enrolment } = world.see(readView(Journey.stream(traineeId), Journey.ties))
  if (enrolment !== undefined)
    world.must(p.say('ReleaseSeat', { batchId: enrolment.batchId, traineeId, reason: 'moved', on }))
  const batchId = `onwards-${traineeId}`
  const { category = 'villager' } = world.see(readView(Journey.stream(traineeId), Journey.admission))
  const instructorId = `teacher-of-${traineeId}`
  const placeId = `room-for-${traineeId}`
  const courses = { s1: 'party', s2: 'skill', s3: 'practice' } as const
  world.must(
    p.engage(instructorId, { on }),
    p.facility(placeId, { seats: 9, on }),
    p.course(`party-${traineeId}`, { component: 'partySpirit', subject: 'history', on }),
    p.course(`skill-${traineeId}`, { on }),
    p.course(`practice-${traineeId}`, { component: 'practice', subject: 'pruning', on }),
    p.request(traineeId, ['morels'], on),
    p.plan(batchId, { audience: [category], startsOn: day(0), endsOn: day(6), on }),
    ...(['s1', 's2', 's3'] as const).map((name, at) =>
      p.schedule(batchId, name, {
        courseId: `${courses[name]}-${traineeId}`,
        date: day(at),
        instructorId,
        placeId,
        requestedBy: name === 's2' ? [traineeId] : [],
        on,
      }),
    ),
    p.gate(batchId, 'curriculum', { on }),
    p.gate(batchId, 'mode', { on }),
    p.open(batchId, on),
    p.sit(batchId, traineeId, { on }),
    p.start(batchId, day(0)),
    ...(['s1', 's2', 's3'] as const).map((name, at) => p.deliver(batchId, name, [traineeId], day(at))),
    p.rate(batchId, traineeId, 5, day(3)),
    p.gate(batchId, 'effectiveness', { on: day(4) }),
    p.close(batchId, day(5)),
  )
}

/** Everything that was begun for what is over by now, one line each. */
const leftOver = (world: World): readonly string[] => {
  const roster = (batchId: string) => world.see(readView(Batch.stream(batchId), Batch.roster))
  const placed = (agreementId: string, householdId: string) =>
    world.see(readView(Agreement.stream(agreementId), Agreement.placement(householdId)))
  const active = (agreementId: string) => {
    const { signedOn, endedOn } = world.see(readView(Agreement.stream(agreementId), Agreement.terms))
    return signedOn !== undefined && endedOn === undefined
  }
  return [
    ...world.ids('journey').flatMap((id) => {
      const { enrolment, agreements } = world.see(readView(Journey.stream(id), Journey.ties))
      const { seats, endedOn } = roster(enrolment?.batchId ?? '')
      // sound: only looked up
      const isSeated = endedOn === undefined && seats.has(id as never)
      return [
        ...(enrolment === undefined || isSeated ? [] : [`${id} is enrolled in ${enrolment.batchId}, which has ended`]),
        ...agreements.flatMap((of) => (active(of) ? [] : [`${id} mentors under ${of}, which has ended`])),
      ]
    }),
    ...world.ids('household').flatMap((id) => {
      const mentor = world.see(readView(Household.stream(id), Household.mentor))
      if (mentor === undefined) return []
      return placed(mentor.agreementId, id)?.state === 'confirmed' ? [] : [`${id} keeps ${mentor.mentorId}`]
    }),
    ...world.ids('batch').flatMap((batchId) =>
      [...roster(batchId).sessions.values()].flatMap(({ sessionId, instructorId, placeId, isOn }) => {
        const held = [
          world.see(readView(Instructor.stream(instructorId), Instructor.booking(batchId, sessionId))),
          world.see(readView(Calendar.stream(placeId), Calendar.booking(batchId, sessionId))),
        ]
        return held.some((booking) => (booking !== undefined) !== isOn) ? [`${batchId}/${sessionId}: ${isOn}`] : []
      }),
    ),
  ]
}

it('once settled, nothing is kept for what is over', () => {
  fc.assert(
    fc.property(generatedHistory(), fc.nat(), ({ world }, order) => {
      world.settle(shuffledBy(order))
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
          expect(Journey.stageOf(world.see(readView(Journey.stream(id), (of: Journey.State) => of)))).toBe('mentoring')
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
