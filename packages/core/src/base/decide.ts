import { alreadyRecordedBy, type Decider, withMirrors } from '@skein/kernel'
import { type Command, mirrors } from './commands.js'
import type { Event } from './events.js'
import { absentViews, type Views, views } from './reads.js'
import { slots } from './slots.js'
import { evolve, initialState, type State } from './state.js'

export const decider: Decider<Command, Event, State, Views> = {
  initialState,
  evolve,
  views,
  absentViews,
  propose: withMirrors(mirrors),
  alreadyRecordedFor: alreadyRecordedBy(slots),
}
