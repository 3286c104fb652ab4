import { alreadyRecordedBy, type Decider, withMirrors } from '@skein/kernel'
import { type Command, type Decided, mirrors } from './commands.js'
import type { Event } from './events.js'
import { absentViews, type Views, views } from './reads.js'
import { revisedFields, slots } from './slots.js'
import { evolve, initialState, type State } from './state.js'

/** Records nothing if the command names no field. */
const propose = ({ data: { courseId: _, ...data } }: Decided): readonly Event[] =>
  revisedFields(data).length === 0 ? [] : [{ type: 'CourseRevised', data }]

export const decider: Decider<Command, Event, State, Views> = {
  initialState,
  evolve,
  views,
  absentViews,
  propose: withMirrors(mirrors, propose),
  alreadyRecordedFor: alreadyRecordedBy(slots),
}
