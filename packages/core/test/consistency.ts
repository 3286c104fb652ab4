// What must agree between streams once the processes have settled: nothing begun for what is over, nothing half done.
import { readView } from '@skein/kernel'
import * as Agreement from '../src/agreement/views.js'
import * as Batch from '../src/batch/views.js'
import * as Calendar from '../src/calendar/index.js'
import * as Household from '../src/household/views.js'
import * as Instructor from '../src/instructor/index.js'
import * as Journey from '../src/journey/views.js'
import type { World } from './settle.js'

/** What does not agree, one line each. */
export const inconsistencies = (world: World): readonly string[] => [
  ...ofBookings(world),
  ...ofSeats(world),
  ...ofPlacements(world),
  ...ofMentors(world),
]

const roster = (world: World, batchId: string) => world.look(readView(Batch.stream(batchId), Batch.roster))

const ofBookings = (world: World): readonly string[] =>
  world.ids('batch').flatMap((batchId) =>
    [...roster(world, batchId).sessions.values()].flatMap(({ sessionId, instructorId, placeId, isOn, isDelivered }) => {
      const teaching = world
        .ids('instructor')
        .filter(
          (id) => world.look(readView(Instructor.stream(id), Instructor.booking(batchId, sessionId))) !== undefined,
        )
      const rooms = world
        .ids('calendar')
        .filter((id) => world.look(readView(Calendar.stream(id), Calendar.booking(batchId, sessionId))) !== undefined)
      const of = `${batchId}/${sessionId}`
      // a session that was delivered before its bookings were asked for stays as it was taught
      if (isDelivered) return []
      return [
        ...differs(`instructors of ${of}`, teaching, isOn ? [instructorId] : []),
        ...differs(`rooms of ${of}`, rooms, isOn ? [placeId] : []),
      ]
    }),
  )

const ofSeats = (world: World): readonly string[] =>
  world.ids('batch').flatMap((batchId) => {
    const { seats, endedOn } = roster(world, batchId)
    return world.ids('journey').flatMap((traineeId) => {
      const seat = endedOn === undefined ? [...seats].find(([id]) => id === traineeId)?.[1] : undefined
      const { enrolment } = world.look(readView(Journey.stream(traineeId), Journey.ties))
      const enrolled = enrolment?.batchId === batchId ? [`${enrolment.attempt}`] : []
      const beds = world.ids('calendar').flatMap((placeId) => {
        const bed = world.look(readView(Calendar.stream(placeId), Calendar.bed(batchId, traineeId)))
        return bed === undefined ? [] : [`${placeId} ${bed.attempt}`]
      })
      const of = `${traineeId} in ${batchId}`
      return [
        ...differs(`enrolment of ${of}`, enrolled, seat ? [`${seat.attempt}`] : []),
        ...differs(
          `beds of ${of}`,
          beds,
          seat?.dormitoryId === undefined ? [] : [`${seat.dormitoryId} ${seat.attempt}`],
        ),
      ]
    })
  })

const ofPlacements = (world: World): readonly string[] =>
  world.ids('household').flatMap((householdId) => {
    const mentor = world.look(readView(Household.stream(householdId), Household.mentor))
    const placed = world.ids('agreement').flatMap((agreementId) => {
      const placement = world.look(readView(Agreement.stream(agreementId), Agreement.placement(householdId)))
      return placement === undefined ? [] : [`${agreementId} ${placement.attempt} ${placement.state}`]
    })
    return differs(
      `placements of ${householdId}`,
      placed,
      mentor === undefined ? [] : [`${mentor.agreementId} ${mentor.attempt} confirmed`],
    )
  })

const ofMentors = (world: World): readonly string[] =>
  world.ids('journey').flatMap((traineeId) => {
    const { agreements, enrolment } = world.look(readView(Journey.stream(traineeId), Journey.ties))
    const { status } = world.look(readView(Journey.stream(traineeId), Journey.admission))
    const active = world.ids('agreement').filter((agreementId) => {
      const { mentorId, endedOn } = world.look(readView(Agreement.stream(agreementId), Agreement.terms))
      return mentorId === traineeId && endedOn === undefined
    })
    return [
      ...differs(`agreements of ${traineeId}`, agreements, active),
      ...(status === 'active' || (enrolment === undefined && agreements.length === 0)
        ? []
        : [`${traineeId} is ${status} and still enrolled or mentoring`]),
    ]
  })

const differs = (what: string, is: readonly string[], expected: readonly string[]): readonly string[] => {
  const [left, right] = [[...is].sort().join(', '), [...expected].sort().join(', ')]
  return left === right ? [] : [`${what}: ${left || 'none'}, expected ${right || 'none'}`]
}
