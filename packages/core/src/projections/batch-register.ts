// The register of a training batch: seats, sessions, hours, gates, attendance, results and feedback.
import type { Projection } from '@skein/kernel'
import { z } from 'zod'
import { withBase } from '../divisions/refs.js'
import { hoursPresent, type Register, registerRows } from './batch-register-rows.js'
import { by } from './shared/lists.js'
import { Rate, rateOf, rounded } from './shared/numbers.js'

const Hours = z.object({
  /** Teaching hours. */
  total: z.number(),
  byComponent: z.record(z.string(), z.number()),
  byKind: z.record(z.string(), z.number()),
})

const gates = ['curriculum', 'mode', 'effectiveness'] as const

export const BatchRegister = z.object({
  batchId: z.string(),
  baseId: z.string(),
  title: z.string(),
  audience: z.array(z.string()),
  startsOn: z.string(),
  endsOn: z.string(),
  status: z.enum(['planned', 'open', 'running', 'closed', 'cancelled']),
  statusOn: z.string(),
  /** Seats taken, of the seats planned. */
  seats: Rate,
  /** The number of seated people who board. */
  boarding: z.number(),
  /** The number of sessions; `scheduled` are neither delivered nor cancelled. */
  sessions: z.object({ scheduled: z.number(), delivered: z.number(), cancelled: z.number() }),
  /** `planned`: of all sessions that are not cancelled, delivered or not. */
  hours: z.object({ planned: Hours, delivered: Hours }),
  /** Planned hours of party spirit, of all planned hours. */
  partySpirit: Rate,
  /** Planned skills sessions that somebody requested, of all planned skills sessions. */
  requestedSkills: Rate,
  /** The last review of each gate. `lapsed`: the schedule changed after it, before enrolment opened. */
  gates: z.array(
    z.object({
      gate: z.enum(gates),
      passed: z.boolean(),
      findings: z.array(z.string()),
      on: z.string(),
      lapsed: z.boolean(),
    }),
  ),
  /** Hours present of all seated people, of delivered hours times seated people. */
  attendance: Rate,
  /** Seated people with a score, of all seated. */
  assessed: Rate,
  /** Of 100; `null` if nobody was assessed. */
  meanScore: z.number().nullable(),
  /** Seated people with feedback, of all seated. */
  feedback: Rate,
  /** Of 5; `null` without feedback. */
  meanRating: z.number().nullable(),
  /** The number of people for each rating, from 1 to 5. */
  ratings: z.array(z.number()).length(5),
  /** Completed trainings, of all results. */
  completed: Rate,
  /** In the order of traineeId; empty before the closing. */
  results: z.array(
    z.object({
      traineeId: z.string(),
      /** Hours present ÷ hours delivered. */
      attendance: z.number(),
      hours: z.number(),
      score: z.number().optional(),
      completed: z.boolean(),
      reason: z.string().optional(),
    }),
  ),
})
export type BatchRegister = z.infer<typeof BatchRegister>

type Sessions = Register['sessions']

const hoursIn = (sessions: Sessions): number => rounded(sessions.reduce((sum, { hours }) => sum + hours, 0))

const hoursBy = (sessions: Sessions, groupOf: (session: Sessions[number]) => string): Record<string, number> => {
  const groups = [...new Set(sessions.map(groupOf))].sort()
  return Object.fromEntries(
    groups.map((group) => [group, hoursIn(sessions.filter((session) => groupOf(session) === group))]),
  )
}

const hoursOf = (sessions: Sessions): z.infer<typeof Hours> => ({
  total: hoursIn(sessions),
  byComponent: hoursBy(sessions, ({ component }) => component),
  byKind: hoursBy(sessions, ({ kind }) => kind),
})

const mean = (numbers: readonly number[]): number | null =>
  numbers.length === 0 ? null : rounded(numbers.reduce((sum, one) => sum + one, 0) / numbers.length)

const document = (batchId: string, register: Register): BatchRegister => {
  const { baseId, title, audience, startsOn, endsOn, status, statusOn, sessions, seated, results } = register
  const planned = sessions.filter(({ state }) => state !== 'cancelled')
  const delivered = sessions.filter(({ state }) => state === 'delivered')
  const skills = planned.filter(({ component }) => component === 'skills')
  const seatedIds = new Set(seated.map(({ traineeId }) => traineeId))
  const ofSeated = (list: readonly [traineeId: string, number][]) =>
    list.filter(([traineeId]) => seatedIds.has(traineeId)).map(([, value]) => value)
  const scores = ofSeated(register.scores)
  const ratings = ofSeated(register.ratings)
  return {
    batchId,
    baseId,
    title,
    audience: [...audience],
    startsOn,
    endsOn,
    status,
    statusOn,
    seats: rateOf(seated.length, register.seats),
    boarding: seated.filter(({ boards }) => boards).length,
    sessions: {
      scheduled: planned.length - delivered.length,
      delivered: delivered.length,
      cancelled: sessions.length - planned.length,
    },
    hours: { planned: hoursOf(planned), delivered: hoursOf(delivered) },
    partySpirit: rateOf(hoursIn(planned.filter(({ component }) => component === 'partySpirit')), hoursIn(planned)),
    requestedSkills: rateOf(skills.filter(({ isRequested }) => isRequested).length, skills.length),
    gates: gates.flatMap((gate) =>
      register.gates
        .filter((review) => review.gate === gate)
        .map((review) => ({ ...review, findings: [...review.findings] })),
    ),
    attendance: rateOf(
      rounded(register.hoursPresent ?? hoursPresent(register)),
      rounded(hoursIn(delivered) * seated.length),
    ),
    assessed: rateOf(scores.length, seated.length),
    meanScore: mean(scores),
    feedback: rateOf(ratings.length, seated.length),
    meanRating: mean(ratings),
    ratings: [1, 2, 3, 4, 5].map((rating) => ratings.filter((one) => one === rating).length),
    completed: rateOf(results.filter(({ completed }) => completed).length, results.length),
    results: [...results].sort(by(({ traineeId }) => traineeId)),
  }
}

/** Key: the batchId. */
export const batchRegister: Projection<Register, Register, BatchRegister> = {
  name: 'batchRegister',
  version: 1,
  division: withBase,
  ...registerRows,
  documents: (row, id) => [[id, row]],
  publish: ({ key, own }) => own && document(key, own),
  schema: BatchRegister,
}
