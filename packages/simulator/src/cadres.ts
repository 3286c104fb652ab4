// Party members become reserve cadres; some of them take a village post.
import { addDays } from '@skein/kernel'
import type { Person } from './people.js'
import type { Schedule } from './schedule.js'

export const raiseCadre = (schedule: Schedule, person: Person): void => {
  const { chance, send, at, today } = schedule
  const { traineeId, village: divisionCode } = person
  at(addDays(today, 30), () => {
    if (person.state === 'left') return
    send({ type: 'NameReserveCadre', data: { traineeId, divisionCode, on: schedule.today } })
    if (!chance.happens(0.5)) return
    at(addDays(schedule.today, chance.int(60, 200)), () => takePost(schedule, person))
  })
}

/** Takes an elected or an appointed post in the person's village, today. */
export const takePost = ({ chance, send, today }: Schedule, { state, traineeId, village }: Person): void => {
  if (state === 'left') return
  const isElected = chance.happens(0.5)
  send({
    type: 'TakeVillagePost',
    data: {
      traineeId,
      post: isElected ? 'committee-member' : 'branch-member',
      body: isElected ? 'villagersCommittee' : 'partyBranch',
      how: isElected ? 'elected' : 'appointed',
      divisionCode: village,
      on: today,
    },
  })
}
