import type { Aggregate } from '@skein/kernel'
import { withBase } from '../divisions/refs.js'
import * as Commands from './commands.js'
import { decider } from './decide.js'
import * as Events from './events.js'
import type { Views } from './reads.js'
import { rules } from './rules.js'
import type { State } from './state.js'

export type { Views } from './reads.js'
export type { State } from './state.js'
export * from './views.js'
export { Commands, decider, Events, rules }

/** An instructor of the faculty pool (师资库): subjects and bookings. */
export const aggregate: Aggregate<Commands.Command, Events.Event, State, Views> = {
  name: 'instructor',
  decider,
  rules,
  commands: Commands.types,
  events: Events.types,
  // it holds reservations for days to come
  order: 'recorded',
  division: { determinedBy: { InstructorEngaged: withBase }, canChange: true },
}
