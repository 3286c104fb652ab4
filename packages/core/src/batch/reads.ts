import { type Day, type DecisionContext, readView, readViewNow, type ViewRequests } from '@skein/kernel'
import * as Base from '../base/views.js'
import * as Calendar from '../calendar/views.js'
import * as Course from '../course/views.js'
import * as Instructor from '../instructor/views.js'
import * as Journey from '../journey/views.js'
import { defaultPolicy, type PolicyInForce } from '../policy/policy.js'
import type { Command } from './commands.js'
import { remaining } from './sessions.js'
import type { State } from './state.js'

export interface Views extends DecisionContext {
  /** The base of the batch. */
  readonly base: Base.Existence
  /** The policy of the batch's base on the command's day. */
  readonly policy: PolicyInForce
  /** The course of a session. */
  readonly course: Course.Content
  /** The instructor of a session. */
  readonly instructor: Instructor.Teaching
  /** The room of a session. */
  readonly room: Base.PlaceView
  /** The dormitory of a boarder. */
  readonly dormitory: Base.PlaceView
  /** The requests of the people named in `requestedBy` of a session, by id. */
  readonly requesters: ReadonlyMap<string, Journey.Requests>
  /** The person who takes a seat. */
  readonly person: Journey.Admission
  /** The current bookings of instructors and rooms, by session; `undefined` for a session without one. */
  readonly instructors: ReadonlyMap<string, Instructor.Booking | undefined>
  readonly rooms: ReadonlyMap<string, Calendar.Booking | undefined>
}

const noPlace: Base.PlaceView = {}

export const absentViews: Omit<Views, keyof DecisionContext> = {
  base: Base.absent,
  policy: defaultPolicy,
  course: Course.noContent,
  instructor: Instructor.noTeaching,
  room: noPlace,
  dormitory: noPlace,
  requesters: new Map(),
  person: Journey.noAdmission,
  instructors: new Map(),
  rooms: new Map(),
}

/** The views of other streams that a command needs. */
export const views = (command: Command, state: State): ViewRequests => {
  const { type, data } = command
  switch (type) {
    case 'PlanBatch':
      return { base: readViewNow(Base.stream(data.baseId), Base.existence), ...policy(data.baseId, data.on) }
    case 'ScheduleSession':
      return {
        ...policy(state.planned?.baseId, data.on),
        ...place('room', state, data.placeId),
        course: readView(Course.stream(data.courseId), Course.content),
        instructor: readView(Instructor.stream(data.instructorId), Instructor.teaching),
        requesters: new Map(data.requestedBy.map((id) => [id, readView(Journey.stream(id), Journey.requests)])),
      }
    case 'CancelSession':
    case 'ReviewGate':
    case 'CloseBatch':
      return policy(state.planned?.baseId, data.on)
    case 'OpenEnrolment':
      return bookings(data.batchId, state)
    case 'TakeSeat':
      return {
        person: readView(Journey.stream(data.traineeId), Journey.admission),
        ...(data.dormitoryId !== undefined && place('dormitory', state, data.dormitoryId)),
      }
    case 'StartBatch':
      return state.planned === undefined ? {} : { base: readView(Base.stream(state.planned.baseId), Base.existence) }
    default:
      return {}
  }
}

const policy = (baseId: string | undefined, on: Day): ViewRequests =>
  baseId === undefined ? {} : { policy: readView(Base.stream(baseId), Base.policyOn(on)) }

const place = (name: 'room' | 'dormitory', { planned }: State, placeId: string): ViewRequests =>
  planned === undefined ? {} : { [name]: readView(Base.stream(planned.baseId), Base.place(placeId)) }

const bookings = (batchId: string, state: State): ViewRequests => {
  const sessions = remaining(state)
  return {
    instructors: new Map(
      sessions.map(({ scheduled: { sessionId, instructorId } }) => [
        sessionId,
        readView(Instructor.stream(instructorId), Instructor.booking(batchId, sessionId)),
      ]),
    ),
    rooms: new Map(
      sessions.map(({ scheduled: { sessionId, placeId } }) => [
        sessionId,
        readView(Calendar.stream(placeId), Calendar.booking(batchId, sessionId)),
      ]),
    ),
  }
}
