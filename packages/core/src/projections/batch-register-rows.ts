// The row of a batch in batchRegister.
import type { DataOf } from './shared/rows.js'
import { onRow, rows } from './shared/rows.js'
import { cancel, cancelRest, correctAttendance, deliver, type Session, schedule } from './shared/sessions.js'

type Plan = { component: string; kind: string; hours: number; isRequested: boolean }
type Gate = DataOf<'GateReviewed'>['gate']

export type Register = {
  baseId: string
  title: string
  audience: readonly string[]
  seats: number
  startsOn: string
  endsOn: string
  status: 'planned' | 'open' | 'running' | 'closed' | 'cancelled'
  statusOn: string
  sessions: Session<Plan>[]
  gates: { gate: Gate; passed: boolean; findings: readonly string[]; on: string; lapsed: boolean }[]
  seated: { traineeId: string; boards: boolean }[]
  scores: [traineeId: string, score: number][]
  ratings: [traineeId: string, rating: number][]
  /** The hours present of the seated at the closing. Nothing changes after that; `present` of the sessions is emptied. */
  hoursPresent: number | null
  results: DataOf<'BatchClosed'>['results']
}

/** The hours present of the seated, in all delivered sessions. */
export const hoursPresent = ({ sessions, seated }: Register): number => {
  const seatedIds = new Set(seated.map(({ traineeId }) => traineeId))
  const delivered = sessions.filter(({ state }) => state === 'delivered')
  return delivered.reduce(
    (sum, { hours, present }) => sum + hours * present.filter((id) => seatedIds.has(id)).length,
    0,
  )
}

const setStatus = (register: Register, status: Register['status'], on: string): void => {
  register.status = status
  register.statusOn = on
}

/** Before enrolment opens, a change of the schedule makes the reviews of its gates lapse. */
const lapseReviews = ({ status, gates }: Register): void => {
  if (status !== 'planned') return
  for (const review of gates) if (review.gate !== 'effectiveness') review.lapsed = true
}

const put = <Value>(list: [traineeId: string, Value][], traineeId: string, value: Value): void => {
  const known = list.find(([id]) => id === traineeId)
  if (known === undefined) list.push([traineeId, value])
  else known[1] = value
}

/** Nothing changes after the closing: its results and hours present are of the people who were seated then. */
const beforeClosing = <Data>(change: (register: Register, data: Data) => void) =>
  onRow<Register, Data>((register, data) => {
    if (register.status !== 'closed') change(register, data)
  })

export const registerRows = rows<Register>({
  BatchPlanned: (_row, { baseId, title, audience, seats, startsOn, endsOn, on }) => ({
    baseId,
    title,
    audience,
    seats,
    startsOn,
    endsOn,
    status: 'planned',
    statusOn: on,
    sessions: [],
    gates: [],
    seated: [],
    scores: [],
    ratings: [],
    hoursPresent: null,
    results: [],
  }),
  SessionScheduled: beforeClosing((register, { sessionId, component, kind, hours, requestedBy }) => {
    schedule(register.sessions, sessionId, { component, kind, hours, isRequested: requestedBy.length > 0 })
    lapseReviews(register)
  }),
  SessionCancelled: beforeClosing((register, cancelled) => {
    cancel(register.sessions, cancelled)
    lapseReviews(register)
  }),
  GateReviewed: beforeClosing((register, { gate, passed, findings, on }) => {
    register.gates = register.gates.filter((review) => review.gate !== gate)
    register.gates.push({ gate, passed, findings, on, lapsed: false })
  }),
  EnrolmentOpened: beforeClosing((register, { on }) => setStatus(register, 'open', on)),
  SeatTaken: beforeClosing((register, { traineeId, dormitoryId }) => {
    register.seated = register.seated.filter((seat) => seat.traineeId !== traineeId)
    register.seated.push({ traineeId, boards: dormitoryId !== undefined })
  }),
  SeatReleased: beforeClosing((register, { traineeId }) => {
    register.seated = register.seated.filter((seat) => seat.traineeId !== traineeId)
  }),
  BatchStarted: beforeClosing((register, { on }) => setStatus(register, 'running', on)),
  SessionDelivered: beforeClosing((register, delivered) => deliver(register.sessions, delivered)),
  AttendanceCorrected: beforeClosing((register, corrected) => correctAttendance(register.sessions, corrected)),
  AssessmentRecorded: beforeClosing((register, { traineeId, score }) => put(register.scores, traineeId, score)),
  FeedbackGiven: beforeClosing((register, { traineeId, rating }) => put(register.ratings, traineeId, rating)),
  BatchClosed: beforeClosing((register, { results, on }) => {
    register.results = results
    register.hoursPresent = hoursPresent(register)
    for (const session of register.sessions) session.present = []
    setStatus(register, 'closed', on)
  }),
  BatchCancelled: beforeClosing((register, { on }) => {
    cancelRest(register.sessions)
    setStatus(register, 'cancelled', on)
  }),
})
