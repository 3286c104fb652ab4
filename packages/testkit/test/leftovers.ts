import { Agreement, Batch, Calendar, Household, Instructor, Journey } from '@skein/core'
import { readView } from '@skein/kernel'
import type { World } from '../src/domain/world.js'

/** What a world keeps for something that has ended, one line for each. */
export const leftovers = (world: World): readonly string[] => [
  ...world.ids('journey').flatMap((id) => ofJourney(world, id)),
  ...world.ids('household').flatMap((id) => ofHousehold(world, id)),
  ...world.ids('batch').flatMap((id) => ofBatch(world, id)),
]

const rosterOf = (world: World, batchId: string) => world.view(readView(Batch.stream(batchId), Batch.roster))

const isActive = (world: World, agreementId: string): boolean => {
  const { signedOn, endedOn } = world.view(readView(Agreement.stream(agreementId), Agreement.terms))
  return signedOn !== undefined && endedOn === undefined
}

/** An enrolment without a seat in a batch that goes on, and agreements that have ended. */
const ofJourney = (world: World, id: string): readonly string[] => {
  const { enrolments, agreements } = world.view(readView(Journey.stream(id), Journey.ties))
  return [
    ...enrolments.flatMap(({ batchId }) => {
      const { seats, endedOn } = rosterOf(world, batchId)
      // sound: only looked up
      const isSeated = endedOn === undefined && seats.has(id as never)
      return isSeated ? [] : [`${id} is enrolled in ${batchId}, which has ended`]
    }),
    ...agreements.flatMap((agreementId) =>
      isActive(world, agreementId) ? [] : [`${id} mentors under ${agreementId}, which has ended`],
    ),
  ]
}

/** A mentor without a confirmed placement. */
const ofHousehold = (world: World, id: string): readonly string[] => {
  const mentor = world.view(readView(Household.stream(id), Household.mentor))
  if (mentor === undefined) return []
  const placement = world.view(readView(Agreement.stream(mentor.agreementId), Agreement.placement(id)))
  return placement?.state === 'confirmed' ? [] : [`${id} has the mentor ${mentor.mentorId} without a placement`]
}

/** A booking for a cancelled session, or a session without its bookings. */
const ofBatch = (world: World, batchId: string): readonly string[] =>
  [...rosterOf(world, batchId).sessions.values()].flatMap(({ sessionId, instructorId, placeId, isCancelled }) => {
    const bookings = [
      world.view(readView(Instructor.stream(instructorId), Instructor.booking(batchId, sessionId))),
      world.view(readView(Calendar.stream(placeId), Calendar.booking(batchId, sessionId))),
    ]
    return bookings.every((booking) => (booking !== undefined) !== isCancelled)
      ? []
      : [`${batchId}/${sessionId} is ${isCancelled ? 'cancelled but booked' : 'not booked'}`]
  })
