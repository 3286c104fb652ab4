// The commands of a batch, from its planning to its closing: sessions, seats, attendance, gates.
import { addDays, type Day } from '@skein/kernel'
import type { Course, Faculty } from './faculty.js'
import type { Person } from './people.js'
import type { Schedule } from './schedule.js'
import type { BaseSite } from './site.js'

const days = 3
/** The sessions of every batch; `day` counts from its first day. */
const timetable: readonly {
  readonly day: number
  readonly period: 'morning' | 'afternoon' | 'evening'
  readonly component: Course['component']
}[] = [
  { day: 0, period: 'morning', component: 'partySpirit' },
  { day: 0, period: 'afternoon', component: 'skills' },
  { day: 1, period: 'morning', component: 'skills' },
  { day: 1, period: 'afternoon', component: 'practice' },
  { day: 1, period: 'evening', component: 'skills' },
  { day: 2, period: 'morning', component: 'practice' },
  { day: 2, period: 'afternoon', component: 'skills' },
]

export interface BatchPlan {
  readonly batchId: string
  readonly title: string
  readonly startsOn: Day
  /** The people who may get a seat; called every time that seats are given. */
  cohort(): readonly Person[]
  /** Called on the closing day for everybody who has a seat. */
  closed(person: Person, completed: boolean): void
}

interface Session {
  readonly sessionId: string
  readonly date: Day
  readonly present: Set<string>
}

