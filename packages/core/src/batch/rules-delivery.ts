// S5, T3 and T8 to T14: seats, deliveries, and the end of a batch.
import { isSame, type Rule, ruleFor } from '@skein/kernel'
import { notAdmissible, S5 } from '../rules/shared/admission.js'
import { notADormitory, T3 } from '../rules/shared/places.js'
import type { Event } from './events.js'
import type { Views } from './reads.js'
import { breachOfEffectiveness, resultsOf } from './results.js'
import type { State } from './state.js'

const rule = ruleFor<Event, State, Views>()

export const deliveryRules: readonly Rule<Event, State, Views>[] = [
  rule({
    ...S5,
    on: ['SeatTaken'],
    breach: (_event, { planned }, { person }) => notAdmissible({ person, audience: planned?.audience ?? [] }),
  }),
  rule({
    ...T3,
    on: ['SeatTaken'],
    breach: ({ data: { dormitoryId } }, _before, { dormitory }) =>
      dormitoryId === undefined ? undefined : notADormitory(dormitoryId, dormitory),
  }),
  rule({
    id: 'T8',
    title: {
      en: 'Seats are taken between opening and start; only seated people attend, are assessed and give feedback, once each.',
      zh: '名额须在开放报名后、开班前占用;只有在班学员可考勤、考核和评价,且各只一次。',
    },
    basis: 'own: a batch has results only for its participants',
    on: ['SeatTaken', 'SessionDelivered', 'AttendanceCorrected', 'AssessmentRecorded', 'FeedbackGiven'],
    breach: ({ type, data }, { openedOn, startedOn, seats, scores, ratings }) => {
      if (type === 'SeatTaken') {
        if (openedOn === undefined) return { enrolmentOpened: false }
        return startedOn === undefined ? undefined : { startedOn }
      }
      const attending = type === 'SessionDelivered' ? data.present : [data.traineeId]
      const traineeId = attending.find((id) => !seats.has(id))
      if (traineeId !== undefined) return { traineeId, seated: false }
      if (type === 'AssessmentRecorded') {
        const score = scores.get(data.traineeId)
        return score === undefined ? undefined : { traineeId: data.traineeId, alreadyScored: score }
      }
      if (type !== 'FeedbackGiven') return undefined
      const rated = ratings.get(data.traineeId)
      return rated && { traineeId: data.traineeId, alreadyRated: rated.rating }
    },
  }),
  rule({
    id: 'T14',
    title: {
      en: 'A session is delivered once, on its date and after the batch started; a delivered session is not cancelled.',
      zh: '课程须在开班后按其日期授课一次;已授课程不得取消。',
    },
    basis: 'own: a delivery is a fact of one day',
    on: ['SessionDelivered', 'SessionCancelled'],
    breach: ({ type, data: { sessionId, on } }, { sessions, startedOn }) => {
      const session = sessions.get(sessionId)
      if (session?.delivered !== undefined) return { sessionId, deliveredOn: session.delivered.on }
      if (type === 'SessionCancelled') return undefined
      if (startedOn === undefined) return { sessionId, started: false }
      return session !== undefined && session.scheduled.date !== on
        ? { sessionId, on, date: session.scheduled.date }
        : undefined
    },
  }),
  rule({
    id: 'T13',
    title: { en: 'A batch is cancelled only before its first delivery.', zh: '培训班只可在首次授课之前取消。' },
    basis: 'own: a batch with deliveries is closed with its results',
    on: ['BatchCancelled'],
    breach: (_event, { sessions }) => {
      const delivered = [...sessions].find(([, session]) => session.delivered !== undefined)
      return delivered && { sessionId: delivered[0], deliveredOn: delivered[1].delivered?.on ?? null }
    },
  }),
  rule({
    id: 'T10',
    title: {
      en: 'A batch closes after every session is delivered or cancelled, at least one is delivered, and the effectiveness gate is reviewed.',
      zh: '全部课程已授或已取消、至少授课一次且内容实效关已审查后,方可结业。',
    },
    basis: 'article: the gate of effectiveness',
    on: ['BatchClosed'],
    breach: (_event, { sessions, gates }) => {
      const open = [...sessions].find(
        ([, { cancelled, delivered }]) => cancelled === undefined && delivered === undefined,
      )
      if (open !== undefined) return { sessionId: open[0], date: open[1].scheduled.date, delivered: false }
      if (![...sessions.values()].some(({ delivered }) => delivered !== undefined))
        return { sessionsDelivered: 0, required: 1 }
      return gates.has('effectiveness') ? undefined : { gate: 'effectiveness', reviewed: false }
    },
  }),
  rule({
    id: 'T9',
    title: {
      en: 'A training is completed with enough attendance of the delivered hours and, if assessed, a high enough score.',
      zh: '出勤学时占已授学时比例达到规定,且参加考核的成绩合格,方为完成培训。',
    },
    basis: 'own: the article counts the trained; the policy defines completion',
    on: ['BatchClosed'],
    breach: ({ data: { results } }, before, { policy: { policy } }) => {
      const expected = resultsOf(before, policy)
      if (results.length !== expected.length) return { results: results.length, seated: expected.length }
      const differs = expected.find((result, at) => !isSame(result, results[at]))
      if (differs === undefined) return undefined
      const { traineeId, attendance, completed, score } = differs
      const { minAttendance, passScore } = policy
      return { traineeId, attendance, minAttendance, score: score ?? null, passScore, completed }
    },
  }),
  rule({
    id: 'T11',
    title: {
      en: 'The effectiveness gate passes only with enough feedback and a high enough mean rating.',
      zh: '内容实效关须有足够的学员评价且平均评分达到规定方可通过。',
    },
    basis: 'article: the gate of effectiveness; own: trainees judge whether the training helped',
    permission: true,
    on: ['GateReviewed'],
    breach: ({ data: { gate, passed } }, before, { policy: { policy } }) =>
      gate === 'effectiveness' && passed ? breachOfEffectiveness(before, policy) : undefined,
  }),
]
