import type { Decider } from '@skein/kernel'
import { match } from 'ts-pattern'
import { decideWith } from '../shared/decide.js'
import { same } from '../shared/idempotency.js'
import type { Command } from './commands.js'
import type { DataOf, Event } from './events.js'
import { absentViews, type Views, views } from './reads.js'
import { rules } from './rules.js'
import { bookingOf, evolve, initialState, type State, slots } from './state.js'

const propose = (command: Command, state: State): readonly Event[] =>
  match(command)
    .returnType<readonly Event[]>()
    .with({ type: 'EngageInstructor' }, ({ data }) => [{ type: 'InstructorEngaged', data }])
    .with({ type: 'ReviseSubjects' }, ({ data: { instructorId: _, ...data } }) => [{ type: 'SubjectsRevised', data }])
    .with({ type: 'BookInstructor' }, ({ data: { instructorId: _, ...data } }) => book(data, state))
    .with({ type: 'CancelBooking' }, ({ data: { instructorId: _, ...data } }) => cancel(data, state))
    .with({ type: 'ReleaseInstructor' }, ({ data: { instructorId: _, ...data } }) => [
      { type: 'InstructorReleased', data },
    ])
    .exhaustive()

/** A booking that stands just so is not made again. */
const book = (data: DataOf<'InstructorBooked'>, state: State): readonly Event[] => {
  const booked = bookingOf(state, data)
  return booked && same({ ...booked, on: data.on }, data) ? [] : [{ type: 'InstructorBooked', data }]
}

/** An ending that answers no booking has nothing to end. */
const cancel = (data: DataOf<'BookingCancelled'>, state: State): readonly Event[] =>
  bookingOf(state, data) === undefined ? [] : [{ type: 'BookingCancelled', data }]

export const decider: Decider<Command, Event, State, Views> = {
  initialState,
  evolve,
  views,
  absentViews,
  decide: decideWith({ propose, rules, evolve, slots }),
}
