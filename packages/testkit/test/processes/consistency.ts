// What must be consistent between streams once the processes have finished.
import { Agreement, Batch, Calendar, Household, Instructor, Journey } from '@skein/core'
import { readView } from '@skein/kernel'
import type { World } from '../../src/domain/world.js'

/** The inconsistencies, one line each; none if all streams are consistent. */
export const inconsistencies = (world: World): readonly string[] => [
  ...ofBookings(world),
  ...ofSeats(world),
  ...ofPlacements(world),
  ...ofMentors(world),
]

const roster = (world: World, batchId: string) => world.view(readView(Batch.stream(batchId), Batch.roster))

const ofBookings = (world: World): readonly string[] =>
  world.ids('batch').flatMap((batchId) =>
    [...roster(world, batchId).sessions.values()].flatMap(
      ({ sessionId, instructorId, placeId, isCancelled, isDelivered }) => {
        const instructors = world
          .ids('instructor')
          .filter(
            (id) => world.view(readView(Instructor.stream(id), Instructor.booking(batchId, sessionId))) !== undefined,
          )
        const rooms = world
          .ids('calendar')
          .filter((id) => world.view(readView(Calendar.stream(id), Calendar.booking(batchId, sessionId))) !== undefined)
        const session = `${batchId}/${sessionId}`
        // a session may be delivered before its bookings are made; then it needs none
        if (isDelivered) return []
        return [
          ...differences(`instructors of ${session}`, instructors, isCancelled ? [] : [instructorId]),
          ...differences(`rooms of ${session}`, rooms, isCancelled ? [] : [placeId]),
        ]
      },
    ),
  )

const ofSeats = (world: World): readonly string[] =>
  world.ids('batch').flatMap((batchId) => {
    const { seats, endedOn } = roster(world, batchId)
    return world.ids('journey').flatMap((traineeId) => {
      const seat = endedOn === undefined ? [...seats].find(([id]) => id === traineeId)?.[1] : undefined
      const { enrolments } = world.view(readView(Journey.stream(traineeId), Journey.ties))
      const enrolled = enrolments.flatMap((one) => (one.batchId === batchId ? [`${one.attempt}`] : []))
      const beds = world.ids('calendar').flatMap((placeId) => {
        const bed = world.view(readView(Calendar.stream(placeId), Calendar.bed(batchId, traineeId)))
        return bed === undefined ? [] : [`${placeId} ${bed.attempt}`]
      })
      const participation = `${traineeId} in ${batchId}`
      return [
        ...differences(`enrolment of ${participation}`, enrolled, seat ? [`${seat.attempt}`] : []),
        ...differences(
          `beds of ${participation}`,
          beds,
          seat?.dormitoryId === undefined ? [] : [`${seat.dormitoryId} ${seat.attempt}`],
        ),
      ]
    })
  })

const ofPlacements = (world: World): readonly string[] =>
  world.ids('household').flatMap((householdId) => {
    const mentor = world.view(readView(Household.stream(householdId), Household.mentor))
    const placed = world.ids('agreement').flatMap((agreementId) => {
      const placement = world.view(readView(Agreement.stream(agreementId), Agreement.placement(householdId)))
      return placement === undefined ? [] : [`${agreementId} ${placement.attempt} ${placement.state}`]
    })
    return differences(
      `placements of ${householdId}`,
      placed,
      mentor === undefined ? [] : [`${mentor.agreementId} ${mentor.attempt} confirmed`],
    )
  })

const ofMentors = (world: World): readonly string[] =>
  world.ids('journey').flatMap((traineeId) => {
    const { agreements, enrolments } = world.view(readView(Journey.stream(traineeId), Journey.ties))
    const { status } = world.view(readView(Journey.stream(traineeId), Journey.admission))
    const active = world.ids('agreement').filter((agreementId) => {
      const { mentorId, endedOn } = world.view(readView(Agreement.stream(agreementId), Agreement.terms))
      return mentorId === traineeId && endedOn === undefined
    })
    return [
      ...differences(`agreements of ${traineeId}`, agreements, active),
      ...(status === 'active' || (enrolments.length === 0 && agreements.length === 0)
        ? []
        : [`${traineeId} is ${status} and still enrolled or mentoring`]),
    ]
  })

const differences = (what: string, actual: readonly string[], expected: readonly string[]): readonly string[] => {
  const [actualText, expectedText] = [[...actual].sort().join(', '), [...expected].sort().join(', ')]
  return actualText === expectedText ? [] : [`${what}: ${actualText || 'none'}, expected ${expectedText || 'none'}`]
}