/** Schedules all commands of a batch; it is planned two weeks before it starts. */
export const runBatch = (schedule: Schedule, site: BaseSite, faculty: Faculty, plan: BatchPlan): void => {
  const { chance, send, at } = schedule
  const { batchId, startsOn } = plan
  const by = { role: 'base', id: site.baseId } as const
  const sessions: Session[] = []
  const seated: Person[] = []
  let attends = new Map<string, number>()

  const planning = () => {
    const on = schedule.today
    send({
      type: 'PlanBatch',
      data: {
        batchId,
        baseId: site.baseId,
        title: plan.title,
        audience: ['partyMember', 'villager', 'returnedYouth', 'veteran', 'villageCadre'],
        seats: site.seats,
        startsOn,
        endsOn: addDays(startsOn, days - 1),
        on,
      },
    })
    const asked = plan.cohort()
    for (const [n, { day, period, component }] of timetable.entries()) {
      const offered = faculty.courses.filter((course) => course.component === component)
      // of the skills, those that somebody requested, if anybody did
      const wanted = offered.filter(({ subject }) => asked.some(({ requests }) => requests.includes(subject)))
      const course = chance.pick(component === 'skills' && wanted.length > 0 ? wanted : offered)
      const date = addDays(startsOn, day)
      const instructorId = faculty.book(course.subject, date, period)
      const placeId = component === 'practice' ? chance.pick(site.practicePlaces) : site.classroom
      const requestedBy = asked
        .filter(({ requests }) => requests.includes(course.subject))
        .map(({ traineeId }) => traineeId)
      const session = { batchId, courseId: course.courseId, date, period, instructorId, requestedBy, by, on }
      const sessionId = `${batchId}-s${n + 1}`
      sessions.push({ sessionId, date, present: new Set() })
      send(
        { type: 'ScheduleSession', data: { ...session, sessionId, placeId } },
        { settle: n === timetable.length - 1 },
      )
      // sometimes the same teacher is booked twice: a process cancels the second session when its booking is refused
      if (n === 1 && chance.happens(0.15))
        send(
          {
            type: 'ScheduleSession',
            data: { ...session, sessionId: `${sessionId}-again`, placeId: site.practicePlaces[0] ?? placeId },
          },
          { settle: true },
        )
    }
  }

  const openEnrolment = () => {
    const on = schedule.today
    for (const gate of ['curriculum', 'mode'] as const)
      send({ type: 'ReviewGate', data: { batchId, gate, passed: true, findings: [], by, on } })
    send({ type: 'OpenEnrolment', data: { batchId, on } })
  }

  const fillSeats = () => {
    const on = schedule.today
    const free = plan
      .cohort()
      .filter(({ state }) => state === 'selected')
      .slice(0, site.seats - seated.length)
    free.forEach((person, n) => {
      person.state = 'seated'
      seated.push(person)
      send(
        {
          type: 'TakeSeat',
          data: {
            batchId,
            traineeId: person.traineeId,
            ...(chance.happens(0.8) && { dormitoryId: site.dormitory }),
            on,
          },
        },
        { settle: n === free.length - 1 },
      )
    })
  }

  const oneGivesUp = () => {
    const person = seated[0]
    if (person === undefined || !chance.happens(0.3)) return
    seated.shift()
    person.state = 'selected'
    send(
      {
        type: 'ReleaseSeat',
        data: { batchId, traineeId: person.traineeId, reason: 'family-matter', on: schedule.today },
      },
      { settle: true },
    )
  }

  const start = () => {
    // most people come to everything, a few miss half
    attends = new Map(seated.map(({ traineeId }) => [traineeId, chance.happens(0.06) ? 0.5 : 0.98]))
    send({ type: 'StartBatch', data: { batchId, on: schedule.today } })
  }

  const deliver = (session: Session) => () => {
    for (const { traineeId } of seated) if (chance.happens(attends.get(traineeId) ?? 0)) session.present.add(traineeId)
    send({
      type: 'DeliverSession',
      data: { batchId, sessionId: session.sessionId, present: [...session.present], on: session.date },
    })
  }

  const close = () => {
    const on = schedule.today
    const lastDay = addDays(startsOn, days - 1)
    const scores = new Map<string, number>()
    const ratings: number[] = []
    for (const { traineeId } of seated) {
      const score = chance.happens(0.05) ? 50 : chance.int(62, 98)
      scores.set(traineeId, score)
      send({ type: 'RecordAssessment', data: { batchId, traineeId, score, on: lastDay } })
      if (!chance.happens(0.8)) continue
      const rating = chance.int(3, 5)
      ratings.push(rating)
      send({ type: 'GiveFeedback', data: { batchId, traineeId, rating, on: lastDay } })
    }
    correctOneSheet()
    const mean = ratings.reduce((sum, rating) => sum + rating, 0) / ratings.length
    const passed = seated.length > 0 && ratings.length >= seated.length / 2 && mean >= 3.5
    send({
      type: 'ReviewGate',
      data: { batchId, gate: 'effectiveness', passed, findings: passed ? [] : ['feedback'], by, on },
    })
    send({ type: 'CloseBatch', data: { batchId, on } }, { settle: true })
    for (const person of seated) {
      const present = sessions.filter((session) => session.present.has(person.traineeId)).length
      plan.closed(person, present / sessions.length >= 0.8 && (scores.get(person.traineeId) ?? 0) >= 60)
    }
  }

  const correctOneSheet = () => {
    const [sheet] = sessions
    const missed = sheet && seated.find(({ traineeId }) => !sheet.present.has(traineeId))
    if (sheet === undefined || missed === undefined || !chance.happens(0.5)) return
    sheet.present.add(missed.traineeId)
    send({
      type: 'CorrectAttendance',
      data: {
        batchId,
        sessionId: sheet.sessionId,
        traineeId: missed.traineeId,
        present: true,
        reason: 'signed-on-paper',
        on: schedule.today,
      },
    })
  }

  at(addDays(startsOn, -14), planning)
  at(addDays(startsOn, -12), openEnrolment)
  at(addDays(startsOn, -8), fillSeats)
  at(addDays(startsOn, -5), oneGivesUp)
  at(addDays(startsOn, -4), fillSeats)
  at(startsOn, start)
  // the sessions are planned by then; some attendance sheets are entered two days later
  at(startsOn, () => {
    for (const session of sessions) at(addDays(session.date, chance.happens(0.1) ? 2 : 0), deliver(session))
  })
  at(addDays(startsOn, days + 2), close)
}
